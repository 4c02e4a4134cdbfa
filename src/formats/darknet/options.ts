// Reading an option as Darknet does: the first of a name counts, and a number is what the value begins with (atoi, atof).

import type { Option, Section, Span } from "./config";

/** The option of that name that counts. */
export function optionIn(section: Section, key: string): Option | undefined {
  return section.options.find((option) => option.key === key);
}

/** The whole number that the value begins with; the fallback when the option is missing; undefined when it is no number. */
export function integerIn(section: Section, key: string, fallback: number): number | undefined {
  const option = optionIn(section, key);
  return option === undefined ? fallback : leadingInteger(option.value);
}

export function decimalIn(section: Section, key: string, fallback: number): number | undefined {
  const option = optionIn(section, key);
  return option === undefined ? fallback : leadingDecimal(option.value);
}

export function textIn(section: Section, key: string, fallback: string): string {
  return optionIn(section, key)?.value ?? fallback;
}

/** True for an option that is given and is not 0. */
export function isOn(section: Section, key: string): boolean {
  return (decimalIn(section, key, 0) ?? 0) !== 0;
}

export function leadingInteger(value: string): number | undefined {
  const match = /^[+-]?\d+/.exec(value);
  const number = match === null ? undefined : Number(match[0]);
  return Number.isSafeInteger(number) ? number : undefined;
}

export function leadingDecimal(value: string): number | undefined {
  const match = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(value);
  return match === null ? undefined : Number(match[0]);
}

/** An item of a list such as `layers = -1, 8`. */
export interface Item extends Span {
  readonly text: string;
}

/** The items of a comma-separated value with their places; a comment at the end is no part of it. */
export function itemsOf(text: string, { valueSpan }: Option): readonly Item[] {
  const value = text.slice(valueSpan.start, valueSpan.end).replace(/#.*$/s, "");
  const items: Item[] = [];
  let start = valueSpan.start;
  for (const piece of value.split(",")) {
    const leading = piece.length - piece.trimStart().length;
    const trimmed = piece.trim();
    items.push({
      text: trimmed.replace(/\s+/g, ""),
      start: start + leading,
      end: start + leading + trimmed.length,
    });
    start += piece.length + 1;
  }
  return items;
}
