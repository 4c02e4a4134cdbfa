// The text of explanations: figures with the numbers put in, `64·3·11·11 + 64 = 23,296`.

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import { product, sum } from "../model/exact";
import type { Weight } from "../model/network";
import type { Dim } from "../model/shape";

/** A dimension or count as digits with thousands separators, or its symbol; `?` when unknown. */
export function digits(value: Dim): string {
  return typeof value === "number" ? value.toLocaleString("en-US") : (value ?? "?");
}

/** `a·b·c`, plain digits; `1` for no factor. */
export function factors(values: readonly Dim[]): string {
  return values.length === 0 ? "1" : values.map((value) => String(value ?? "?")).join("·");
}

/** `text = 23,296` */
export function equation(text: string, value: Count): string {
  return `${text} = ${digits(value)}`;
}

/** Beyond so many tensors each gets a line of its own. */
const TENSORS_ON_A_LINE = 4;

/** How the parameters of these weights add up; no line without parameters. */
export function explainParams(weights: readonly Weight[]): readonly string[] {
  const own = weights.filter((weight) => weight.kind === "parameter");
  if (own.length === 0) return [];
  const total = sum(own.map((weight) => product(weight.shape)));
  if (own.length <= TENSORS_ON_A_LINE)
    return [equation(own.map((weight) => factors(weight.shape)).join(" + "), total)];
  const lines = own.map(({ name, shape }) => `${name}: ${equation(factors(shape), product(shape))}`);
  return [...lines, l10n.t("together {0}", digits(total))];
}
