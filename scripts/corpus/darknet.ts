// Reads the Darknet files of the corpus, and compares every layer's shape and BFLOPs with what Darknet itself printed.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DARKNET } from "../../src/formats/darknet/darknet";
import type { Layer } from "../../src/model/network";
import type { CheckResult } from "./check";

interface Expected {
  readonly flops_total: number;
  readonly layers: readonly {
    readonly index: number;
    readonly type: string;
    /** Null where Darknet prints no size. */
    readonly output: readonly number[] | null;
    /** Null where Darknet prints none. */
    readonly bflops: number | null;
  }[];
}

/** Compares every `NAME.cfg` of the folder with its `NAME.expected.json`; a file passes when nothing differs. */
export function check(folder: string): CheckResult {
  const files = readdirSync(folder).filter((name) => name.endsWith(".cfg"));
  const results = files.map((name) => ({ name, differences: compare(path.join(folder, name)) }));
  const failed = results.filter(({ differences }) => differences.length > 0);
  const lines = failed.map(({ name, differences }) => `${name}: ${differences.slice(0, 10).join("; ")}`);
  return {
    passed: files.length - failed.length,
    failed: files.length === 0 ? [`no .cfg file in ${folder}`] : lines,
  };
}

function compare(file: string): string[] {
  const expected = JSON.parse(readFileSync(file.replace(/\.cfg$/, ".expected.json"), "utf8")) as Expected;
  const model = DARKNET.read(file, readFileSync(file, "utf8"), {});
  const errors = model.problems.filter(({ severity }) => severity === "error");
  const layers = model.networks[0]?.body.nodes.filter((node): node is Layer => node.kind === "layer") ?? [];
  const differences = errors.map(({ code, message }) => `${message} [${code}]`);
  for (const want of expected.layers) differences.push(...compareLayer(want, layers[want.index]));
  if (layers.length !== expected.layers.length) differences.push(`${String(layers.length)} layers`);
  const total = 2 * layers.reduce((sum, layer) => sum + (layer.known?.macs ?? NaN), 0);
  if (total !== expected.flops_total) {
    differences.push(`expected ${String(expected.flops_total)} operations, got ${String(total)}`);
  }
  return differences;
}

function compareLayer(want: Expected["layers"][number], layer: Layer | undefined): string[] {
  const differences: string[] = [];
  const shape = layer?.outputs[0]?.shape;
  if (want.output !== null && JSON.stringify(shape) !== JSON.stringify(want.output)) {
    differences.push(
      `${String(want.index)}: expected ${want.output.join("×")}, got ${String(shape?.join("×"))}`,
    );
  }
  const bflops = ((2 * (layer?.known?.macs ?? NaN)) / 1e9).toFixed(3);
  if (want.bflops !== null && want.bflops.toFixed(3) !== bflops) {
    differences.push(`${String(want.index)}: expected ${String(want.bflops)} BFLOPs, got ${bflops}`);
  }
  return differences;
}
