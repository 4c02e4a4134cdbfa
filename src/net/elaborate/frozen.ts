// `frozen=true` and `frozen=["bias"]`: params that training leaves alone.

import * as l10n from "@vscode/l10n";
import type { KnownCosts, Weight } from "../../model/network";
import type { Operator } from "../../operators/operator";
import type { Argument } from "../generated/ast";
import type { Frame } from "./context";
import { report } from "./context";
import { evaluate } from "./evaluate";
import type { Value } from "./value";
import { describeValue, isList } from "./value";

/** The weights with those frozen that the argument names; nothing where it freezes none. */
export function frozenWeights(
  argument: Argument | undefined,
  operator: Operator,
  weights: readonly Weight[],
  frame: Frame,
): KnownCosts | undefined {
  if (argument?.value === undefined) return undefined;
  const value = evaluate(argument.value, frame);
  if (value === undefined || value === false) return undefined;
  const names = namesIn(value);
  if (value !== true && names === undefined) {
    const message = l10n.t("frozen takes true, or a list of weights' names, not {0}.", describeValue(value));
    report(frame, "error", "wrong-argument", argument.value, message);
    return undefined;
  }
  const learnable = weights.filter(({ kind }) => kind === "parameter").map(({ name }) => name);
  const missing = names?.find((name) => !learnable.includes(name));
  if (missing !== undefined) {
    const has =
      learnable.length === 0 ? l10n.t("no weights") : l10n.t("the weights {0}", learnable.join(", "));
    report(
      frame,
      "error",
      "wrong-argument",
      argument.value,
      l10n.t("{0} has {1}, not {2}.", operator.name, has, missing),
    );
    return undefined;
  }
  return {
    weights: weights.map((weight) =>
      weight.kind === "parameter" && (names?.includes(weight.name) ?? true)
        ? { ...weight, frozen: true }
        : weight,
    ),
  };
}

function namesIn(value: Value): readonly string[] | undefined {
  if (!isList(value)) return undefined;
  const names = value.filter((name) => typeof name === "string");
  return names.length === value.length ? names : undefined;
}
