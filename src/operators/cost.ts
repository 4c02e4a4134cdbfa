// What one layer costs: the reader's figures where it knows better, the operator's rules otherwise.

import type { Count } from "../model/exact";
import { product, sum } from "../model/exact";
import type { KnownCosts, Weight } from "../model/network";
import type { InferredCall, Operator } from "./operator";

export interface Cost {
  readonly weights: readonly Weight[];
  /** Learnable scalars that this layer owns (shared ones are counted where they are owned). */
  readonly params: Count;
  /** Learnable scalars that training leaves alone; part of `params`. */
  readonly frozenParams: Count;
  /** Scalars of non-learnable state. */
  readonly buffers: Count;
  /** Multiply-accumulates, biases not counted. */
  readonly macs: Count;
  /** 2 × MACs, plus bias additions, plus all other operations. */
  readonly operations: Count;
}

/** The cost of a call of `operator` (undefined: not in the catalogue, so unknown unless `known` says). */
export function costOf(operator: Operator | undefined, call: InferredCall, known: KnownCosts = {}): Cost {
  const rules = costsByRule(operator, call);
  const weights = "weights" in known ? known.weights : rules.weights;
  const macs = "macs" in known ? known.macs : rules.macs;
  const others = "operations" in known ? known.operations : rules.operations;
  const parameters = weights?.filter((weight) => weight.kind === "parameter");
  return {
    weights: weights ?? [],
    params: countScalars(parameters),
    frozenParams: countScalars(parameters?.filter((weight) => weight.frozen === true)),
    buffers: countScalars(weights?.filter((weight) => weight.kind === "buffer")),
    macs,
    operations: sum([macs === undefined ? undefined : 2 * macs, others, rules.biasAdds]),
  };
}

/** What an operator's rules give for a call. */
export interface RuledCosts {
  readonly weights: readonly Weight[] | undefined;
  readonly macs: Count;
  readonly operations: Count;
  readonly biasAdds: Count;
}

/** An operator that is not catalogued: only what a reader knows is known; it is then taken to add no bias of its own. */
const NOTHING_KNOWN: RuledCosts = { weights: undefined, macs: undefined, operations: undefined, biasAdds: 0 };

/** What the operator's rules give (a rule that it does not have stands for 0); nothing for one that is not catalogued. */
export function costsByRule(operator: Operator | undefined, call: InferredCall): RuledCosts {
  if (operator === undefined) return NOTHING_KNOWN;
  return {
    weights: operator.weights?.(call) ?? [],
    macs: operator.macs === undefined ? 0 : operator.macs(call),
    operations: operator.operations === undefined ? 0 : operator.operations(call),
    biasAdds: operator.biasAdds === undefined ? 0 : operator.biasAdds(call),
  };
}

function countScalars(weights: readonly Weight[] | undefined): Count {
  return (
    weights && sum(weights.filter((weight) => weight.shared !== true).map((weight) => product(weight.shape)))
  );
}
