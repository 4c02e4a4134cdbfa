// Reads the Caffe files of the corpus, and compares every layer's shape, params, buffers and MACs with what is expected.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { LayerInstance } from "../../src/analysis/instances";
import { layerInstances } from "../../src/analysis/instances";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import { CAFFE } from "../../src/formats/caffe/caffe";
import { isKnown } from "../../src/model/shape";
import type { Layer } from "../../src/model/network";
import type { CheckResult } from "./check";

interface ExpectedLayer {
  readonly name: string;
  readonly type: string;
  readonly output: readonly number[] | null;
  readonly params: number;
  readonly buffers: number;
  readonly macs: number;
}

interface Expected {
  readonly phase: "TEST" | "TRAIN";
  readonly totals: { readonly params: number; readonly buffers: number; readonly macs: number };
  /** Types of which the expectation knows no shape. */
  readonly without_rule_or_input: readonly string[];
  readonly layers: readonly ExpectedLayer[];
}

/** Compares every `NAME.prototxt` of the folder with its `NAME.expected.json`; a file passes when nothing differs. */
export function check(folder: string): CheckResult {
  const files = readdirSync(folder).filter((name) => name.endsWith(".prototxt"));
  const results = files.map((name) => ({ name, differences: compare(path.join(folder, name)) }));
  const failed = results.filter(({ differences }) => differences.length > 0);
  const lines = failed.map(({ name, differences }) => `${name}: ${differences.slice(0, 10).join("; ")}`);
  return {
    passed: files.length - failed.length,
    failed: files.length === 0 ? [`no .prototxt file in ${folder}`] : lines,
  };
}

function compare(file: string): string[] {
  const expected = JSON.parse(
    readFileSync(file.replace(/\.prototxt$/, ".expected.json"), "utf8"),
  ) as Expected;
  const model = CAFFE.read(file, readFileSync(file, "utf8"), { caffePhase: expected.phase });
  const errors = model.problems.filter(({ severity }) => severity === "error");
  const layers = model.networks.flatMap((network) => [...layerInstances(analyseNetwork(network))]);
  const differences = errors.map(
    ({ code, message, range }) => `${String(range.start.line + 1)}: ${message} [${code}]`,
  );
  const totals = { params: 0, buffers: 0, macs: 0 };
  for (const [index, want] of expected.layers.entries()) {
    const got = figuresOf(layers[index], want, expected);
    for (const figure of ["params", "buffers", "macs"] as const) totals[figure] += got?.[figure] ?? 0;
    if (JSON.stringify(got) !== JSON.stringify(want)) {
      differences.push(`expected ${JSON.stringify(want)}, got ${JSON.stringify(got)}`);
    }
  }
  if (layers.length !== expected.layers.length) differences.push(`${String(layers.length)} layers`);
  if (JSON.stringify(totals) !== JSON.stringify(expected.totals)) {
    differences.push(`expected totals ${JSON.stringify(expected.totals)}, got ${JSON.stringify(totals)}`);
  }
  return differences;
}

function figuresOf(
  instance: LayerInstance | undefined,
  want: ExpectedLayer,
  expected: Expected,
): ExpectedLayer | undefined {
  if (instance === undefined) return undefined;
  const { layer, path: name, analysis } = instance;
  const { params = 0, buffers = 0, macs = 0 } = analysis.cost;
  return {
    name,
    // VGG-16's file has the first generation's spelling of its data layer.
    type: want.type === "data" ? want.type : (layer.nativeOperator ?? layer.operator),
    output: outputOf(layer, want, expected),
    params,
    buffers,
    macs,
  };
}

/** The first output's shape; null where it is unknown, or where the expectation has no rule for a loss. */
function outputOf(layer: Layer, want: ExpectedLayer, expected: Expected): readonly number[] | null {
  const shape = layer.outputs[0]?.shape;
  if (want.output === null && expected.without_rule_or_input.includes(want.type) && shape?.length === 0)
    return null;
  return isKnown(shape) ? shape : null;
}
