// Words for sentences: numbers of things, lists, sizes, and paths cut short; in the reader's language.

import * as l10n from "@vscode/l10n";
import type { Family } from "../../operators/operator";
import { formatShare } from "../format-number";

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length <= 1) return items.join("");
  return l10n.t("{0} and {1}", items.slice(0, -1).join(", "), items.at(-1) ?? "");
}

/** Some of the items by name, the rest by number: `a, b and 14 more`. */
export function listedShort(items: readonly string[], most = 3): string {
  if (items.length <= most + 1) return listed(items);
  return l10n.t("{0} and {1} more", items.slice(0, most).join(", "), items.length - most);
}

/** Numbers, each once, in order: `4`, `3 or 4`, `2, 3 or 5`. */
export function alternatives(numbers: readonly number[]): string {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b).map(String);
  if (distinct.length <= 1) return distinct.join("");
  return l10n.t("{0} or {1}", distinct.slice(0, -1).join(", "), distinct.at(-1) ?? "");
}

/** `1 convolution`, `13 convolutions`. */
export function convolutionCount(count: number): string {
  return count === 1 ? l10n.t("1 convolution") : l10n.t("{0} convolutions", count);
}

/** `1 pooling layer`, `5 pooling layers`. */
export function poolingCount(count: number): string {
  return count === 1 ? l10n.t("1 pooling layer") : l10n.t("{0} pooling layers", count);
}

/** `11×11`. */
export function sized(sizes: readonly number[]): string {
  return sizes.join("×");
}

/** A ratio for people: `2.5`; one decimal, none from 100 on. */
export function ratioText(ratio: number): string {
  return ratio >= 100 ? ratio.toFixed(0) : String(Number(ratio.toFixed(1)));
}

/** The first paths: enough to find the place, however large the network is. */
export function firstPaths(paths: readonly string[], most = 100): readonly string[] {
  return paths.slice(0, most);
}

/** A share of a whole: `96.0%`; what is not all is never written as 100%. */
export function shareOf(part: number, whole: number): string {
  const text = formatShare(part, whole);
  return text === "100%" && part < whole ? l10n.t("more than 99.9%") : text;
}

/** `in the convolutions`; undefined for kinds of layers that have no name of their own. */
export function placeOf(family: Family): string | undefined {
  switch (family) {
    case "convolution":
      return l10n.t("in the convolutions");
    case "linear":
      return l10n.t("in the fully connected layers");
    case "attention":
      return l10n.t("in the attention layers");
    case "recurrent":
      return l10n.t("in the recurrent layers");
    case "embedding":
      return l10n.t("in the embeddings");
    default:
      return undefined;
  }
}

/** The kinds of layers that {@link placeOf} names. */
export const PLACES: readonly Family[] = ["convolution", "linear", "attention", "recurrent", "embedding"];
