// How often a Loop runs that stops by a condition on a counter, as TensorFlow's loops do: what the condition needs is run by itself.

import type { GraphProto, NodeProto } from "../proto/schema";
import type { GraphNode } from "./node";
import type { Passes } from "./unroll";
import { boundIn, MOST_IN_ALL, numberIn } from "./unroll";
import type { TraceBound } from "./unroll";
import type { Value } from "./value";

/** Loops that go on longer, or whose condition needs more nodes, are not followed. */
const MOST_PASSES = 2_000;
const MOST_NODES = 16;

/** The number of passes; undefined where it depends on the data. */
export function passesOf(
  node: GraphNode,
  find: (name: string) => Value | undefined,
  trace: TraceBound,
  counter: Passes,
): number | undefined {
  const body = node.attributes.graph("body");
  const [limit = "", first = "", ...names] = node.inputs;
  const most = limit === "" ? Infinity : (numberIn(find(limit)) ?? Infinity);
  const counting = node.op === "Loop" && body !== undefined ? conditionOf(body) : undefined;
  if (counting === undefined || body === undefined) return undefined;
  let carried = names.map(find);
  let goesOn = first === "" ? 1 : numberIn(find(first));
  for (let pass = 0; pass <= MOST_PASSES; pass++) {
    if (goesOn === 0 || pass === most) return pass;
    counter.passes += 1 + counting.nodes.length;
    if (goesOn === undefined || counter.passes > MOST_IN_ALL) return undefined;
    const { outputs } = trace(counting, boundIn(body, pass, carried));
    goesOn = numberIn(outputs[0]);
    carried = outputs.slice(1);
  }
  return undefined;
}

/** The nodes of a Loop's body that its condition depends on, this pass or the next; undefined where they are many, or have graphs of their own. */
function conditionOf(body: GraphProto): GraphProto | undefined {
  const needed = new Set([body.outputs[0]?.name ?? ""]);
  const states = body.inputs
    .slice(2)
    .map((input, index) => [input.name, body.outputs[index + 1]?.name] as const);
  for (;;) {
    const before = needed.size;
    for (const [input, output] of states) if (needed.has(input) && output !== undefined) needed.add(output);
    const nodes = body.nodes.filter(({ outputs }) => outputs.some((name) => needed.has(name)));
    if (nodes.length > MOST_NODES || nodes.some(hasGraph)) return undefined;
    for (const name of nodes.flatMap(({ inputs }) => inputs)) needed.add(name);
    if (needed.size === before) return { ...body, nodes, valueInfo: [] };
  }
}

function hasGraph({ attributes }: NodeProto): boolean {
  return [...attributes.values()].some(({ graph }) => graph !== undefined);
}
