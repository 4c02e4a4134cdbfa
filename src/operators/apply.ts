// Applying an operator: its parameters filled in and checked, its output shapes inferred.

import { overflows } from "../model/exact";
import type { Attributes } from "../model/network";
import type { Shape } from "../model/shape";
import type { Inference, Issue, Operator } from "./operator";
import { checkAttributes } from "./parameters";

export interface Application extends Inference {
  /** The given attributes, defaults added. */
  readonly attributes: Attributes;
}

/**
 * Infers the outputs of `operator` for given attributes (by the parameters' own names) and input shapes without batch axis.
 * Wrong attributes or a wrong number of inputs make the outputs unknown and are reported as issues. Never throws.
 */
export function applyOperator(
  operator: Operator,
  given: Attributes,
  inputs: readonly (Shape | undefined)[],
  wanted = 1,
): Application {
  const { attributes, issues } = checkAttributes(operator, given);
  const arity = checkArity(operator, inputs.length);
  if (issues.length > 0 || arity !== undefined) {
    const all = arity === undefined ? issues : [...issues, arity];
    return { attributes, outputs: unknownOutputs(wanted), issues: all };
  }
  const inference = operator.infer({ attributes, inputs, wanted });
  const tooLarge = inference.outputs.find((shape) => shape !== undefined && isTooLarge(shape));
  if (tooLarge === undefined) return { attributes, ...inference };
  const issue: Issue = {
    code: "too-large",
    message: `The output of ${operator.name} would have more than 2^53 elements.`,
  };
  return { attributes, outputs: unknownOutputs(wanted), issues: [...inference.issues, issue] };
}

function isTooLarge(shape: Shape): boolean {
  return overflows(shape) || shape.some((dim) => typeof dim === "number" && !Number.isSafeInteger(dim));
}

function checkArity(operator: Operator, count: number): Issue | undefined {
  const { min, max } = operator.arity;
  if (count >= min && count <= max) return undefined;
  const wants =
    min === max
      ? String(min)
      : max === Infinity
        ? `at least ${String(min)}`
        : `${String(min)} to ${String(max)}`;
  return {
    code: "wrong-input-count",
    message: `${operator.name} takes ${wants} ${max === 1 ? "tensor" : "tensors"}, but gets ${String(count)}.`,
  };
}

function unknownOutputs(count: number): undefined[] {
  return Array.from({ length: Math.max(1, count) }, () => undefined);
}
