// Which words are keywords: most are so only where a statement may begin, and are ordinary names elsewhere.

import type { Token, TokenTypes } from "./token";
import { retype, tokenType } from "./token";

/** Keywords within expressions. */
const EXPRESSION_WORDS = new Set(["in", "and", "or", "not", "true", "false", "if", "else"]);
/** Keywords at the start of a statement or a flow's element. */
export const STATEMENT_WORDS = new Set([
  "import",
  "network",
  "block",
  "input",
  "output",
  "let",
  "stage",
  "auxiliary",
  "repeat",
  "if",
  "else",
]);
/** What a statement or an element may follow. */
const BEFORE_STATEMENT = new Set(["NEWLINE", "{", "}", "|", "->", "=", ")", "]"]);
const NAME_FOLLOWS = new Set(["=", "->", ".", ","]);

/** Turns identifiers into keywords where they are; the tokens' brackets must be balanced. */
export function resolveKeywords(tokens: readonly Token[], types: TokenTypes): void {
  let depth = 0;
  let head: string | undefined;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) continue;
    const name = token.tokenType.name;
    if (name === "(" || name === "[") depth++;
    else if (name === ")" || name === "]") depth--;
    else if (name === "NEWLINE" && depth === 0 && head !== "import") head = undefined;
    else if (name === "ID" && isKeyword(token.image, depth > 0, head, tokens, i))
      retype(token, tokenType(types, token.image));
    // A repeat within a flow has its index, too.
    if ((head === undefined && name !== "NEWLINE") || token.tokenType.name === "repeat")
      head = token.tokenType.name;
    if (
      head === "import" &&
      (name === "STRING" || (name === "NEWLINE" && tokens[i - 1]?.tokenType.name === "}"))
    )
      head = undefined;
  }
}

function isKeyword(
  word: string,
  within: boolean,
  head: string | undefined,
  tokens: readonly Token[],
  i: number,
): boolean {
  const previous = tokens[i - 1]?.tokenType.name;
  const next = tokens[i + 1]?.tokenType.name;
  if (previous === "." || previous === "@") return false;
  if (within) return EXPRESSION_WORDS.has(word) && next !== "=";
  if (word === "from") return head === "import";
  if (word === "as") return head === "import" || head === "repeat" || head === "|";
  if (head === "import" && word !== "import") return false;
  if (EXPRESSION_WORDS.has(word)) return true;
  if (!STATEMENT_WORDS.has(word)) return false;
  if (next !== undefined && NAME_FOLLOWS.has(next) && word !== "let") return false;
  return previous === undefined || BEFORE_STATEMENT.has(previous) || tokens[i - 2]?.tokenType.name === "@";
}
