// Peak activation memory: the most bytes of tensors alive at once when layers run in order and each tensor is freed after its last use.

import type { Count } from "../model/exact";
import { sum } from "../model/exact";
import type { Body, Group, Network, Node, Source } from "../model/network";
import type { DType } from "../model/shape";
import { bytesOf, outputShapes } from "./body-analysis";

/** Bytes; undefined when the shape of a tensor that takes part is unknown. Auxiliary heads do not run at inference. */
export function peakActivationBytes(network: Network): Count {
  const entries = network.inputs.map((_, index): Entry => ({ same: index, freeable: true }));
  return peakOfBody(network.body, network.dtype, entries);
}

/** How a tensor enters a body. */
interface Entry {
  /** The first input that is the same tensor. */
  readonly same: number;
  /** Nothing outside needs it any more, so that it dies after its last use within. */
  readonly freeable: boolean;
}

const PEAKS = new WeakMap<Body, Map<string, Count>>();

/** The peak while a body runs, its inputs included. */
function peakOfBody(body: Body, dtype: DType, entries: readonly Entry[]): Count {
  const key = [dtype, ...entries.map(({ same, freeable }) => `${String(same)}${freeable ? "!" : ""}`)].join();
  let known = PEAKS.get(body);
  if (known === undefined) PEAKS.set(body, (known = new Map<string, Count>()));
  if (known.has(key)) return known.get(key);
  const peak = computePeak(body, dtype, entries);
  known.set(key, peak);
  return peak;
}

function computePeak(body: Body, dtype: DType, entries: readonly Entry[]): Count {
  const keyOf = (source: Source): number =>
    "input" in source ? keyOfInput(entries[source.input]?.same ?? source.input) : keyOfOutput(source);
  const lastUse = lastUses(body, keyOf);
  const live = new LiveTensors();
  for (const [input, tensor] of body.inputs.entries()) {
    live.add(keyOf({ input }), bytesOf(tensor.shape, tensor.dtype ?? dtype));
  }
  const held = new Set(entries.filter(({ freeable }) => !freeable).map(({ same }) => keyOfInput(same)));
  let peak = live.bytes;
  for (const [index, node] of body.nodes.entries()) {
    if (runsInTrainingOnly(node)) continue;
    const keys = node.inputs.map(keyOf);
    const dies = (key: number): boolean => lastUse.get(key) === index && !held.has(key);
    const outputs = outputBytes(node, dtype);
    peak = greatest(peak, whileRunning(node, dtype, live, keys, dies, outputs));
    for (const key of keys) if (dies(key)) live.remove(key);
    for (const [output, bytes] of outputs.entries()) {
      const key = keyOfOutput({ node: index, output });
      if (lastUse.has(key)) live.add(key, bytes);
    }
  }
  return peak;
}

/** The tensors that are alive, with their sum kept: a long body has many. */
class LiveTensors {
  readonly #tensors = new Map<number, Count>();
  #known = 0;
  #unknown = 0;

  /** Bytes of all of them; undefined when one is unknown or the sum is beyond 2^53. */
  get bytes(): Count {
    return this.#unknown > 0 || !Number.isSafeInteger(this.#known) ? undefined : this.#known;
  }

  add(key: number, bytes: Count): void {
    this.remove(key);
    this.#tensors.set(key, bytes);
    if (bytes === undefined) this.#unknown += 1;
    // Once beyond what is exact the sum stays so: what is taken from it later does not make it exact again.
    else this.#known = Number.isSafeInteger(this.#known + bytes) ? this.#known + bytes : Infinity;
  }

  remove(key: number): void {
    if (!this.#tensors.has(key)) return;
    const bytes = this.#tensors.get(key);
    this.#tensors.delete(key);
    if (bytes === undefined) this.#unknown -= 1;
    else this.#known -= bytes;
  }

  /** Bytes of all but some. */
  bytesBesides(keys: Iterable<number>): Count {
    let known = this.#known;
    let unknown = this.#unknown;
    for (const key of new Set(keys)) {
      if (!this.#tensors.has(key)) continue;
      const bytes = this.#tensors.get(key);
      if (bytes === undefined) unknown -= 1;
      else known -= bytes;
    }
    return unknown > 0 || !Number.isSafeInteger(known) ? undefined : known;
  }
}

function whileRunning(
  node: Node,
  dtype: DType,
  live: LiveTensors,
  keys: readonly number[],
  dies: (key: number) => boolean,
  outputs: readonly Count[],
): Count {
  if (node.kind === "layer") return sum([live.bytes, ...(node.inPlace === true ? [] : outputs)]);
  const firsts = new Map<number, number>();
  for (const [index, key] of keys.entries()) if (!firsts.has(key)) firsts.set(key, index);
  const entries = keys.map((key, index): Entry => ({ same: firsts.get(key) ?? index, freeable: dies(key) }));
  return sum([live.bytesBesides(keys), peakOfGroup(node, dtype, entries)]);
}

/**
 * Equal instances in a chain: from the second on, the first input belongs to the chain and dies within, and the others
 * die in the last instance only, which decides nothing when others came before it.
 */
function peakOfGroup(group: Group, dtype: DType, entries: readonly Entry[]): Count {
  if (group.count === 1) return peakOfBody(group.body, dtype, entries);
  const kept = entries.map((entry, index) => ({
    ...entry,
    freeable: entry.freeable && index === 0 && alone(entries),
  }));
  const rest = entries.slice(1).map(({ freeable }, index, others): Entry => {
    const same = others.findIndex((other) => other.same === entries[index + 1]?.same);
    return { same: same + 1, freeable: freeable && group.count === 2 };
  });
  return greatest(
    peakOfBody(group.body, dtype, kept),
    sum([
      heldBytes(group, dtype, entries),
      peakOfBody(group.body, dtype, [{ same: 0, freeable: true }, ...rest]),
    ]),
  );
}

/** True when the first input is not another one as well. */
function alone(entries: readonly Entry[]): boolean {
  return entries.every(({ same }, index) => index === 0 || same !== 0);
}

/** The first input stays alive beside the chain when something after the group uses it; as another input it is in the chain. */
function heldBytes(group: Group, dtype: DType, entries: readonly Entry[]): Count {
  if (entries[0]?.freeable !== false || !alone(entries)) return 0;
  return bytesOf(group.body.inputs[0]?.shape, dtype);
}

function outputBytes(node: Node, dtype: DType): readonly Count[] {
  if (node.kind === "layer")
    return node.outputs.map((tensor) => bytesOf(tensor.shape, tensor.dtype ?? dtype));
  return outputShapes(node).map((shape) => bytesOf(shape, dtype));
}

/** The index of the node that uses each tensor last; a body's outputs are used after its last node. */
function lastUses(body: Body, keyOf: (source: Source) => number): ReadonlyMap<number, number> {
  const uses = new Map<number, number>();
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

/** Tensors are numbered, which is cheaper than to name them: this runs on every keystroke. */
function keyOfInput(input: number): number {
  return -1 - input;
}

function keyOfOutput(source: { readonly node: number; readonly output: number }): number {
  return source.node * MOST_OUTPUTS + source.output;
}

/** No node has as many outputs. */
const MOST_OUTPUTS = 1 << 20;

function greatest(a: Count, b: Count): Count {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}
