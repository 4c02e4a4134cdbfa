// The width of text, so that labels fit their nodes: by the metrics of the font that exported pictures carry, or as given.

import { REGULAR, SEMI_BOLD } from "./font-metrics";
import type { Widths } from "./font-metrics";

export type Weight = "regular" | "bold";

/** The width of a line of text in pixels at a font size in pixels. */
export type Measure = (text: string, size: number, weight: Weight) => number;

/** Measures by Inter's advance widths; a letter that the font lacks counts as wide. */
export const measureInter: Measure = (text, size, weight) => {
  const widths = weight === "bold" ? BOLD_WIDTHS : REGULAR_WIDTHS;
  let total = 0;
  for (const letter of text) total += widths.get(letter.codePointAt(0) ?? 0) ?? WIDE;
  return (total * size) / 1000;
};

/** Whether the font has every letter of a text. */
export function isInInter(text: string): boolean {
  return [...text].every((letter) => REGULAR_WIDTHS.has(letter.codePointAt(0) ?? 0));
}

/** As `measure`, but each distinct text once. */
export function remembered(measure: Measure): Measure {
  const known = new Map<string, number>();
  return (text, size, weight) => {
    const key = `${weight}${String(size)} ${text}`;
    let width = known.get(key);
    if (width === undefined) known.set(key, (width = measure(text, size, weight)));
    return width;
  };
}

/** The longest beginning of a text that fits, with an ellipsis where something is cut off. */
export function fitted(text: string, width: number, size: number, weight: Weight, measure: Measure): string {
  if (measure(text, size, weight) <= width) return text;
  const letters = [...text];
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const candidate = `${letters.slice(0, middle).join("").trimEnd()}…`;
    if (measure(candidate, size, weight) <= width) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join("").trimEnd()}…`;
}

const WIDE = 1000;
const REGULAR_WIDTHS = table(REGULAR);
const BOLD_WIDTHS = table(SEMI_BOLD);

function table(widths: Widths): ReadonlyMap<number, number> {
  return new Map(
    widths.flatMap(([first, run]) => run.map((width, index) => [first + index, width] as const)),
  );
}
