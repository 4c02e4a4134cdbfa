// Depth: the most weight layers on any path from an input to an output.

import { weightLayersOf } from "../operators/index";
import type { Body, Group, Layer, Node, Source } from "../model/network";

/** For each output of a body: the longest way from each of its inputs, and from within (a constant); undefined: no path. */
interface Reach {
  readonly fromInputs: readonly (number | undefined)[];
  readonly fromWithin: number | undefined;
}

const REACHES = new WeakMap<Body, readonly Reach[]>();

/** The most weight layers (convolutions and fully connected) on any path from an input to an output; 0 without one. */
export function depthOf(body: Body): number {
  const lengths = reachOf(body).flatMap((reach) => [...reach.fromInputs, reach.fromWithin]);
  return Math.max(0, ...lengths.filter((length) => length !== undefined));
}

function reachOf(body: Body): readonly Reach[] {
  const known = REACHES.get(body);
  if (known !== undefined) return known;
  const reaches: (readonly Reach[])[] = [];
  const at = (source: Source): Reach => {
    if ("input" in source) return unit(body.inputs.length, source.input);
    return reaches[source.node]?.[source.output] ?? NO_REACH;
  };
  for (const node of body.nodes) reaches.push(reachThrough(node, node.inputs.map(at)));
  const result = body.outputs.map(at);
  REACHES.set(body, result);
  return result;
}

const NO_REACH: Reach = { fromInputs: [], fromWithin: undefined };

function unit(inputs: number, index: number): Reach {
  return {
    fromInputs: Array.from({ length: inputs }, (_, i) => (i === index ? 0 : undefined)),
    fromWithin: undefined,
  };
}

function reachThrough(node: Node, inputs: readonly Reach[]): readonly Reach[] {
  return node.kind === "layer" ? throughLayer(node, inputs) : throughGroup(node, inputs);
}

function throughLayer(layer: Layer, inputs: readonly Reach[]): readonly Reach[] {
  const weightLayers = weightLayersOf(layer);
  const longest = inputs.length === 0 ? { fromInputs: [], fromWithin: 0 } : inputs.reduce(longer);
  const after = extend(longest, weightLayers);
  return layer.outputs.map(() => after);
}

/**
 * Equal instances in a chain: the first input goes through all of them, the others enter at each. The longest way into
 * the last instance has gone through the first one and then straight through those between.
 */
function throughGroup(group: Group, inputs: readonly Reach[]): readonly Reach[] {
  const inner = reachOf(group.body);
  const once = (outer: readonly Reach[]): readonly Reach[] => inner.map((reach) => compose(reach, outer));
  const first = once(inputs);
  if (group.count === 1) return first;
  const straight = inner[0]?.fromInputs[0] ?? 0;
  const beforeLast = extend(first[0] ?? NO_REACH, (group.count - 2) * straight);
  return once([beforeLast, ...inputs.slice(1)]);
}

function compose(inner: Reach, outer: readonly Reach[]): Reach {
  const within: Reach = { fromInputs: [], fromWithin: inner.fromWithin };
  return inner.fromInputs
    .flatMap((length, index) => (length === undefined ? [] : [extend(outer[index] ?? NO_REACH, length)]))
    .reduce(longer, within);
}

function extend(reach: Reach, by: number): Reach {
  const add = (length: number | undefined): number | undefined =>
    length === undefined ? undefined : length + by;
  return { fromInputs: reach.fromInputs.map(add), fromWithin: add(reach.fromWithin) };
}

function longer(a: Reach, b: Reach): Reach {
  const inputs = Math.max(a.fromInputs.length, b.fromInputs.length);
  return {
    fromInputs: Array.from({ length: inputs }, (_, i) => longest(a.fromInputs[i], b.fromInputs[i])),
    fromWithin: longest(a.fromWithin, b.fromWithin),
  };
}

function longest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.max(a, b);
}
