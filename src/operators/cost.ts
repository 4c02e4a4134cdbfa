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
  const weights = known.weights ?? (operator === undefined ? undefined : (operator.weights?.(call) ?? []));
  const macs = "macs" in known ? known.macs : ruleOr(operator, operator?.macs?.(call), operator?.macs);
  const others =
    "operations" in known
      ? known.operations
      : ruleOr(operator, operator?.operations?.(call), operator?.operations);
  const biasAdds = ruleOr(operator, operator?.biasAdds?.(call), operator?.biasAdds);
  return {
    weights: weights ?? [],
    params: weights && countScalars(weights.filter((weight) => weight.kind === "parameter")),
    frozenParams:
      weights &&
      countScalars(weights.filter((weight) => weight.kind === "parameter" && weight.frozen === true)),
    buffers: weights && countScalars(weights.filter((weight) => weight.kind === "buffer")),
    macs,
    operations: sum([
      macs === undefined ? undefined : 2 * macs,
      others,
      biasAdds ?? (operator === undefined ? 0 : undefined),
    ]),
  };
}

/** 0 for a catalogued operator without a rule, unknown for an operator that is not catalogued. */
function ruleOr(operator: Operator | undefined, value: Count, rule: unknown): Count {
  if (operator === undefined) return undefined;
  return rule === undefined ? 0 : value;
}

function countScalars(weights: readonly Weight[]): Count {
  return sum(weights.filter((weight) => weight.shared !== true).map((weight) => product(weight.shape)));
}
