// The contract of an insight: a plain sentence about a network that its analysis proves, with the evidence.

import type { LayerGraph } from "./layer-graph";

/** A number that the sentence rests on, exact. */
export interface Evidence {
  readonly name: string;
  readonly value: number;
  readonly unit: "bytes" | "layers" | "multiply-adds" | "params" | "pixels" | "share" | "times";
}

export interface Finding {
  /** One or two plain sentences; plain text, not Markdown. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** Paths of the layers and groups that it is about, the first ones where there are very many. */
  readonly layers: readonly string[];
}

export interface Insight extends Finding {
  /** The rule that found it, kebab-case: `residual-blocks`. */
  readonly id: string;
}

export interface InsightRule {
  readonly id: string;
  /** Nothing where it cannot be proved: a figure that it needs is unknown, or its conditions do not hold exactly. */
  readonly find: (graph: LayerGraph) => readonly Finding[];
}
