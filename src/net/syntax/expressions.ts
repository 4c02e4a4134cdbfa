// Repairs expressions token by token: operators without a side, signs that fit nowhere, chains that are too long.

import * as l10n from "@vscode/l10n";
import type { Edits } from "./edits";
import type { LexicalProblem, Token, TokenTypes } from "./token";
import { applyEdits, noEdits } from "./edits";
import { retype, tokenEnd, tokenType } from "./token";

/** How long chains may be that the tree nests: the parser and all that walks the tree are recursive. */
const MAX_OPERATORS = 128;
const MAX_CHAIN = 32;

const BINARY = new Set(["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or"]);
const OPERAND_STARTS = new Set([
  "ID",
  "NUMBER",
  "STRING",
  "(",
  "[",
  "in",
  "true",
  "false",
  "not",
  "-",
  "+",
  "INCOMPLETE",
]);
/** What a list of arguments or parameters follows; a definition may lack its name. */
const CALLED = new Set(["ID", "network", "block"]);
const OPERANDS = new Set(["ID", "NUMBER", "STRING", "in", "true", "false"]);
const PREFIXES = new Set(["not", "-", "+"]);
const OPERAND_ENDS = new Set(["ID", "NUMBER", "STRING", ")", "]", "in", "true", "false", "INCOMPLETE"]);

/** One level of brackets, and how long its current chains are. */
interface Level {
  readonly kind: "outside" | "call" | "group" | "list";
  /** An index bracket beyond the limit, left out with its end. */
  readonly ignored: boolean;
  operators: number;
  prefixes: number;
  postfixes: number;
  /** How many `if … else …` are open, and how many there were. */
  ifs: number;
  conditionals: number;
}

interface Walk {
  readonly tokens: Token[];
  readonly types: TokenTypes;
  readonly problems: LexicalProblem[];
  readonly edits: Edits;
  readonly levels: Level[];
  /** How many `else if` follow one another. */
  choices: number;
  previous: string | undefined;
}

/** Returns the tokens with every operator in its place; reports what it had to change. Brackets must be balanced. */
export function repairExpressions(tokens: Token[], types: TokenTypes, problems: LexicalProblem[]): Token[] {
  const walk: Walk = {
    tokens,
    types,
    problems,
    edits: noEdits(),
    levels: [level("outside", false)],
    choices: 0,
    previous: undefined,
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) continue;
    visit(walk, token, i);
    if (!walk.edits.dropped.has(i)) walk.previous = token.tokenType.name;
  }
  return applyEdits(tokens, walk.edits);
}

function level(kind: Level["kind"], ignored: boolean): Level {
  return { kind, ignored, operators: 0, prefixes: 0, postfixes: 0, ifs: 0, conditionals: 0 };
}

type Visit = (walk: Walk, current: Level, token: Token, i: number, operand: boolean) => void;

const VISITS: ReadonlyMap<string, Visit> = new Map<string, Visit>([
  ["(", openLevel],
  ["[", openLevel],
  [")", closeLevel],
  ["]", closeLevel],
  [",", restart],
  ["NEWLINE", restart],
  ["{", restart],
  ["}", restart],
  ["if", visitChoice],
  ["else", visitChoice],
  ["not", visitPrefix],
  [".", visitDot],
  ["=", visitAssignment],
  ...[...BINARY].map((name) => [name, visitOperator] as const),
]);

function visit(walk: Walk, token: Token, i: number): void {
  const name = token.tokenType.name;
  const current = walk.levels.at(-1) ?? level("outside", false);
  const operand = walk.previous !== undefined && OPERAND_ENDS.has(walk.previous);
  const visitToken = VISITS.get(name);
  if (visitToken !== undefined) visitToken(walk, current, token, i, operand);
  else if (operand && current.kind !== "outside" && OPERANDS.has(name)) {
    report(walk, token, "missing-comma", l10n.t("Expected , before {0}", token.image));
  }
  if (OPERAND_STARTS.has(name) && !PREFIXES.has(name)) current.prefixes = 0;
}

function openLevel(walk: Walk, current: Level, token: Token, i: number, operand: boolean): void {
  const kind = token.tokenType.name === "[" ? "list" : CALLED.has(walk.previous ?? "") ? "call" : "group";
  const ignored = kind === "list" && operand && ++current.postfixes > MAX_CHAIN;
  if (ignored) tooLong(walk, token, i, current.postfixes === MAX_CHAIN + 1);
  walk.levels.push(level(kind, ignored));
}

