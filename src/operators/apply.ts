// Applying an operator: its parameters filled in and checked, its output shapes inferred.

import * as l10n from "@vscode/l10n";
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
    message: l10n.t("The output of {0} would have more than 2^53 elements.", operator.name),
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
        ? l10n.t("at least {0}", min)
        : l10n.t("{0} to {1}", min, max);
  return {
    code: "wrong-input-count",
    message:
      max === 1
        ? l10n.t("{0} takes {1} tensor, but gets {2}.", operator.name, wants, count)
        : l10n.t("{0} takes {1} tensors, but gets {2}.", operator.name, wants, count),
  };
}

function unknownOutputs(count: number): undefined[] {
  return Array.from({ length: Math.max(1, count) }, () => undefined);
}
