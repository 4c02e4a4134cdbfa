// Control flow that is known in advance: the branch of an If, and the passes of a short Loop, stand for their node.

import { INT64, BOOL } from "../proto/element-types";
import type { GraphProto } from "../proto/schema";
import type { GraphNode } from "./node";
import type { Step, Trace } from "./step";
import type { Value } from "./value";

export interface Unrolled {
  readonly steps: readonly Step[];
  /** One value for each of the node's outputs, undefined where the subgraph gives none. */
  readonly outputs: readonly (Value | undefined)[];
}

type Find = (name: string) => Value | undefined;
export type TraceBound = (graph: GraphProto, bound: ReadonlyMap<string, Value>) => Trace;

/** Loops of more passes stay one node. */
const MOST_PASSES = 32;
/** Nodes of all passes in a whole file. */
export const MOST_IN_ALL = 20_000;

/** Counts the nodes of passes that were traced in one file. */
export interface Passes {
  passes: number;
  /** How many loops, one within the other, are being unrolled. */
  unrolling: number;
}

/** True within a loop that will not be unrolled after all, since what it holds is too much: what is traced now is dropped. */
export function isGivenUp({ passes, unrolling }: Passes): boolean {
  return unrolling > 0 && passes > MOST_IN_ALL;
}

/** The nodes that run instead of `node`; undefined where that depends on the data. */
export function unroll(
  node: GraphNode,
  find: Find,
  trace: TraceBound,
  counter: Passes,
): Unrolled | undefined {
  if (node.op === "If") return branch(node, find, trace);
  return node.op === "Loop" ? loop(node, find, trace, counter) : undefined;
}

function branch(node: GraphNode, find: Find, trace: TraceBound): Unrolled | undefined {
  const condition = find(node.inputs[0] ?? "")?.tensor.data?.[0];
  if (typeof condition !== "number") return undefined;
  const graph = node.attributes.graph(condition === 0 ? "else_branch" : "then_branch");
  return graph && trace(graph, new Map());
}

/** Passes that hand on carried values only; a Loop that collects results of its passes stays one node. */
function loop(node: GraphNode, find: Find, trace: TraceBound, counter: Passes): Unrolled | undefined {
  const body = node.attributes.graph("body");
  const trips = numberIn(find(node.inputs[0] ?? ""));
  const [, first = "", ...names] = node.inputs;
  const collects = node.outputs.length !== names.length || body?.inputs.length !== names.length + 2;
  if (body === undefined || collects || trips === undefined || trips > MOST_PASSES) return undefined;
  let goesOn = first === "" ? 1 : numberIn(find(first));
  let carried = names.map(find);
  const steps: Step[] = [];
  for (let pass = 0; pass < trips && goesOn !== 0; pass++) {
    const inner =
      goesOn === undefined ? undefined : onePass(body, boundIn(body, pass, carried), trace, counter);
    if (inner === undefined) return undefined;
    for (const step of inner.steps) steps.push(step);
    goesOn = numberIn(inner.outputs[0]);
    carried = inner.outputs.slice(1);
  }
  return { steps, outputs: carried };
}

/** One pass of a loop; undefined once that is too much. */
function onePass(
  body: GraphProto,
  bound: ReadonlyMap<string, Value>,
  trace: TraceBound,
  counter: Passes,
): Trace | undefined {
  counter.passes += 1 + body.nodes.length;
  if (counter.passes > MOST_IN_ALL) return undefined;
  counter.unrolling += 1;
  const inner = trace(body, bound);
  counter.unrolling -= 1;
  return counter.passes > MOST_IN_ALL ? undefined : inner;
}

export function numberIn(value: Value | undefined): number | undefined {
  const number = value?.tensor.data?.[0];
  return typeof number === "number" ? number : undefined;
}

/** The body's inputs in a pass: its number, a condition that holds, and what the last pass handed on. */
export function boundIn(
  body: GraphProto,
  pass: number,
  carried: readonly (Value | undefined)[],
): ReadonlyMap<string, Value> {
  const [iteration = "", condition = "", ...states] = body.inputs.map((input) => input.name);
  const bound = new Map([
    [iteration, scalar(iteration, INT64, pass)],
    [condition, scalar(condition, BOOL, 1)],
  ]);
  for (const [index, name] of states.entries()) {
    const value = carried[index];
    if (value !== undefined) bound.set(name, value);
  }
  return bound;
}

function scalar(name: string, type: number, value: number): Value {
  return { name, tensor: { shape: [], type, data: [value] }, kind: "constant", stored: [] };
}
