// The contract of an insight about several networks.

import type { ComparedModel } from "../../compare/compared-model";
import type { NetworkDifference } from "../../compare/change";
import type { Finding } from "../insight";

export interface Comparison {
  readonly models: readonly ComparedModel[];
  /** Of the first network and the second, when there are two. */
  readonly difference?: NetworkDifference;
}

export interface ComparisonRule {
  readonly id: string;
  /** Nothing where it cannot be proved. */
  readonly find: (comparison: Comparison) => readonly Finding[];
}
