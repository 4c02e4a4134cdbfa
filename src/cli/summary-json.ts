// `summary --json`: the public format of docs/cli.md, written piece by piece since a network may have very many layers.

import { flopsOf } from "../analysis/figures";
import type { FlopsConvention } from "../analysis/figures";
import { insightsOf } from "../analysis/insights/index";
import { layerInstances } from "../analysis/instances";
import type { LayerInstance } from "../analysis/instances";
import type { NetworkAnalysis, Totals } from "../analysis/network-analysis";
import type { ReceptiveField } from "../analysis/receptive-field";
import { isComplete } from "../analysis/tally";
import type { Tally } from "../analysis/tally";
import { outputShapes, shapeOf } from "../analysis/body-analysis";
import type { Attributes } from "../model/network";
import type { Origin } from "../model/origin";
import type { Problem } from "../model/problem";
import type { Shape } from "../model/shape";
import { nameOf } from "./read-source";
import type { Source } from "./read-source";

const SCHEMA = 1;

/** The pieces of one JSON text. Without a network, `network` and `totals` are null and `layers` is empty. */
export function* summaryJson(
  source: Source,
  analysis: NetworkAnalysis | undefined,
  convention: FlopsConvention,
): Generator<string> {
  const head = {
    schema: SCHEMA,
    file: source.file,
    format: source.format.id,
    network: analysis?.network.name ?? null,
    flopsConvention: convention,
    inputs:
      analysis?.network.inputs.map(({ name, shape, dtype }) => ({ name, shape: jsonShape(shape), dtype })) ??
      [],
    outputs: analysis === undefined ? [] : outputs(analysis),
    totals: analysis === undefined ? null : totals(analysis.totals, convention),
  };
  yield "{\n";
  for (const [name, value] of Object.entries(head)) yield `  "${name}": ${JSON.stringify(value)},\n`;
  yield `  "layers": [`;
  let separator = "\n    ";
  for (const layer of analysis === undefined ? [] : layerInstances(analysis)) {
    yield separator + JSON.stringify(layerObject(source, layer, convention));
    separator = ",\n    ";
  }
  yield separator.startsWith(",") ? "\n  ],\n" : "],\n";
  const insights = analysis === undefined ? [] : insightsOf(analysis);
  const sentences = insights.map((insight) => `\n    ${JSON.stringify(insight)}`);
  yield `  "insights": [${sentences.join(",")}${sentences.length === 0 ? "" : "\n  "}],\n`;
  const diagnostics = source.problems.map((problem) => diagnosticObject(source, problem));
  const lines = diagnostics.map((diagnostic) => `\n    ${JSON.stringify(diagnostic)}`);
  yield `  "diagnostics": [${lines.join(",")}${lines.length === 0 ? "" : "\n  "}]\n}\n`;
}

function outputs({ network }: NetworkAnalysis): readonly object[] {
  return network.body.outputs.map((output, index) => ({
    name: network.outputs[index] ?? null,
    shape: jsonShape(shapeOf(network.body, output)),
  }));
}

/** Unknown figures are left out of a sum, which `complete` then says; a sum beyond 2^53 is null. */
function totals(figures: Totals, convention: FlopsConvention): object {
  return {
    layers: figures.layers,
    params: figures.params.value ?? null,
    frozenParams: figures.frozenParams.value ?? null,
    buffers: figures.buffers.value ?? null,
    auxiliaryParams: figures.auxiliary.params.value ?? null,
    macs: figures.macs.value ?? null,
    flops: flopsOf(figures, convention).value ?? null,
    operations: figures.operations.value ?? null,
    activationBytes: figures.activationBytes.value ?? null,
    weightBytes: figures.weightBytes ?? null,
    peakActivationBytes: figures.peakActivationBytes ?? null,
    depth: figures.depth,
    complete: figures.complete,
  };
}

function layerObject(source: Source, instance: LayerInstance, convention: FlopsConvention): object {
  const { path, layer, analysis, receptiveField, auxiliary } = instance;
  const { figures } = analysis;
  return {
    name: layer.name,
    path,
    op: layer.operator,
    type: layer.nativeOperator ?? layer.operator,
    attributes: attributesPerAxis(instance),
    inputs: instance.inputs,
    inputShapes: instance.inputShapes.map(jsonShape),
    outputShapes: outputShapes(layer).map(jsonShape),
    ...(layer.outputs.some((tensor) => tensor.name !== undefined)
      ? { outputNames: layer.outputs.map((tensor) => tensor.name ?? null) }
      : {}),
    params: count(figures.params),
    frozenParams: count(figures.frozenParams),
    buffers: count(figures.buffers),
    macs: count(figures.macs),
    flops: count(flopsOf(figures, convention)),
    operations: count(figures.operations),
    activationBytes: count(figures.activationBytes),
    receptiveField: field(receptiveField),
    auxiliary,
    ...(layer.sharedWith === undefined ? {} : { sharedWith: layer.sharedWith }),
    source: place(source, layer.origin),
  };
}

/** One number that stands for every spatial axis is written once for each: `"kernel": [11, 11]`. */
function attributesPerAxis({ layer, analysis, inputShapes }: LayerInstance): Attributes {
  const axes = (inputShapes[0]?.length ?? 0) - 1;
  const perAxis = analysis.operator?.parameters.filter(({ type }) => PER_AXIS.includes(type)) ?? [];
  const expanded = perAxis.flatMap(({ name }) => {
    const value = layer.attributes[name];
    return typeof value === "number" && axes > 0 ? [[name, Array<number>(axes).fill(value)] as const] : [];
  });
  return { ...layer.attributes, ...Object.fromEntries(expanded) };
}

const PER_AXIS: readonly string[] = ["axes", "numbers", "padding"];

function count(tally: Tally): number | null {
  return isComplete(tally) ? (tally.value ?? null) : null;
}

function field(receptiveField: ReceptiveField | undefined): object | null {
  if (receptiveField === undefined) return null;
  const { size, stride, offset, global } = receptiveField;
  return { size, stride, offset, global };
}

/** A dimension is a number or null: what is unknown or left open (`seq`) is not a number yet. */
function jsonShape(shape: Shape | undefined): readonly (number | null)[] | null {
  return shape?.map((dim) => (typeof dim === "number" ? dim : null)) ?? null;
}

/** Lines and columns count from 1; the file is named where it is another one. */
function place(source: Source, { uri, range }: Pick<Origin, "uri" | "range">): Place {
  const { line, character } = range.start;
  const at = { line: line + 1, column: character + 1 };
  if (uri === source.model.uri) return at;
  return { ...at, file: nameOf(uri, { file: source.file, uri: source.model.uri }) };
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly file?: string;
}

function diagnosticObject(source: Source, problem: Problem): object {
  const { severity, code, message, range, related } = problem;
  return {
    severity,
    code,
    message,
    ...place(source, problem),
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    ...(related === undefined
      ? {}
      : { related: related.map((other) => ({ message: other.message, ...place(source, other) })) }),
  };
}
