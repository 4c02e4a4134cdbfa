// Which line ends separate statements: the parser sees no others.

import type { Token } from "./token";

/** A line that ends so goes on. */
const OPEN_ENDS = new Set(["{", "|", "->"]);
/** A line that begins so belongs to the one before it. */
const CONTINUATIONS = new Set(["->", "{", "else"]);
/** What begins a new statement even after a `->` at the end of a line. */
const NEW_STATEMENT = new Set(["input", "output", "let", "network", "block", "import", "@", "|", "}"]);

/** Drops the line ends within parentheses and brackets, around `->`, and doubled ones. Brackets must be balanced. */
export function dropNewlines(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) continue;
    const name = token.tokenType.name;
    if (name === "(" || name === "[") depth++;
    else if (name === ")" || name === "]") depth--;
    if (name !== "NEWLINE" || (depth === 0 && separates(kept.at(-1)?.tokenType.name, tokens, i)))
      kept.push(token);
  }
  return kept;
}

function separates(previous: string | undefined, tokens: readonly Token[], i: number): boolean {
  if (previous === undefined || previous === "NEWLINE") return false;
  let next = i + 1;
  while (tokens[next]?.tokenType.name === "NEWLINE") next++;
  const following = tokens[next]?.tokenType.name;
  if (following === undefined || CONTINUATIONS.has(following)) return following === undefined;
  if (previous !== "->") return !OPEN_ENDS.has(previous);
  if (NEW_STATEMENT.has(following)) return true;
  const second = tokens[next + 1]?.tokenType.name;
  return following === "ID" && (second === "=" || second === ",");
}
