// Depth: the most weight layers on any path from an input to an output.

import { weightLayersOf } from "../operators/index";
import type { Body, Group, Layer, Node, Source } from "../model/network";

/** The weight layers on the longest way to a tensor; undefined: there is no way from where one started. */
type Length = number | undefined;

/** Where ways start: only at a body's inputs, or also at what it makes from nothing (a constant). */
type Start = "inputs" | "anywhere";

/** Ways through bodies of more inputs are looked for from all of them at once: one by one, a body of thousands takes too long. */
const MOST_SINGLE = 8;

/** The most weight layers (convolutions and fully connected) on any path from an input to an output; 0 without one. */
export function depthOf(body: Body): number {
  const lengths = walk(
    body,
    body.inputs.map(() => 0),
    "anywhere",
  );
  return lengths.reduce<number>((most, length) => Math.max(most, length ?? 0), 0);
}

/** The lengths at the outputs of a body's instance, given those at its inputs. */
function through(body: Body, inputs: readonly Length[], start: Start): readonly Length[] {
  const entered = fromInputs(body, inputs);
  return start === "inputs"
    ? entered
    : entered.map((length, output) => longest(length, within(body)[output]));
}

/** The lengths at the outputs of ways that begin at the inputs: however long those are, a body adds the same to each. */
function fromInputs(body: Body, inputs: readonly Length[]): readonly Length[] {
  if (inputs.length > MOST_SINGLE) return fromAll(body, inputs);
  let lengths: readonly Length[] = body.outputs.map(() => undefined);
  for (const [index, entry] of inputs.entries()) {
    if (entry === undefined) continue;
    const single = fromOne(body, index);
    lengths = lengths.map((length, output) => longest(length, extend(single[output], entry)));
  }
  return lengths;
}

function fromOne(body: Body, input: number): readonly Length[] {
  return remembered(body, String(input), () =>
    walk(
      body,
      body.inputs.map((_, index) => (index === input ? 0 : undefined)),
      "inputs",
    ),
  );
}

function fromAll(body: Body, inputs: readonly Length[]): readonly Length[] {
  const base = inputs.find((length) => length !== undefined) ?? 0;
  const relative = inputs.map((length) => extend(length, -base));
  const lengths = remembered(body, relative.join(), () => walk(body, relative, "inputs"));
  return lengths.map((length) => extend(length, base));
}

function within(body: Body): readonly Length[] {
  return remembered(body, "within", () =>
    walk(
      body,
      body.inputs.map(() => undefined),
      "anywhere",
    ),
  );
}

const KNOWN = new WeakMap<Body, Map<string, readonly Length[]>>();

/** What `compute` gives, once for each body and key. */
function remembered(body: Body, key: string, compute: () => readonly Length[]): readonly Length[] {
  let known = KNOWN.get(body);
  if (known === undefined) KNOWN.set(body, (known = new Map<string, readonly Length[]>()));
  let lengths = known.get(key);
  if (lengths === undefined) known.set(key, (lengths = compute()));
  return lengths;
}

function walk(body: Body, inputs: readonly Length[], start: Start): readonly Length[] {
  const lengths: (readonly Length[])[] = [];
  const at = (source: Source): Length =>
    "input" in source ? inputs[source.input] : lengths[source.node]?.[source.output];
  for (const node of body.nodes) lengths.push(throughNode(node, node.inputs.map(at), start));
  return body.outputs.map(at);
}

function throughNode(node: Node, inputs: readonly Length[], start: Start): readonly Length[] {
  return node.kind === "layer" ? throughLayer(node, inputs, start) : throughGroup(node, inputs, start);
}

function throughLayer(layer: Layer, inputs: readonly Length[], start: Start): readonly Length[] {
  const before = inputs.length === 0 && start === "anywhere" ? 0 : inputs.reduce(longest, undefined);
  const after = extend(before, weightLayersOf(layer));
  return layer.outputs.map(() => after);
}

/**
 * Equal instances in a chain: the first input goes through all of them, the others enter at each. The longest way into
 * the last instance has gone through the first one and then straight through those between.
 */
function throughGroup(group: Group, inputs: readonly Length[], start: Start): readonly Length[] {
  const first = through(group.body, inputs, start);
  if (group.count === 1) return first;
  const straight = fromOne(group.body, 0)[0] ?? 0;
  const beforeLast = extend(first[0], (group.count - 2) * straight);
  return through(group.body, [beforeLast, ...inputs.slice(1)], start);
}

function extend(length: Length, by: number): Length {
  return length === undefined ? undefined : length + by;
}

function longest(a: Length, b: Length): Length {
  if (a === undefined) return b;
  return b === undefined ? a : Math.max(a, b);
}
