// Whether `//` divides or begins a comment: the language has both.

import type { Token } from "./token";

const OPERAND_ENDS = new Set(["ID", "NUMBER", "STRING", ")", "]"]);
/** An operand, and what may follow it within brackets. */
const OPERAND_WITHIN =
  /^[^\S\r\n]*(?:\d[\w.]*[^\S\r\n]*(?:$|[-+*/%,)\]<>=!])|[-(]|[\p{L}_][\p{L}\p{N}_.]*[^\S\r\n]*[-+*/%,)\](<>=!])/u;
/** Nothing but arithmetic that begins with a number or a parenthesis, up to a brace, a comment or the end of the line. */
const ARITHMETIC = /^[^\S\r\n]*[\d(][\p{L}\p{N}_\s.+\-*/%(),]*?(?:\{.*)?$/u;
const TWO_WORDS = /[\p{L}\p{N}_)][^\S\r\n]+[\p{L}\p{N}_(]/u;

/**
 * Within parentheses and brackets `//` divides when it stands between two operands. Elsewhere (`let`, `if`, `repeat`)
 * it divides when an operand precedes it and nothing but arithmetic that begins with a number or a parenthesis follows.
 */
export function startsDivision(rest: string, previous: Token | undefined, within: boolean): boolean {
  if (previous === undefined || !OPERAND_ENDS.has(previous.tokenType.name)) return false;
  if (within) return OPERAND_WITHIN.test(rest);
  const upToComment = rest.split("//", 1)[0]?.trimEnd() ?? "";
  const upToBrace = upToComment.split("{", 1)[0] ?? "";
  return ARITHMETIC.test(upToComment) && !TWO_WORDS.test(upToBrace);
}
