// The ONNX format: reads a model file of any size into the model, weights left where they are.

import * as l10n from "@vscode/l10n";
import type { Network, NetworkInput } from "../../model/network";
import type { DType, Shape } from "../../model/shape";
import type { SourceModel } from "../../model/source-model";
import type { BinaryFormat, ByteSource, ReadOptions } from "../format";
import { atBatchOne, batchSymbols, fixedBatch, hasBatchAxis, withoutBatch } from "./graph/batch";
import { buildBody } from "./graph/body";
import { expansionOf } from "./graph/expand";
import { lower } from "./graph/lower";
import type { Trace } from "./graph/step";
import type { Tracer } from "./graph/trace";
import { traceGraph } from "./graph/trace";
import type { Value } from "./graph/value";
import { decodeModel } from "./proto/decode";
import { dtypeOf, isReal } from "./proto/element-types";
import type { GraphProto, ModelProto } from "./proto/schema";
import { Wire } from "./proto/wire";
import { quoted, Report } from "./report";

export const ONNX: BinaryFormat = {
  kind: "binary",
  id: "onnx",
  title: "ONNX",
  endings: [".onnx"],
  read: readOnnx,
};

/** Reads the model; problems name nodes, since a binary file has no lines. Never throws. */
export function readOnnx(uri: string, bytes: ByteSource, options: ReadOptions): SourceModel {
  const report = new Report(uri);
  const traced = traceFile(bytes, report, options);
  if (traced === undefined) report.add("not-onnx", l10n.t("This is no ONNX model: it holds no graph."));
  const networks = traced === undefined ? [] : [networkOf(traced, report)];
  return { uri, format: "onnx", networks, definitions: [], problems: report.problems, dependencies: [] };
}

interface Traced {
  readonly graph: GraphProto;
  readonly trace: Trace;
}

/** Decodes the file and infers every tensor's whole shape (batch axis included, at batch 1); undefined without a graph. */
export function traceFile(bytes: ByteSource, report: Report, options: ReadOptions): Traced | undefined {
  const wire = new Wire(bytes);
  const model = decodeModel(wire);
  if (wire.isCutOff)
    report.add("truncated", l10n.t("The file is cut off: it ends in the middle of the model."));
  for (const fault of wire.faults) report.add("malformed", l10n.t("The file is damaged: {0}.", fault));
  return model.graph && traceModel(model, model.graph, wire, report, options);
}

function traceModel(
  model: ModelProto,
  graph: GraphProto,
  wire: Wire,
  report: Report,
  options: ReadOptions,
): Traced {
  const weights = new Set(graph.initializers.map((tensor) => tensor.name));
  const inputs = graph.inputs.filter((input) => !weights.has(input.name));
  const symbols = batchSymbols(inputs);
  const run = (into: Report, shapes: ReadonlyMap<string, Shape>): Traced => {
    const tracer: Tracer = {
      wire,
      expansion: expansionOf(model, into, wire.isCutOff),
      report: into,
      dim: (dim) => (typeof dim === "string" && symbols.has(dim) ? 1 : dim),
      computed: 0,
      passes: 0,
      unrolling: 0,
    };
    return { graph, trace: traceGraph(graph, tracer, undefined, shapes) };
  };
  const fixed = fixedBatch(inputs);
  if (fixed !== undefined) {
    // A model that was exported for several samples at once is read for one, unless that size is written into it elsewhere.
    const attempt = new Report(report.uri);
    const traced = run(attempt, inputShapes(inputs, new Set(), options, fixed));
    if (attempt.problems.length === 0) return traced;
  }
  return run(report, inputShapes(inputs, symbols, options));
}

function networkOf({ graph, trace }: Traced, report: Report): Network {
  const lowered = lower(trace);
  const dtype = dtypeOfWeights(graph);
  const outputs: { readonly name: string; readonly value: Value }[] = [];
  for (const [index, { name }] of graph.outputs.entries()) {
    const value = lowered.outputs[index];
    if (value === undefined) {
      if (report.problems.some((problem) => problem.code === "truncated")) continue;
      report.add("missing-producer", l10n.t("Nothing in the graph gives the output {0}.", quoted(name)));
    } else if (value.kind !== "constant") outputs.push({ name, value });
  }
  const values = outputs.map((output) => output.value);
  return {
    name: nameOf(report.uri, graph),
    dtype,
    inputs: lowered.inputs.map((input) => inputOf(input, report)),
    outputs: outputs.map((output) => output.name),
    body: buildBody(lowered.units, lowered.inputs, values, report, dtype),
    facts: {},
    origin: report.origin,
  };
}

/** The whole shape of each input at batch 1, with those that were asked for in place of the file's. */
function inputShapes(
  inputs: GraphProto["inputs"],
  symbols: ReadonlySet<string>,
  options: ReadOptions,
  fixed?: number,
): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const { name, dims } of inputs) {
    const given = options.inputShapes?.[name];
    const stated = dims && atBatchOne(dims, symbols, fixed);
    if (given === undefined) {
      if (stated !== undefined) shapes.set(name, stated);
    } else shapes.set(name, withBatch(given, stated));
  }
  return shapes;
}

/** A shape that was asked for without the batch, with it where the file's input has one or says nothing. */
function withBatch(given: Shape, stated: Shape | undefined): Shape {
  if (stated === undefined) return [1, ...given];
  return hasBatchAxis(stated) && given.length < stated.length ? [1, ...given] : given;
}

/** The type of most real-valued weights. */
function dtypeOfWeights(graph: GraphProto): DType {
  const counts = new Map<number, number>();
  for (const { dataType } of graph.initializers) {
    if (isReal(dataType)) counts.set(dataType, (counts.get(dataType) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most === undefined ? "float32" : dtypeOf(most[0]);
}

function inputOf(value: Value, report: Report): NetworkInput {
  return {
    name: value.name,
    shape: withoutBatch(value.tensor.shape),
    dtype: dtypeOf(value.tensor.type),
    origin: report.origin,
  };
}

/** Names that exporters give every graph. */
const ANY_GRAPH =
  /^(|main|main_?graph|graph|model|onnx.?model|torch[-_]jit(-export)?|tf2onnx|.*_jit|OnnxGraph.*)$/i;

function nameOf(uri: string, graph: GraphProto): string {
  if (!ANY_GRAPH.test(graph.name)) return graph.name;
  const file = uri.split(/[/\\]/).at(-1) ?? uri;
  let base = file;
  try {
    base = decodeURIComponent(file);
  } catch {
    // A percent sign that encodes nothing stays as it is.
  }
  return base.replace(/\.onnx$/i, "") || "model";
}
