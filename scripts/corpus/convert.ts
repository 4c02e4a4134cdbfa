// Converts every file of the corpus and every sample to `.net`, reads the result again, and compares totals and operations.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { differenceBetween } from "../../src/exporters/difference";
import { NET_EXPORTER } from "../../src/exporters/net/net";
import { formatsForFile } from "../../src/formats/index";
import { NET } from "../../src/net/format";
import type { Network } from "../../src/model/network";
import type { CheckResult } from "./check";
import { Comparison } from "./check";

/** The most lines that some files may become. */
const MOST_LINES: Readonly<Record<string, number>> = { "resnet50.onnx": 120 };

export function check(corpus: string, samples: string): CheckResult {
  const folders = [...["caffe", "darknet", "onnx"].map((name) => path.join(corpus, name)), samples];
  const comparison = new Comparison();
  for (const folder of folders) {
    for (const name of readdirSync(folder)) {
      const [format] = formatsForFile(name);
      if (format === undefined || name.endsWith(".json")) continue;
      compare(comparison, name, readNetwork(path.join(folder, name)));
    }
  }
  return comparison.result;
}

function compare(comparison: Comparison, name: string, network: Network | undefined): void {
  if (network === undefined) return comparison.equal(name, "no network", "a network");
  const exported = NET_EXPORTER.write(network);
  if ("refusal" in exported) return comparison.equal(name, exported.refusal, "a .net file");
  const { text } = exported;
  const { networks, problems } = NET.read(`file:///${name}.net`, text, {});
  const errors = problems.filter(({ severity }) => severity === "error").map(({ message }) => message);
  comparison.equal(`${name}: errors`, errors, []);
  const [again] = networks;
  if (again === undefined) return comparison.equal(name, "no network", "a network");
  comparison.equal(name, differenceBetween(network, again), undefined);
  comparison.equal(`${name}: lines`, text.split("\n").length <= (MOST_LINES[name] ?? Infinity), true);
}

function readNetwork(file: string): Network | undefined {
  const bytes = new Uint8Array(readFileSync(file));
  const [format] = formatsForFile(path.basename(file));
  if (format === undefined) return undefined;
  const uri = `file://${file}`;
  const model =
    format.kind === "text"
      ? format.read(uri, new TextDecoder().decode(bytes), { readText: readText })
      : format.read(
          uri,
          { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) },
          {},
        );
  return model.networks[0];
}

function readText(uri: string): string {
  return readFileSync(new URL(uri), "utf8");
}
