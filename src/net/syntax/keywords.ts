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
/** Words that are keywords only after these. */
const HEADS = new Map([
  ["as", new Set(["import", "repeat", "|"])],
  ["from", new Set(["import"])],
]);
const DEPTHS: Readonly<Record<string, number>> = { "(": 1, "[": 1, ")": -1, "]": -1 };
const NAME_PRECEDES = new Set([".", "@"]);
const NAME_FOLLOWS = new Set(["=", "->", ".", ","]);

/** Turns identifiers into keywords where they are; the tokens' brackets must be balanced. */
export function resolveKeywords(tokens: readonly Token[], types: TokenTypes): void {
  let depth = 0;
  let head: string | undefined;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) continue;
    const name = token.tokenType.name;
    depth += DEPTHS[name] ?? 0;
    if (name === "ID" && isKeyword(token.image, depth > 0, head, tokens, i)) {
      retype(token, tokenType(types, token.image));
    }
    if (depth === 0 || head === undefined) head = headAfter(head, name, token.tokenType.name, tokens[i - 1]);
  }
}

/** The keyword of the statement or element that a token is in, after that token. */
function headAfter(
  head: string | undefined,
  name: string,
  resolved: string,
  previous: Token | undefined,
): string | undefined {
  if (name === "NEWLINE") return head === "import" && previous?.tokenType.name !== "}" ? head : undefined;
  // An import ends with its path; a repeat within a flow has its index, too.
  if (head === "import") return name === "STRING" ? undefined : head;
  return head === undefined || resolved === "repeat" ? resolved : head;
}

function isKeyword(
  word: string,
  within: boolean,
  head: string | undefined,
  tokens: readonly Token[],
  i: number,
): boolean {
  if (NAME_PRECEDES.has(nameAt(tokens, i - 1))) return false;
  const next = nameAt(tokens, i + 1);
  if (within) return EXPRESSION_WORDS.has(word) && next !== "=";
  const heads = HEADS.get(word);
  if (heads !== undefined) return heads.has(head ?? "");
  if (head === "import" && word !== "import") return false;
  if (EXPRESSION_WORDS.has(word)) return true;
  const isName = word !== "let" && NAME_FOLLOWS.has(next);
  return STATEMENT_WORDS.has(word) && !isName && mayBegin(tokens, i);
}

function nameAt(tokens: readonly Token[], i: number): string {
  return tokens[i]?.tokenType.name ?? "";
}

/** Whether a statement or element may begin at a token. */
function mayBegin(tokens: readonly Token[], i: number): boolean {
  const previous = tokens[i - 1]?.tokenType.name;
  return previous === undefined || BEFORE_STATEMENT.has(previous) || tokens[i - 2]?.tokenType.name === "@";
}
