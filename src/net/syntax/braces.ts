// Balances { }: when they do not, the indentation says which one is missing or too many.

import * as l10n from "@vscode/l10n";
import type { Edits } from "./edits";
import type { LexicalProblem, Token, TokenTypes } from "./token";
import { afterPrevious, applyEdits, insertBefore, noEdits } from "./edits";
import { missingToken, tokenEnd, tokenType } from "./token";

/** How deep bodies may nest: the parser and all that walks the tree are recursive. */
export const MAX_BRACES = 48;

const TAB = 4;
const HEADS = new Set(["network", "block", "stage", "auxiliary", "repeat", "if"]);
const DEFINITIONS = new Set(["network", "block", "import", "@"]);

interface Open {
  readonly token: Token;
  /** The columns of the line that opened it: of its first token, and of what follows a leading `|`. */
  readonly low: number;
  readonly high: number;
  readonly line: number;
}

interface Walk {
  readonly tokens: Token[];
  readonly types: TokenTypes;
  readonly text: string;
  readonly problems: LexicalProblem[];
  readonly edits: Edits;
  /** False when nothing in the file is indented: then only the order of brackets counts. */
  readonly indented: boolean;
  /** How many closing braces there are more than opening ones. */
  surplus: number;
  readonly open: Open[];
  low: number;
  high: number;
}

/** Returns the tokens with every { closed in order; reports what it had to change. Parentheses must be balanced. */
export function balanceBraces(
  tokens: Token[],
  text: string,
  types: TokenTypes,
  problems: LexicalProblem[],
): Token[] {
  const limited = limitDepth(tokens, problems);
  if (isBalanced(limited)) return limited;
  const walk: Walk = {
    tokens: limited,
    types,
    text,
    problems,
    edits: noEdits(),
    indented: limited.some((token, i) => isFirst(limited, i) && (token.startColumn ?? 1) > 1),
    surplus: limited.reduce(
      (sum, { tokenType: { name } }) => sum + (name === "}" ? 1 : name === "{" ? -1 : 0),
      0,
    ),
    open: [],
    low: 0,
    high: 0,
  };
  // A mistake in one definition says nothing about the others, however they are indented.
  for (const { start, end } of definitionSpans(limited)) {
    if (isBalanced(limited.slice(start, end))) continue;
    for (let i = start; i < end; i++) visit(walk, i);
    while (walk.open.length > 0) closeTop(walk, end);
  }
  return applyEdits(limited, walk.edits);
}

/** The tokens from each definition at the margin to the next one; what comes before the first is a span, too. */
function definitionSpans(tokens: readonly Token[]): { readonly start: number; readonly end: number }[] {
  const starts = [0];
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.startColumn === 1 && token.tokenType.name === "ID" && beginsDefinition(tokens, i))
      starts.push(i);
  }
  return starts.map((start, n) => ({ start, end: starts[n + 1] ?? tokens.length }));
}

