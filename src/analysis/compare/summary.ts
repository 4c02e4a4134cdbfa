// What a difference comes to: the cost of the changes themselves, and what they cost the layers that did not change.

import type { Delta } from "./delta";
import { addDeltas } from "./delta";
import type { Difference, NetworkDifference } from "./change";
import { leafDifferences } from "./difference";

export interface DifferenceSummary {
  /** No layer was added, removed, moved or changed, and the interface is the same: only names differ, if anything. */
  readonly identical: boolean;
  /** Of what was added, removed, moved or changed. */
  readonly changes: Delta;
  /** Of what is the same, since the shapes that reach it are others. */
  readonly consequences: Delta;
}

export function summarizeDifference(difference: NetworkDifference): DifferenceSummary {
  const leaves = [...leafDifferences(difference.differences)];
  const changed = leaves.filter(({ change }) => change !== "same");
  const costs = (all: readonly Difference[]): Delta => addDeltas(all.map(({ cost }) => cost));
  return {
    identical: changed.length === 0 && difference.attributes.length === 0,
    changes: costs(changed),
    consequences: costs(leaves.filter(({ change }) => change === "same")),
  };
}