function closeLevel(walk: Walk, _current: Level, _token: Token, i: number): void {
  if (walk.levels.length > 1 && walk.levels.pop()?.ignored === true) walk.edits.dropped.add(i);
}

function restart(walk: Walk, current: Level, token: Token): void {
  Object.assign(current, level(current.kind, current.ignored));
  if (token.tokenType.name === "NEWLINE") walk.choices = 0;
}

function visitChoice(walk: Walk, current: Level, token: Token, i: number, operand: boolean): void {
  const isElse = token.tokenType.name === "else";
  if (current.kind === "outside") {
    if (isElse && walk.previous === "}" && ++walk.choices > MAX_CHAIN)
      tooLong(walk, token, i, walk.choices === MAX_CHAIN + 1);
    return;
  }
  if (!operand || (isElse && current.ifs === 0)) drop(walk, token, i);
  else if (!isElse && ++current.conditionals > MAX_CHAIN)
    tooLong(walk, token, i, current.conditionals === MAX_CHAIN + 1);
  else current.ifs += isElse ? -1 : 1;
}

function visitPrefix(walk: Walk, current: Level, token: Token, i: number): void {
  if (++current.prefixes > MAX_CHAIN) tooLong(walk, token, i, current.prefixes === MAX_CHAIN + 1);
}

function visitOperator(walk: Walk, current: Level, token: Token, i: number, operand: boolean): void {
  const next = walk.tokens[i + 1]?.tokenType.name;
  const sign = token.image === "-" || token.image === "+";
  if (next === undefined || !OPERAND_STARTS.has(next) || (!operand && !sign)) {
    if (current.kind === "outside" && !operand && !sign) return;
    retype(token, tokenType(walk.types, "INCOMPLETE"));
    report(
      walk,
      token,
      "missing-operand",
      operand
        ? l10n.t("{0} lacks its right side", token.image)
        : l10n.t("{0} lacks its left side", token.image),
    );
  } else if (!operand) {
    visitPrefix(walk, current, token, i);
  } else if (++current.operators > MAX_OPERATORS) {
    tooLong(walk, token, i, current.operators === MAX_OPERATORS + 1);
  }
  if (operand) current.postfixes = 0;
}

function visitDot(walk: Walk, current: Level, token: Token, i: number, operand: boolean): void {
  if (!operand && current.kind !== "outside") drop(walk, token, i);
  else if (operand && walk.tokens[i + 1]?.tokenType.name !== "ID")
    report(walk, token, "missing-name", l10n.t("Expected a name after ."));
  else if (operand && ++current.postfixes > MAX_CHAIN)
    tooLong(walk, token, i, current.postfixes === MAX_CHAIN + 1);
}

function visitAssignment(walk: Walk, current: Level, token: Token, i: number, operand: boolean): void {
  if (current.kind === "outside") {
    if (operand && isInCondition(walk, i)) compare(walk, token);
    return;
  }
  const next = walk.tokens[i + 1]?.tokenType.name;
  if (current.kind !== "call" || walk.previous !== "ID" || walk.tokens[i - 2]?.tokenType.name === "=")
    drop(walk, token, i);
  else if (next === "," || next === ")")
    report(walk, token, "missing-value", l10n.t("{0} has no value", walk.tokens[i - 1]?.image ?? ""));
}

/** Whether an `if` before it on its line is still without its body. */
function isInCondition(walk: Walk, i: number): boolean {
  for (let before = i - 1; before >= 0; before--) {
    const name = walk.tokens[before]?.tokenType.name;
    if (name === "if") return true;
    if (name === undefined || name === "NEWLINE" || name === "{" || name === "}" || name === "->")
      return false;
  }
  return false;
}

/** `if stride = 2` is read as the comparison that is meant. */
function compare(walk: Walk, token: Token): void {
  const offset = token.startOffset;
  const end = tokenEnd(token);
  retype(token, tokenType(walk.types, "=="));
  token.image = "==";
  const message = l10n.t("A comparison is written ==; = names things");
  walk.problems.push({ code: "unexpected-token", message, offset, end, replacement: "==" });
}

function drop(walk: Walk, token: Token, i: number): void {
  walk.edits.dropped.add(i);
  report(walk, token, "unexpected-token", l10n.t("Unexpected {0}", token.image));
}

function tooLong(walk: Walk, token: Token, i: number, first: boolean): void {
  walk.edits.dropped.add(i);
  if (first) report(walk, token, "nesting-too-deep", l10n.t("This expression or choice is too long"));
}

function report(walk: Walk, token: Token, code: string, message: string): void {
  walk.problems.push({ code, message, offset: token.startOffset, end: tokenEnd(token) });
}
