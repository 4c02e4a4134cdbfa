// Sums over layers that remember what they could not count.

import type { Count } from "../model/exact";

/** A sum over layers: exact for what is known, with the number of layers that are not in it. */
export interface Tally {
  /** The sum of the known terms; undefined when it is beyond 2^53. */
  readonly value: Count;
  /** How many layers could not be counted: the true figure is then at least `value`. */
  readonly uncounted: number;
}

export const ZERO: Tally = { value: 0, uncounted: 0 };
const UNCOUNTED: Tally = { value: 0, uncounted: 1 };

/** The tally of one layer's count. */
export function tallyOf(count: Count): Tally {
  if (count === undefined) return UNCOUNTED;
  return count === 0 ? ZERO : { value: count, uncounted: 0 };
}

/** The sum of two tallies. */
export function addTallies(a: Tally, b: Tally): Tally {
  return { value: safe(a.value, b.value, (x, y) => x + y), uncounted: a.uncounted + b.uncounted };
}

/** `times` equal tallies added. */
export function scaleTally(tally: Tally, times: number): Tally {
  return { value: safe(tally.value, times, (x, y) => x * y), uncounted: tally.uncounted * times };
}

/** True when nothing is missing and the sum is exact. */
export function isComplete(tally: Tally): boolean {
  return tally.uncounted === 0 && tally.value !== undefined;
}

function safe(a: Count, b: Count, apply: (x: number, y: number) => number): Count {
  if (a === undefined || b === undefined) return undefined;
  const result = apply(a, b);
  return Number.isSafeInteger(result) ? result : undefined;
}
