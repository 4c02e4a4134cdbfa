// Misspelt keywords: a word that stands where a keyword must, and that is almost one.

import * as l10n from "@vscode/l10n";
import type { LexicalProblem, Token, TokenTypes } from "./token";
import { retype, tokenEnd, tokenType } from "./token";

const NO_KEYWORDS: readonly string[] = [];

/** Makes keywords of words that are meant as such, and says so. The tokens' keywords must be resolved. */
export function correctKeywords(
  tokens: readonly Token[],
  types: TokenTypes,
  problems: LexicalProblem[],
): void {
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const name = token?.tokenType.name;
    if (name === "{") depth++;
    else if (name === "}") depth--;
    if (token === undefined || name !== "ID" || !beginsStatement(tokens, i)) continue;
    const keyword = closest(token.image, candidates(tokens, i, depth));
    if (keyword === undefined) continue;
    problems.push({
      code: "misspelt-keyword",
      message: l10n.t("Unknown keyword {0}: did you mean {1}?", token.image, keyword),
      offset: token.startOffset,
      end: tokenEnd(token),
      replacement: keyword,
    });
    retype(token, tokenType(types, keyword));
    // The tree takes the kind of a definition or stage from here.
    token.image = keyword;
    if (keyword === "repeat") correctIndex(tokens, i, types);
  }
}

/** The `as` of a `repeat` that was none before. */
function correctIndex(tokens: readonly Token[], start: number, types: TokenTypes): void {
  for (let i = start + 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined || token.tokenType.name === "{" || token.tokenType.name === "NEWLINE") return;
    if (token.tokenType.name === "ID" && token.image === "as") retype(token, tokenType(types, "as"));
  }
}

function beginsStatement(tokens: readonly Token[], i: number): boolean {
  const previous = tokens[i - 1]?.tokenType.name;
  return previous === undefined || ["NEWLINE", "{", "}", "|", "->"].includes(previous);
}

/** The keywords that a word and another word may be, by what follows them in a body. */
const BY_SECOND: Readonly<Record<string, readonly string[]>> = {
  "{": ["stage", "auxiliary", "repeat", "if"],
  "[": ["input"],
  "=": ["let"],
  as: ["repeat"],
  NEWLINE: ["output", "input"],
  ",": ["output", "input"],
};
const DEFINITIONS = ["network", "block"];
const OTHERS = ["if"];

/** The keywords that could stand here, judging from what follows. */
function candidates(tokens: readonly Token[], i: number, depth: number): readonly string[] {
  const next = tokens[i + 1]?.tokenType.name ?? "";
  const second = tokens[i + 2]?.tokenType.name ?? "";
  if (depth === 0) {
    if (next === "{") return ["import"];
    return next === "ID" && "({".includes(second || "?") ? DEFINITIONS : NO_KEYWORDS;
  }
  if (next === "{") return isAfterBrace(tokens, i) ? ["else"] : NO_KEYWORDS;
  if (next === "NUMBER") return ["repeat"];
  return ["ID", "in", "not"].includes(next) ? (BY_SECOND[second] ?? OTHERS) : NO_KEYWORDS;
}

function isAfterBrace(tokens: readonly Token[], i: number): boolean {
  return tokens[i - 1]?.tokenType.name === "}";
}

function closest(word: string, keywords: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  return keywords.find(
    (keyword) => editDistance(lower, keyword) <= (keyword.length > 4 ? 2 : keyword.length > 2 ? 1 : 0),
  );
}

/** The number of letters to insert, delete, replace or swap with their neighbour. */
export function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Math.abs(a.length - b.length);
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
