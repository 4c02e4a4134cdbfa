// Token text → value: numbers with suffixes, and text without its quotes.

import type { CstNode, GrammarAST, ValueType } from "langium";
import { DefaultValueConverter } from "langium";
import { numberValue } from "./number";

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

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
