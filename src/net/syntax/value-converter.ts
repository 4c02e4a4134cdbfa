// Token text → value: numbers with suffixes, and text without its quotes.

import type { CstNode, ValueType } from "langium";
import { DefaultValueConverter } from "langium";
import type { GrammarAST } from "langium";

const NUMBER = /^(\d+(?:\.\d+)?|\.\d+)([eE][-+]?\d+)?([kKMGT]?)(B?)$/;
const THOUSANDS: Readonly<Record<string, number>> = { "": 0, k: 1, K: 1, M: 2, G: 3, T: 4 };
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** The value of a number as written: `5M`, `1.6G`, `64K`, `1e9`; `20MB` in bytes of 1,024. NaN when it is none. */
export function numberValue(text: string): number {
  const match = NUMBER.exec(text);
  if (match === null) return Number.NaN;
  const power = THOUSANDS[match[3] ?? ""] ?? 0;
  const value = Number((match[1] ?? "") + (match[2] ?? "")) * (match[4] === "B" ? 1024 : 1000) ** power;
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-9 * Math.abs(value) ? whole : value;
}

/** A quoted text's content, with or without its closing quote. */
export function textValue(image: string): string {
  const quote = image.charAt(0);
  const closed = image.length > 1 && image.endsWith(quote);
  const inner = image.slice(1, closed ? -1 : undefined);
  return inner.includes("\\") ? inner.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char) : inner;
}

export class NetValueConverter extends DefaultValueConverter {
  protected override runConverter(rule: GrammarAST.AbstractRule, input: string, _node: CstNode): ValueType {
    if (rule.name === "NUMBER") return numberValue(input);
    if (rule.name === "STRING") return textValue(input);
    return input;
  }
}
