// The figures of a layer that another one wraps: its own where it has them, by the operator's rules otherwise.

import type { Count } from "../../../model/exact";
import { product, sum } from "../../../model/exact";
import type { Attributes, Weight } from "../../../model/network";
import type { Shape } from "../../../model/shape";
import { applyOperator } from "../../../operators/apply";
import { costsByRule } from "../../../operators/cost";
import { operatorNamed } from "../../../operators/index";
import type { Inference } from "../../../operators/operator";
import type { KerasResult } from "./layer";

export interface Figures extends Required<Pick<KerasResult, "outputs" | "weights" | "issues">> {
  readonly attributes: Attributes;
  readonly macs: Count;
  readonly operations: Count;
}

/** What `result` comes to for the inputs of its call. */
export function figuresOf(result: KerasResult, tensors: readonly (Shape | undefined)[]): Figures {
  const operator = operatorNamed(result.operator);
  const inputs = (result.takes ?? tensors.map((_, index) => index)).map((index) => tensors[index]);
  const given = result.attributes ?? {};
  const applied = operator && applyOperator(operator, given, inputs, result.wanted);
  const { outputs, issues } = outcomeOf(result, applied);
  const attributes = applied?.attributes ?? given;
  const rules = costsByRule(operator, { attributes, inputs, outputs });
  const own = "operations" in result ? result.operations : rules.operations;
  const macs = "macs" in result ? result.macs : rules.macs;
  const operations = sum([own, activationOperations(result, outputs[0])]);
  return { attributes, outputs, weights: result.weights ?? rules.weights ?? [], macs, operations, issues };
}

/** The result's own outputs, or those of the operator's rule and what it objects to. */
function outcomeOf(
  { outputs, issues = [] }: KerasResult,
  applied: Inference | undefined,
): Pick<Figures, "outputs" | "issues"> {
  if (outputs !== undefined) return { outputs, issues };
  return { outputs: applied?.outputs ?? [undefined], issues: [...issues, ...(applied?.issues ?? [])] };
}

function activationOperations({ activationOperations: each }: KerasResult, output: Shape | undefined): Count {
  return each === undefined ? 0 : product([...(output ?? [undefined]), each]);
}

/** The weights of a part, under names that tell it from other parts. */
export function renamed(weights: readonly Weight[], part: string): readonly Weight[] {
  return weights.map((weight) => ({ ...weight, name: `${part}.${weight.name}` }));
}

/** What several layers within one come to. */
export function together(
  parts: readonly Figures[],
): Pick<KerasResult, "weights" | "macs" | "operations" | "issues"> {
  return {
    weights: parts.flatMap(({ weights }) => weights),
    macs: sum(parts.map(({ macs }) => macs)),
    operations: sum(parts.map(({ operations }) => operations)),
    issues: parts.flatMap(({ issues }) => issues).slice(0, 1),
  };
}
