// Balances ( ) and [ ]: a missing one is put where the indentation says that the statement ends, a stray one is left out.

import * as l10n from "@vscode/l10n";
import type { Edits } from "./edits";
import type { LexicalProblem, Token, TokenTypes } from "./token";
import { afterPrevious, applyEdits, insertBefore, noEdits } from "./edits";
import { STATEMENT_WORDS } from "./keywords";
import { missingToken, tokenEnd, tokenType } from "./token";

/** How deep parentheses and brackets may nest: the parser and all that walks the tree are recursive. */
export const MAX_PARENTHESES = 32;

const CLOSERS: Readonly<Record<string, ")" | "]">> = { "(": ")", "[": "]" };
/** What cannot stand within parentheses: there, those that are open must have ended. */
const STOPS = new Set(["{", "}", "|", "->", "@"]);

interface Open {
  readonly index: number;
  readonly token: Token;
  readonly closer: ")" | "]";
  /** The column at which the statement on its line begins. */
  readonly column: number;
}

interface Walk {
  readonly tokens: Token[];
  readonly types: TokenTypes;
  readonly problems: LexicalProblem[];
  readonly edits: Edits;
  open: Open[];
  /** How many brackets beyond the limit are open. */
  ignored: number;
  column: number;
}

/** Returns the tokens with every ( and [ closed in order; reports what it had to change. */
export function balanceParentheses(tokens: Token[], types: TokenTypes, problems: LexicalProblem[]): Token[] {
  const walk: Walk = { tokens, types, problems, edits: noEdits(), open: [], ignored: 0, column: 1 };
  for (let i = 0; i < tokens.length; i++) visit(walk, i);
  closeAll(walk, tokens.length);
  return applyEdits(tokens, walk.edits);
}

function visit(walk: Walk, i: number): void {
  const token = walk.tokens[i];
  if (token === undefined || token.tokenType.name === "NEWLINE") return;
  const name = token.tokenType.name;
  const previous = walk.tokens[i - 1]?.tokenType.name;
  const first = previous === undefined || previous === "NEWLINE";
  if (first || (previous === "|" && walk.open.length === 0)) walk.column = token.startColumn ?? 1;
  if (walk.open.length > 0) closeBefore(walk, i, name, first);
  const closer = CLOSERS[name];
  if (closer !== undefined) open(walk, i, token, closer);
  else if (name === ")" || name === "]") close(walk, i, token, name);
}

/** Closes what cannot be open any more at a token. */
function closeBefore(walk: Walk, i: number, name: string, first: boolean): void {
  if (STOPS.has(name) || (first && beginsStatement(walk.tokens, i))) closeAll(walk, i);
  const isNamed = name === "ID" && walk.tokens[i + 1]?.tokenType.name === "=";
  if (isNamed) closeLists(walk, walk.tokens[i - 1]?.tokenType.name === "," ? i - 1 : i);
}

function beginsStatement(tokens: readonly Token[], i: number): boolean {
  return STATEMENT_WORDS.has(tokens[i]?.image ?? "") && tokens[i + 1]?.tokenType.name === "ID";
}

function open(walk: Walk, index: number, token: Token, closer: ")" | "]"): void {
  if (walk.open.length < MAX_PARENTHESES) {
    walk.open.push({ index, token, closer, column: walk.column });
    return;
  }
  if (walk.ignored === 0)
    report(walk, "nesting-too-deep", l10n.t("Brackets nest more than {0} deep", MAX_PARENTHESES), token);
  walk.ignored++;
  walk.edits.dropped.add(index);
}

function close(walk: Walk, index: number, token: Token, name: ")" | "]"): void {
  if (walk.ignored > 0) {
    walk.ignored--;
    walk.edits.dropped.add(index);
  } else if (!walk.open.some(({ closer }) => closer === name)) {
    report(walk, "unexpected-bracket", l10n.t("Nothing opens this {0}", name), token);
    walk.edits.dropped.add(index);
  } else {
    let last = walk.open.pop();
    while (last !== undefined && last.closer !== name) {
      closeOne(walk, last, index);
      last = walk.open.pop();
    }
  }
}

/** A named argument ends the lists before it. */
function closeLists(walk: Walk, index: number): void {
  if (!walk.open.some(({ closer }) => closer === ")")) return;
  while (walk.open.at(-1)?.closer === "]") {
    const last = walk.open.pop();
    if (last !== undefined) closeOne(walk, last, index);
  }
}

/** Closes what is open before the token at `stop`, innermost first. */
function closeAll(walk: Walk, stop: number): void {
  walk.ignored = 0;
  for (const one of walk.open.reverse()) closeOne(walk, one, stop);
  walk.open = [];
}

function closeOne(walk: Walk, one: Open, stop: number): void {
  const at = afterPrevious(walk.tokens, endOfStatement(walk.tokens, one, stop));
  const previous = walk.tokens[at - 1] ?? one.token;
  const missing = missingToken(tokenType(walk.types, one.closer), one.closer, previous);
  insertBefore(walk.edits, at, missing);
  walk.problems.push({
    code: "unclosed-bracket",
    message: l10n.t("This {0} is not closed", one.token.image),
    offset: one.token.startOffset,
    end: tokenEnd(one.token),
    fix: { offset: missing.startOffset, text: one.closer },
  });
}

/** The index of the first later line that is not indented more than the statement, but `stop` at most. */
function endOfStatement(tokens: readonly Token[], { index, column }: Open, stop: number): number {
  for (let i = index + 1; i < stop; i++) {
    const token = tokens[i];
    const first = tokens[i - 1]?.tokenType.name === "NEWLINE" && token?.tokenType.name !== "NEWLINE";
    if (first && (token?.startColumn ?? 1) <= column) return i;
  }
  return stop;
}

function report(walk: Walk, code: string, message: string, token: Token): void {
  walk.problems.push({ code, message, offset: token.startOffset, end: tokenEnd(token) });
}
