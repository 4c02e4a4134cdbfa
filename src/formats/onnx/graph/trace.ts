// Runs shape inference over a graph in execution order and records, for each node, the values it takes and gives.

import * as l10n from "@vscode/l10n";
import { overflows } from "../../../model/exact";
import type { Shape } from "../../../model/shape";
import type { Call, Tensor } from "../infer/contract";
import { isIssue, unknown } from "../infer/contract";
import { tensorShape } from "../infer/generator";
import { ruleNamed } from "../infer/rules";
import { isReal } from "../proto/element-types";
import type { GraphProto, TensorProto, ValueInfoProto } from "../proto/schema";
import type { Wire } from "../proto/wire";
import { readValues } from "../proto/tensor-values";
import type { Report } from "../report";
import { quoted } from "../report";
import type { Declared } from "./declared";
import { declarations } from "./declared";
import type { Expansion } from "./expand";
import { expandGraph } from "./expand";
import type { GraphNode } from "./node";
import { orderNodes, titleOf } from "./order";
import { traceInner } from "./inner";
import type { Step, Trace } from "./step";
import { originOf } from "./origin";
import { passesOf } from "./passes";
import type { Passes } from "./unroll";
import { isGivenUp, unroll } from "./unroll";
import { turnedCopies } from "./turned-copy";
import type { Stored, Value } from "./value";

/** What tracing one file shares. */
export interface Tracer extends Passes {
  readonly wire: Wire;
  readonly expansion: Expansion;
  readonly report: Report;
  /** A dimension as the file states it → as it is used: the batch's symbol becomes 1. */
  readonly dim: (dim: number | string | undefined) => number | string | undefined;
  /** Values computed so far; beyond {@link MOST_COMPUTED} only short lists are. */
  computed: number;
}

const MOST_COMPUTED = 4_000_000;
const MOST_LATE = 64;

const NOTHING: Trace = { inputs: [], steps: [], outputs: [] };

type Lookup = (name: string) => Value | undefined;

/**
 * Traces `graph`; `outer` finds values of the graphs around it, `shapes` are those of its inputs that are known better, and
 * `bound` are inputs whose values are known.
 */
export function traceGraph(
  graph: GraphProto,
  tracer: Tracer,
  outer: Lookup = () => undefined,
  shapes: ReadonlyMap<string, Shape> = new Map(),
  bound: ReadonlyMap<string, Value> = new Map(),
): Trace {
  if (isGivenUp(tracer)) return NOTHING;
  const values = new Map<string, Value>(bound);
  for (const value of storedValues(graph, tracer)) values.set(value.name, value);
  const inputs: Value[] = [];
  for (const info of graph.inputs) {
    if (info.name === "" || values.has(info.name)) continue;
    const value = inputValue(info, tracer, shapes.get(info.name));
    values.set(info.name, value);
    inputs.push(value);
  }
  const find: Lookup = (name) => values.get(name) ?? outer(name);
  const stated = new Map([...graph.valueInfo, ...graph.outputs].map((info) => [info.name, info] as const));
  const nodes = orderNodes(
    expandGraph(graph, tracer.expansion),
    (name) => find(name) !== undefined,
    tracer.report,
    tracer.expansion.isPartial,
  );
  const steps: Step[] = [];
  const define = (name: string, value: Value | undefined): void => {
    if (name !== "" && value !== undefined && !values.has(name)) values.set(name, value);
  };
  const traceBound = (inner: GraphProto, values: ReadonlyMap<string, Value>): Trace =>
    traceGraph(inner, tracer, find, new Map(), values);
  for (const node of nodes) {
    const unrolled = unroll(node, find, traceBound, tracer);
    if (unrolled !== undefined) {
      for (const step of unrolled.steps) steps.push(step);
      for (const [index, name] of node.outputs.entries())
        define(name, unrolled.outputs[index] ?? missing(name));
    } else {
      const passes = passesOf(node, find, traceBound, tracer);
      const step = traceNode(node, tracer, find, stated, passes);
      for (const output of step.outputs) define(output.name, output);
      steps.push(step);
    }
  }
  return { inputs, steps, outputs: graph.outputs.map((info) => find(info.name)) };
}

function inputValue(info: ValueInfoProto, tracer: Tracer, shape: Shape | undefined): Value {
  const tensor: Tensor = { shape: shape ?? info.dims?.map(tracer.dim), type: info.elemType };
  return {
    name: info.name,
    tensor: checked(tensor, l10n.t("The input {0}", quoted(info.name)), tracer.report),
    kind: "data",
    stored: [],
  };
}

function storedValues(graph: GraphProto, tracer: Tracer): readonly Value[] {
  const declaredOf = declarations(graph);
  const copies = turnedCopies(graph, tracer.wire);
  return graph.initializers
    .filter(({ name }) => name !== "")
    .map((tensor) => {
      const declared = declaredOf(tensor.name);
      const source = declared?.isCopy === true ? declared.source : undefined;
      return storedValue(tensor, declared, source ?? copies.get(tensor.name), tracer);
    });
}