/** Whether braces pair up, and no definition begins within another. */
function isBalanced(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const name = tokens[i]?.tokenType.name;
    if (name === "{") depth++;
    else if (name === "}") depth--;
    else if (depth > 0 && name === "ID" && beginsDefinition(tokens, i)) return false;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function beginsDefinition(tokens: readonly Token[], i: number): boolean {
  const image = tokens[i]?.image ?? "";
  return (
    (image === "network" || image === "block") && isFirst(tokens, i) && tokens[i + 1]?.tokenType.name === "ID"
  );
}

function visit(walk: Walk, i: number): void {
  const token = walk.tokens[i];
  const name = token?.tokenType.name;
  if (token === undefined || name === "NEWLINE") return;
  const first = isFirst(walk.tokens, i);
  if (first) startLine(walk, token, i);
  if (name === "{") walk.open.push({ token, low: walk.low, high: walk.high, line: token.startLine ?? 1 });
  else if (name === "}") close(walk, token, i, first);
  if (endsHeadWithoutBrace(walk, i))
    openMissing(walk, token, i, l10n.t("Expected { at the end of this line"));
  else if (beginsBranchesWithoutBrace(walk, i, first))
    openMissing(walk, token, i, l10n.t("Expected { before the branches"));
}

/** Sets the line's columns, and closes what its indentation says has ended before it. */
function startLine(walk: Walk, token: Token, i: number): void {
  walk.low = column(walk, token);
  walk.high = walk.low + (token.image === "|" ? branchIndent(token, walk.tokens[i + 1]) : 0);
  if (!walk.indented) {
    if (beginsDefinition(walk.tokens, i)) closeFrom(walk, i, Number.NEGATIVE_INFINITY);
  } else if (token.image !== "}" && token.image !== "{") {
    closeFrom(walk, i, DEFINITIONS.has(token.image) && walk.low === 0 ? -1 : walk.low);
  }
}

/** How much further in than its `|` a branch begins. */
function branchIndent(bar: Token, next: Token | undefined): number {
  if (next === undefined || next.tokenType.name === "NEWLINE") return 0;
  return (next.startColumn ?? 1) - (bar.startColumn ?? 1);
}

/** Closes what was opened at a column or further in, before the token at `i`. */
function closeFrom(walk: Walk, i: number, from: number): void {
  while (walk.open.length > 0 && from <= (walk.open.at(-1)?.high ?? 0)) closeTop(walk, i);
}

function close(walk: Walk, token: Token, i: number, first: boolean): void {
  if (first && walk.indented) {
    while (walk.open.length > 1 && (walk.open.at(-1)?.low ?? 0) > walk.low) closeTop(walk, i);
  }
  const top = walk.open.at(-1);
  const sameLine = top?.line === token.startLine;
  const extra = top !== undefined && !sameLine && walk.indented && walk.surplus > 0;
  const misplaced = extra && (first ? top.high < walk.low : goesOn(walk, top, i));
  if (top !== undefined && !misplaced) {
    walk.open.pop();
    return;
  }
  walk.surplus--;
  walk.edits.dropped.add(i);
  report(walk, "unexpected-bracket", l10n.t("Nothing opens this }"), token);
}

/** Whether the line after the one that ends at `i` is within `open` by its indentation. */
function goesOn(walk: Walk, open: Open, i: number): boolean {
  const { tokens } = walk;
  const next = tokens[i + 1]?.tokenType.name === "NEWLINE" ? firstOfNextLine(tokens, i) : undefined;
  return next !== undefined && next.image !== "}" && column(walk, next) > open.low;
}

function closeTop(walk: Walk, index: number): void {
  const top = walk.open.pop();
  if (top === undefined) return;
  const at = afterPrevious(walk.tokens, index);
  const missing = missingToken(tokenType(walk.types, "}"), "}", walk.tokens[at - 1] ?? top.token);
  insertBefore(walk.edits, at, missing);
  walk.surplus++;
  if (top.token.isInsertedInRecovery !== true)
    report(walk, "unclosed-bracket", l10n.t("This { is not closed"), top.token);
}

/** Whether a line such as `stage stem` or `concat` ends at `i` without its brace, and an indented body follows. */
function endsHeadWithoutBrace(walk: Walk, i: number): boolean {
  const { tokens } = walk;
  const next = tokens[i + 1]?.tokenType.name ?? "NEWLINE";
  if (next !== "NEWLINE" || !walk.indented || walk.open.length >= MAX_BRACES) return false;
  const head = headOfLine(tokens, i);
  const body = firstOfNextLine(tokens, i);
  if (head === undefined || body === undefined || body.image === "{") return false;
  if ((body.startColumn ?? 1) - 1 <= walk.high) return false;
  return HEADS.has(head.image) || (body.image === "|" && head.tokenType.name === "ID");
}

/** Whether this is the merge of `x = add | a | b }`, which lacks its brace. */
function beginsBranchesWithoutBrace({ tokens, surplus, open }: Walk, i: number, first: boolean): boolean {
  if (surplus <= 0 || open.length >= MAX_BRACES || tokens[i]?.tokenType.name !== "ID") return false;
  return tokens[i + 1]?.image === "|" && (first || tokens[i - 1]?.image === "=");
}

/** The first token of a line without braces and arrows, after its `|`. */
function headOfLine(tokens: readonly Token[], end: number): Token | undefined {
  let start = end;
  while (!isFirst(tokens, start)) {
    if (["{", "}", "->"].includes(tokens[start]?.tokenType.name ?? "")) return undefined;
    start--;
  }
  return tokens[tokens[start]?.image === "|" ? start + 1 : start];
}

function firstOfNextLine(tokens: readonly Token[], end: number): Token | undefined {
  let following = end + 1;
  while (tokens[following]?.tokenType.name === "NEWLINE") following++;
  return tokens[following];
}

function openMissing(walk: Walk, token: Token, i: number, message: string): void {
  const missing = missingToken(tokenType(walk.types, "{"), "{", token);
  insertBefore(walk.edits, i + 1, missing);
  walk.surplus--;
  walk.open.push({ token: missing, low: walk.low, high: walk.high, line: token.startLine ?? 1 });
  walk.problems.push({
    code: "missing-brace",
    message,
    offset: token.startOffset,
    end: tokenEnd(token),
    fix: { offset: missing.startOffset, text: " {" },
  });
}

function isFirst(tokens: readonly Token[], i: number): boolean {
  return i === 0 || tokens[i - 1]?.tokenType.name === "NEWLINE";
}

/** The width of the white space before a line's first token. */
function column({ text }: Walk, token: Token): number {
  const length = (token.startColumn ?? 1) - 1;
  const before = text.slice(token.startOffset - length, token.startOffset);
  if (!before.includes("\t")) return length;
  let width = 0;
  for (const char of before) width = char === "\t" ? (Math.floor(width / TAB) + 1) * TAB : width + 1;
  return width;
}

/** Leaves out the braces beyond the limit; what they hold stays. */
function limitDepth(tokens: Token[], problems: LexicalProblem[]): Token[] {
  const edits = noEdits();
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const name = token?.tokenType.name;
    if (token === undefined || (name !== "{" && name !== "}")) continue;
    if (name === "{") depth++;
    if (depth > MAX_BRACES) edits.dropped.add(i);
    if (depth === MAX_BRACES + 1 && name === "{") {
      problems.push({
        code: "nesting-too-deep",
        message: l10n.t("Braces nest more than {0} deep", MAX_BRACES),
        offset: token.startOffset,
        end: tokenEnd(token),
      });
    }
    if (name === "}") depth = Math.max(0, depth - 1);
  }
  return applyEdits(tokens, edits);
}

function report(walk: Walk, code: string, message: string, token: Token): void {
  walk.problems.push({ code, message, offset: token.startOffset, end: tokenEnd(token) });
}
