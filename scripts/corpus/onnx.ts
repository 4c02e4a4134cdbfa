// Checks the ONNX reader against exports of real models: totals, every stated shape, outputs and buffers.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import type { ByteSource, ReadOptions } from "../../src/formats/format";
import { readOnnx, traceFile } from "../../src/formats/onnx/onnx";
import { Report } from "../../src/formats/onnx/report";
import { distinctBodies } from "../../src/model/visit";
import type { Network } from "../../src/model/network";
import type { Shape } from "../../src/model/shape";
import type { CheckResult } from "./check";
import { Comparison } from "./check";

interface Expected {
  readonly params: number;
  readonly macs: number;
  readonly matmul_macs: number;
  readonly rnn_macs: number;
  readonly float_initializer_elements: number;
  readonly output_shapes: Readonly<Record<string, Shape>>;
  readonly value_shapes: Readonly<Record<string, Shape>>;
}

/** Compares every `NAME.onnx` of the folder with its `NAME.expected.json`. */
export function check(folder: string): CheckResult {
  const comparison = new Comparison();
  const names = readdirSync(folder).filter((name) => name.endsWith(".onnx"));
  comparison.equal("the folder holds models", names.length > 0, true);
  for (const name of names) checkFile(path.join(folder, name), comparison);
  return comparison.result;
}

function checkFile(file: string, comparison: Comparison): void {
  const expected = JSON.parse(readFileSync(file.replace(/\.onnx$/, ".expected.json"), "utf8")) as Expected;
  const source = inMemory(readFileSync(file));
  const { networks, problems } = readOnnx(file, source, {});
  const name = path.basename(file);
  comparison.equal(`${name}: problems`, problems, []);
  const [network] = networks;
  if (network === undefined) return comparison.equal(`${name}: network`, undefined, "one");
  const { totals } = analyseNetwork(network);
  const macs = expected.macs + expected.matmul_macs + expected.rnn_macs;
  comparison.equal(`${name}: params`, totals.params, { value: expected.params, uncounted: 0 });
  comparison.equal(`${name}: macs`, totals.macs, { value: macs, uncounted: 0 });
  const buffers = expected.float_initializer_elements - expected.params;
  comparison.equal(`${name}: buffers`, totals.buffers, { value: buffers, uncounted: 0 });
  checkShapes(name, source, expected, comparison);
  checkModelShapes(name, network, expected, comparison);
}

/** Inference against the stated shapes, batch axis included. */
function checkShapes(name: string, source: ByteSource, expected: Expected, comparison: Comparison): void {
  const values = tracedShapes(source);
  for (const [value, shape] of Object.entries({ ...expected.value_shapes, ...expected.output_shapes })) {
    comparison.equal(`${name}: ${value}`, values.get(value), shape);
  }
}

/** The whole shape of every named tensor that inference reaches, by name. */
export function tracedShapes(
  source: ByteSource,
  options: ReadOptions = {},
): ReadonlyMap<string, Shape | undefined> {
  const trace = traceFile(source, new Report(""), options)?.trace;
  const values = [...(trace?.inputs ?? []), ...(trace?.steps.flatMap((step) => step.outputs) ?? [])];
  return new Map(values.map((value) => [value.name, value.tensor.shape]));
}

/** Layers of the model have the stated shapes without the batch axis. */
function checkModelShapes(name: string, network: Network, expected: Expected, comparison: Comparison): void {
  for (const { nodes } of distinctBodies(network.body)) {
    for (const tensor of nodes.flatMap((node) => (node.kind === "layer" ? node.outputs : []))) {
      const stated = expected.value_shapes[tensor.name ?? ""];
      if (stated !== undefined)
        comparison.equal(`${name}: layer ${tensor.name ?? ""}`, tensor.shape, stated.slice(1));
    }
  }
}

/** Bytes that are already in memory, as a source. */
export function inMemory(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}
