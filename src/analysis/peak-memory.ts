// Peak activation memory: the most bytes of tensors alive at once when layers run in order and each tensor is freed after its last use.

import type { Count } from "../model/exact";
import { sum } from "../model/exact";
import type { Body, Group, Network, Node, Source } from "../model/network";
import type { DType } from "../model/shape";
import { bytesOf, outputShapes } from "./body-analysis";

/** Bytes; undefined when the shape of a tensor that takes part is unknown. Auxiliary heads do not run at inference. */
export function peakActivationBytes(network: Network): Count {
  const freeable = network.inputs.map(() => true);
  return peakOfBody(network.body, network.dtype, freeable);
}

const PEAKS = new WeakMap<Body, Map<string, Count>>();

/** The peak while a body runs, its inputs included; an input that is `freeable` dies after its last use within. */
function peakOfBody(body: Body, dtype: DType, freeable: readonly boolean[]): Count {
  const key = `${dtype}:${freeable.map(Number).join("")}`;
  let known = PEAKS.get(body);
  if (known === undefined) PEAKS.set(body, (known = new Map<string, Count>()));
  if (known.has(key)) return known.get(key);
  const peak = computePeak(body, dtype, freeable);
  known.set(key, peak);
  return peak;
}

function computePeak(body: Body, dtype: DType, freeable: readonly boolean[]): Count {
  const lastUse = lastUses(body);
  const live = new Map<string, Count>(
    body.inputs.map((tensor, index) => [
      keyOf({ input: index }),
      bytesOf(tensor.shape, tensor.dtype ?? dtype),
    ]),
  );
  let peak = sum(live.values());
  for (const [index, node] of body.nodes.entries()) {
    if (runsInTrainingOnly(node)) continue;
    const dying = (source: Source): boolean =>
      lastUse.get(keyOf(source)) === index && (!("input" in source) || freeable[source.input] === true);
    peak = greatest(peak, whileRunning(node, dtype, live, dying));
    if (node.inputs.length > 0 || live.size > 0) release(node, live, dying);
    for (const [output, bytes] of outputBytes(node, dtype).entries()) {
      const source = { node: index, output };
      if (lastUse.has(keyOf(source))) live.set(keyOf(source), bytes);
    }
  }
  return peak;
}

function whileRunning(
  node: Node,
  dtype: DType,
  live: ReadonlyMap<string, Count>,
  dying: (source: Source) => boolean,
): Count {
  if (node.kind === "layer") {
    const outputs = node.inPlace === true ? [] : outputBytes(node, dtype);
    return sum([...live.values(), ...outputs]);
  }
  const own = new Set(node.inputs.map(keyOf));
  const others = [...live].filter(([key]) => !own.has(key)).map(([, bytes]) => bytes);
  return sum([...others, peakOfGroup(node, dtype, dying)]);
}

/** Equal instances in a chain: from the second on, the first input belongs to the chain and dies within. */
function peakOfGroup(group: Group, dtype: DType, dying: (source: Source) => boolean): Count {
  const last = group.inputs.map(dying);
  if (group.count === 1) return peakOfBody(group.body, dtype, last);
  const kept = last.map((dies, index) => index === 0 && dies);
  // The inputs that all instances share die in the last one only, which decides nothing when others came before it.
  const rest = last.slice(1).map((dies) => dies && group.count === 2);
  return [
    peakOfBody(group.body, dtype, kept),
    sum([heldBytes(group, dtype, last), peakOfBody(group.body, dtype, [true, ...rest])]),
  ].reduce(greatest);
}

/** The first input stays alive beside the chain when something after the group uses it. */
function heldBytes(group: Group, dtype: DType, last: readonly boolean[]): Count {
  return last[0] === true ? 0 : bytesOf(group.body.inputs[0]?.shape, dtype);
}

function release(node: Node, live: Map<string, Count>, dying: (source: Source) => boolean): void {
  for (const source of node.inputs) if (dying(source)) live.delete(keyOf(source));
}

function outputBytes(node: Node, dtype: DType): readonly Count[] {
  if (node.kind === "layer")
    return node.outputs.map((tensor) => bytesOf(tensor.shape, tensor.dtype ?? dtype));
  return outputShapes(node).map((shape) => bytesOf(shape, dtype));
}

/** The index of the node that uses each tensor last; a body's outputs are used after its last node. */
function lastUses(body: Body): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const [index, node] of body.nodes.entries()) {
    if (runsInTrainingOnly(node)) continue;
    for (const source of node.inputs) uses.set(keyOf(source), index);
  }
  for (const source of body.outputs) uses.set(keyOf(source), body.nodes.length);
  return uses;
}

function runsInTrainingOnly(node: Node): boolean {
  return node.kind === "group" && node.groupKind === "auxiliary";
}

function keyOf(source: Source): string {
  return "input" in source ? `i${String(source.input)}` : `${String(source.node)}.${String(source.output)}`;
}

function greatest(a: Count, b: Count): Count {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}