/** `alias` names the tensor that it is a rearranged copy of. */
function storedValue(
  tensor: TensorProto,
  declared: Declared | undefined,
  alias: string | undefined,
  tracer: Tracer,
): Value {
  const { name } = tensor;
  const data = isReal(tensor.dataType) && !isSmall(tensor) ? undefined : readValues(tracer.wire, tensor);
  const known: Tensor = { shape: tensorShape(tensor), type: tensor.dataType, data };
  if (tensor.dims.some((dim) => dim < 0)) {
    tracer.report.add("negative-size", l10n.t("The tensor {0} has a negative size.", quoted(name)));
  }
  const value = checked(known, l10n.t("The tensor {0}", quoted(name)), tracer.report);
  const stored: Stored = {
    tensor,
    inline: false,
    ...(declared && { declared }),
    ...(alias !== undefined && { alias }),
  };
  return { name, tensor: value, kind: "constant", stored: [stored] };
}

/** Real numbers that shape arithmetic uses are factors and bounds, which are few; more of them are weights. */
function isSmall(tensor: TensorProto): boolean {
  return tensor.dims.reduce((total, dim) => total * dim, 1) <= 16;
}

function traceNode(
  node: GraphNode,
  tracer: Tracer,
  find: Lookup,
  stated: ReadonlyMap<string, ValueInfoProto>,
  passes: number | undefined,
): Step {
  const inputs = node.inputs.map((name) => (name === "" ? undefined : (find(name) ?? missing(name))));
  const captured = node.captures.map(find).filter((value) => value !== undefined);
  const call: Call = {
    op: node.op ?? node.opType,
    opset: node.opset,
    attributes: node.attributes,
    inputs: inputs.map((input) => input && affordable(input.tensor, tracer)),
    wanted: node.outputs.length,
    values: (tensor) => readValues(tracer.wire, tensor),
  };
  const inner = traceInner(node, call, (graph, shapes) => traceGraph(graph, tracer, find, shapes), passes);
  const tensors = inner.outputs ?? inferred(node, call, tracer);
  const { kind, stored } = originOf(node, inputs, captured);
  const outputs = node.outputs.map((name, index): Value => {
    const known = completed(tensors[index] ?? unknown(), stated.get(name), tracer);
    const tensor = checked(known, titleOf(node), tracer.report);
    return {
      name,
      tensor: kind === "data" ? { ...tensor, data: undefined } : limited(tensor, tracer),
      kind,
      stored,
    };
  });
  return { node, call, inputs, captured, outputs, inner };
}

/** A value that nothing gives (reported elsewhere): data of which nothing is known. */
function missing(name: string): Value {
  return { name, tensor: unknown(), kind: "data", stored: [] };
}

function inferred(node: GraphNode, call: Call, tracer: Tracer): readonly Tensor[] {
  const rule = node.op === undefined ? undefined : ruleNamed(node.op);
  if (rule === undefined) return [];
  const result = rule(call);
  if (!isIssue(result)) return result;
  tracer.report.add(result.code, `${titleOf(node)}: ${result.message}`);
  return [];
}

/** Where inference leaves something open, the file's own statement is used. */
function completed(tensor: Tensor, info: ValueInfoProto | undefined, tracer: Tracer): Tensor {
  if (info === undefined) return tensor;
  const type = tensor.type === 0 ? info.elemType : tensor.type;
  if (tensor.shape === undefined) return { ...tensor, type, shape: info.dims?.map(tracer.dim) };
  if (!tensor.shape.includes(undefined) || info.dims?.length !== tensor.shape.length)
    return { ...tensor, type };
  const shape = tensor.shape.map((dim, axis) => dim ?? tracer.dim(info.dims?.[axis]));
  return { ...tensor, type, shape };
}

function checked(tensor: Tensor, what: string, report: Report): Tensor {
  const { shape } = tensor;
  if (shape === undefined) return tensor;
  const numbers = shape.filter((dim) => typeof dim === "number");
  if (numbers.every((dim) => Number.isSafeInteger(dim) && dim >= 0) && !overflows(numbers)) return tensor;
  if (numbers.some((dim) => dim < 0 || !Number.isInteger(dim))) {
    report.add(
      "negative-size",
      l10n.t("{0} has a size that is no whole number: {1}.", what, shape.join("×")),
    );
  } else report.add("too-large", l10n.t("{0} has more than 2^53 elements.", what));
  return { type: tensor.type, shape: undefined };
}

/** Once much has been computed, only short lists take part in shape arithmetic. */
function affordable(tensor: Tensor, tracer: Tracer): Tensor {
  const long = tracer.computed > MOST_COMPUTED && (tensor.data?.length ?? 0) > MOST_LATE;
  return long ? { ...tensor, data: undefined } : tensor;
}

function limited(tensor: Tensor, tracer: Tracer): Tensor {
  tracer.computed += tensor.data?.length ?? 0;
  return affordable(tensor, tracer);
}
