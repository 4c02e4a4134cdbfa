// The white space between two tokens on a line.

import type { Token } from "../syntax/token";

const TIGHT_AFTER = new Set(["(", "[", ".", "@"]);
const TIGHT_BEFORE = new Set([")", "]", ",", "."]);
const LOOSE_AFTER = new Set([",", "BLOCK_COMMENT"]);
const CLOSERS = new Set([")", "]"]);
const OPENERS = new Set(["(", "["]);
const SIGNS = new Set(["-", "+"]);
const SPACED = new Set(["->", "+", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "|", "{", "}"]);
const OPERAND_ENDS = new Set(["ID", "NUMBER", "STRING", ")", "]"]);
/** Words after which a bracket does not belong to a call or an index. */
const WORDS = new Set(["in", "and", "or", "not", "if", "else", "repeat", "let", "output", "as", "from"]);

/** `open`: a bracket is open where the line begins. No space, or one; two before a comment at the end of a line. */
export function spaceBetween(
  beforePrevious: Token | undefined,
  previous: Token,
  token: Token,
  tokens: readonly Token[],
  index: number,
  open: boolean,
): "" | " " | "  " {
  const left = previous.tokenType.name;
  const right = token.tokenType.name;
  if (right === "LINE_COMMENT") return "  ";
  if (LOOSE_AFTER.has(left) || right === "BLOCK_COMMENT") return CLOSERS.has(right) ? "" : " ";
  if (TIGHT_AFTER.has(left) || TIGHT_BEFORE.has(right)) return "";
  if (right === "=" || left === "=") return isNamedArgument(tokens, index, open) ? "" : " ";
  if (SPACED.has(left) || SPACED.has(right)) return " ";
  const touching = SIGNS.has(left)
    ? isSign(beforePrevious)
    : OPENERS.has(right) && touches(previous, token, beforePrevious);
  return touching ? "" : " ";
}

/** Whether `(` or `[` belongs to what is before it: a call's arguments, a list's index. An input's shape does not. */
function touches(previous: Token, token: Token, beforePrevious: Token | undefined): boolean {
  const name = previous.tokenType.name;
  if (name === ")" || name === "]") return true;
  if (name !== "ID" || WORDS.has(previous.image)) return false;
  const declares =
    beforePrevious?.image === "input" ||
    (beforePrevious?.image === "," &&
      token.image === "[" &&
      (previous.endOffset ?? 0) + 1 < token.startOffset);
  return !(token.image === "[" && declares);
}

/** `stride=2` within a call, which may have begun on a line before (`open`); a parameter's default and a statement's `=` have spaces. */
function isNamedArgument(tokens: readonly Token[], index: number, open: boolean): boolean {
  let depth = 0;
  for (let i = index - 1; i >= 0; i--) {
    const name = tokens[i]?.tokenType.name;
    if (name === ")" || name === "]") depth++;
    if ((name === "(" || name === "[") && depth-- === 0) return !isDefinition(tokens, i);
  }
  return open;
}

function isDefinition(tokens: readonly Token[], parenthesis: number): boolean {
  const keyword = tokens[parenthesis - 2]?.image;
  return keyword === "network" || keyword === "block";
}

/** Whether a `-` or `+` with this before it is a sign. */
function isSign(before: Token | undefined): boolean {
  return before === undefined || !OPERAND_ENDS.has(before.tokenType.name) || WORDS.has(before.image);
}
