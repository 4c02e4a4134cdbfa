// What a difference of two networks is made of.

import type { AttributeValue } from "../../model/network";
import type { NetworkAnalysis } from "../network-analysis";
import type { Delta } from "./delta";
import type { Unit } from "./unit";

export type Change = "same" | "added" | "removed" | "changed" | "moved";

/** An attribute (or `operator`, `inputs`, `dtype` …) with its value on each side; undefined where it has none. */
export interface AttributeChange {
  readonly name: string;
  readonly left: AttributeValue | undefined;
  readonly right: AttributeValue | undefined;
}

/** One layer, or one instance of a block, on one side or on both. */
export interface Difference {
  readonly change: Change;
  readonly left?: Unit;
  readonly right?: Unit;
  /** What differs in itself; empty for what is not `changed`. */
  readonly attributes: readonly AttributeChange[];
  /** The right side's figures minus the left side's. Of something `same`, what changes elsewhere cost it through its shapes. */
  readonly cost: Delta;
  /** The difference of the contents, where this is a group that changed. */
  readonly children: readonly Difference[];
}

export interface NetworkDifference {
  readonly left: NetworkAnalysis;
  readonly right: NetworkAnalysis;
  /** Differences of the inputs' shapes and of the dtype. */
  readonly attributes: readonly AttributeChange[];
  readonly differences: readonly Difference[];
  /** Layers and whole blocks by kind of change; blocks that are opened count by what is in them. */
  readonly counts: Readonly<Record<Change, number>>;
}
