// Dense connectivity as a chain: a concatenation whose first inputs are all of an earlier one's takes that one instead.

import type { Layer } from "../model/network";
import type { ViewEnd } from "./view-graph";

export interface Merge {
  readonly layer: Layer;
  /** The node that it is in the picture. */
  readonly node: number;
  readonly inputs: readonly ViewEnd[];
}

/**
 * The inputs to draw for each concatenation: `Concat(a, b, c)` after `Concat(a, b)` becomes `Concat(Concat(a, b), c)`,
 * which is the same tensor. DenseNet's edges then grow with its layers, not with their square.
 */
export function chainConcats(merges: readonly Merge[]): ReadonlyMap<number, readonly ViewEnd[]> {
  const drawn = new Map<number, readonly ViewEnd[]>();
  const earlier = new Map<string, Merge>();
  for (const merge of merges) {
    const keys = prefixKeys(merge);
    for (let length = merge.inputs.length - 1; length >= 1; length--) {
      const prefix = earlier.get(keys[length] ?? "");
      if (prefix === undefined || merge.inputs.length < 3) continue;
      drawn.set(merge.node, [{ node: prefix.node, port: 0 }, ...merge.inputs.slice(length)]);
      break;
    }
    const own = keys[merge.inputs.length];
    if (own !== undefined) earlier.set(own, merge);
  }
  return drawn;
}

/** A key for each number of leading inputs; longer than a few thousand inputs is not worth it. */
function prefixKeys(merge: Merge): readonly string[] {
  if (merge.inputs.length > MOST_INPUTS) return [];
  const keys = [JSON.stringify(merge.layer.attributes["axis"] ?? null)];
  for (const [index, end] of merge.inputs.entries()) keys.push(`${keys[index] ?? ""};${JSON.stringify(end)}`);
  return keys;
}

const MOST_INPUTS = 500;
