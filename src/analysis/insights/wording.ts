// Words for sentences: plurals, lists, sizes, and paths cut short.

import { formatShare } from "../format-number";

/** `1 convolution`, `13 convolutions`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${String(count)} ${count === 1 ? singular : plural}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length <= 1) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}

/** Some of the items by name, the rest by number: `a, b and 14 more`. */
export function listedShort(items: readonly string[], most = 3): string {
  if (items.length <= most + 1) return listed(items);
  return `${items.slice(0, most).join(", ")} and ${String(items.length - most)} more`;
}

/** `11×11`. */
export function sized(sizes: readonly number[]): string {
  return sizes.join("×");
}

/** `2.5 times`; one decimal, none from 100 on. */
export function times(ratio: number): string {
  return `${ratio >= 100 ? ratio.toFixed(0) : String(Number(ratio.toFixed(1)))} times`;
}

/** Numbers, each once, in order: `4`, `3 or 4`, `2, 3 or 5`. */
export function alternatives(numbers: readonly number[]): string {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b).map(String);
  if (distinct.length <= 1) return distinct.join("");
  return `${distinct.slice(0, -1).join(", ")} or ${distinct.at(-1) ?? ""}`;
}

/** The first paths: enough to find the place, however large the network is. */
export function firstPaths(paths: readonly string[], most = 100): readonly string[] {
  return paths.slice(0, most);
}

/** A share of a whole: `96.0%`; what is not all is never written as 100%. */
export function shareOf(part: number, whole: number): string {
  const text = formatShare(part, whole);
  return text === "100%" && part < whole ? "more than 99.9%" : text;
}
