// The totals below a summary, in words.

import { depthOf } from "../analysis/depth-known";
import { flopsOf } from "../analysis/figures";
import type { FlopsConvention } from "../analysis/figures";
import { formatBytes, formatCount, formatExact, formatTally } from "../analysis/format-number";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { Tally } from "../analysis/tally";
import { addTallies, isComplete, ZERO } from "../analysis/tally";
import type { Count } from "../model/exact";

/** `Params            61,100,840  (61.1M)`, one line a figure, and what is left out. */
export function totalLines(analysis: NetworkAnalysis, convention: FlopsConvention): readonly string[] {
  const entries = totalEntries(analysis, convention);
  const names = Math.max(...entries.map(({ name }) => name.length));
  const values = Math.max(...entries.map(({ exact }) => exact.length));
  const lines = entries.map(({ name, exact, note }) =>
    `${name.padEnd(names)}  ${exact.padStart(values)}  ${note}`.trimEnd(),
  );
  return [...lines, ...incompleteness(analysis)];
}

export interface TotalEntry {
  readonly name: string;
  /** Exact digits. */
  readonly exact: string;
  /** The short form, the unit, and what is counted. */
  readonly note: string;
}

/** The totals of a network, auxiliary heads apart. */
export function totalEntries(analysis: NetworkAnalysis, convention: FlopsConvention): readonly TotalEntry[] {
  const { network, totals } = analysis;
  const { auxiliary } = totals;
  const heads =
    auxiliary.layers === 0
      ? []
      : [
          counted(
            "Auxiliary params",
            auxiliary.params,
            `training-only heads, ${formatTally(addTallies(auxiliary.params, totals.params))} with them`,
          ),
        ];
  const flops =
    convention === "multiply-add"
      ? "1 multiply-add = 1 FLOP"
      : "1 multiply-add = 2 FLOPs, and all other operations";
  return [
    { name: "Layers", exact: formatExact(totals.layers), note: `depth ${formatTally(depthOf(analysis))}` },
    counted("Params", totals.params, "learnable"),
    ...given("Frozen params", totals.frozenParams, "of these"),
    ...given("Buffers", totals.buffers, "not learnable: running statistics"),
    ...heads,
    counted("FLOPs", flopsOf(totals, convention), flops),
    bytes("Weight memory", whole(totals.weightBytes), network.dtype),
    bytes("Activation memory", totals.activationBytes, "all layers' outputs"),
    bytes("Peak activations", whole(totals.peakActivationBytes), "alive at once"),
  ];
}

/** What the totals leave out, as a sentence; nothing when they are complete. */
export function incompleteness({ totals }: NetworkAnalysis): readonly string[] {
  if (totals.complete) return [];
  const uncounted = Math.max(
    ...[totals.params, totals.macs, totals.activationBytes, totals.buffers, totals.operations].map(
      (tally) => tally.uncounted,
    ),
  );
  const layers = uncounted === 1 ? "1 layer" : `${formatExact(uncounted)} layers`;
  return [`Incomplete: ${layers} could not be counted in every figure; ≥ marks sums that leave them out.`];
}

function counted(name: string, tally: Tally, note: string): TotalEntry {
  return { name, exact: formatTally(tally, formatExact), note: `(${short(tally)}${note})` };
}

function short(tally: Tally): string {
  return tally.value === undefined || tally.value < 1000 ? "" : `${formatTally(tally, formatCount)}, `;
}

/** Left out when there are none. */
function given(name: string, tally: Tally, note: string): readonly TotalEntry[] {
  return isComplete(tally) && tally.value === ZERO.value ? [] : [counted(name, tally, note)];
}

function bytes(name: string, tally: Tally, note: string): TotalEntry {
  return {
    name,
    exact: formatTally(tally, formatExact),
    note: `bytes (${formatTally(tally, formatBytes)}, ${note})`,
  };
}

/** A figure that is no sum: it is known, or not at all. */
function whole(value: Count): Tally {
  return { value, uncounted: 0 };
}
