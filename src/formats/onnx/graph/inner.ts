// Subgraphs within nodes: the branches of an If, the bodies of Loop and Scan.

import type { Dim, Shape } from "../../../model/shape";
import { sameShape } from "../../../model/shape";
import type { Call, Tensor } from "../infer/contract";
import { axisIn, unknown } from "../infer/contract";
import type { GraphProto } from "../proto/schema";
import type { GraphNode } from "./node";
import type { Inner, Trace } from "./step";

type TraceBody = (graph: GraphProto, shapes?: ReadonlyMap<string, Shape>) => Trace;

const NONE: Inner = { traces: [], times: 0 };

/** Traces the node's subgraphs; `passes` is how often a Loop runs, where its condition tells. */
export function traceInner(node: GraphNode, call: Call, trace: TraceBody, passes: number | undefined): Inner {
  const body = node.attributes.graph("body");
  if (node.op === "If") return branches(node, call, trace);
  if (body === undefined) return NONE;
  if (node.op === "Loop") return loop(call, body, trace, passes);
  // Opset 8's Scan had a batch of its own.
  if (node.op === "Scan" && call.opset > 8) return scan(call, body, trace);
  return { traces: [trace(body)], times: undefined };
}

/** The outputs of an If: what both branches agree on. */
function branches(node: GraphNode, call: Call, trace: TraceBody): Inner {
  const traces = ["then_branch", "else_branch"]
    .map((name) => node.attributes.graph(name))
    .filter((graph) => graph !== undefined)
    .map((graph) => trace(graph));
  const [yes, no] = traces;
  const outputs = Array.from({ length: call.wanted }, (_, index) =>
    common(yes?.outputs[index]?.tensor, no?.outputs[index]?.tensor),
  );
  return { traces, times: undefined, outputs };
}

function common(a: Tensor | undefined, b: Tensor | undefined): Tensor {
  const type = a?.type === b?.type ? (a?.type ?? 0) : 0;
  if (a?.shape === undefined || b?.shape === undefined || a.shape.length !== b.shape.length)
    return unknown(type);
  const other = b.shape;
  return { type, shape: a.shape.map((dim, axis) => (dim === other[axis] ? dim : undefined)) };
}

/** A Loop: trip count, condition, carried values. Carried shapes count as known when one pass leaves them as they were. */
function loop(call: Call, body: GraphProto, trace: TraceBody, passes: number | undefined): Inner {
  const carried = call.inputs.slice(2);
  const shapes = new Map<string, Shape>();
  for (const [index, input] of body.inputs.entries()) {
    const shape = index < 2 ? [] : carried[index - 2]?.shape;
    if (shape !== undefined) shapes.set(input.name, shape);
  }
  const inner = trace(body, shapes);
  const results = inner.outputs.slice(1).map((value) => value?.tensor ?? unknown());
  const isSteady = carried.every((input, index) => sameShape(input?.shape, results[index]?.shape));
  const trips = passes ?? (neverStops(call, inner) ? call.inputs[0]?.data?.[0] : undefined);
  const times = isSteady && typeof trips === "number" ? trips : undefined;
  const outputs = results.map((result, index): Tensor => {
    if (!isSteady) return unknown(result.type);
    return index < carried.length ? { shape: result.shape, type: result.type } : stacked(result, 0, times);
  });
  return { traces: [inner], times, outputs };
}

/** True when the condition is absent or true at first, and the body hands on true or what it got. */
function neverStops(call: Call, inner: Trace): boolean {
  const first = call.inputs[1];
  if (first !== undefined && first.data?.[0] !== 1) return false;
  let [next] = inner.outputs;
  for (const step of inner.steps.toReversed()) {
    if (step.node.op === "Identity" && step.outputs[0] === next) [next] = step.inputs;
  }
  return next?.tensor.data?.[0] === 1 || (next !== undefined && next === inner.inputs[1]);
}

/** A Scan: states, then sequences of which the body gets one element at a time. */
function scan(call: Call, body: GraphProto, trace: TraceBody): Inner {
  const sequences = call.attributes.int("num_scan_inputs", 0);
  const states = Math.max(0, call.inputs.length - sequences);
  const axes = call.attributes.ints("scan_input_axes");
  const shapes = new Map<string, Shape>();
  let length: Dim;
  for (const [index, input] of body.inputs.entries()) {
    const shape = call.inputs[index]?.shape;
    if (shape === undefined) continue;
    const axis = index < states ? undefined : axisIn(axes?.[index - states] ?? 0, shape.length);
    if (axis !== undefined) length = shape[axis];
    shapes.set(input.name, axis === undefined ? shape : shape.filter((_, at) => at !== axis));
  }
  const inner = trace(body, shapes);
  const outputAxes = call.attributes.ints("scan_output_axes");
  const outputs = inner.outputs.map((value, index) => {
    const tensor = value?.tensor ?? unknown();
    return index < states
      ? { shape: tensor.shape, type: tensor.type }
      : stacked(tensor, outputAxes?.[index - states] ?? 0, length);
  });
  return { traces: [inner], times: typeof length === "number" ? length : undefined, outputs };
}

/** One result for each pass, along a new axis. */
function stacked({ shape, type }: Tensor, axis: number, length: Dim): Tensor {
  if (shape === undefined) return unknown(type);
  const at = axis < 0 ? axis + shape.length + 1 : axis;
  return { shape: [...shape.slice(0, at), length, ...shape.slice(at)], type };
}
