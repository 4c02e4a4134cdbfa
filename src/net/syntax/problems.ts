// What is wrong with a file's syntax: one problem for each mistake, at a precise place, without what follows from it.

import * as l10n from "@vscode/l10n";
import type { ParseResult } from "langium";
import type { Position } from "../../model/origin";
import type { Problem } from "../../model/problem";
import type { NetFile } from "../generated/ast";
import type { NetLexingReport } from "./lexer";
import type { LexicalProblem } from "./token";
import { treeProblems } from "./tree-problems";

/** More than this many would not be read. */
const MAX_PROBLEMS = 500;

/** All problems of a parsed text, in its order. The parser's own errors count only where nothing better is known. */
export function syntaxProblems(result: ParseResult<NetFile>, text: string, uri: string): Problem[] {
  const lexical = merged((result.lexerReport as NetLexingReport | undefined)?.problems ?? []);
  const tree = treeProblems(result.value);
  if (lexical.length === 0 && tree.length === 0 && result.parserErrors.length === 0) return [];
  const starts = lineStarts(text);
  const problems = lexicalProblems(lexical, starts, uri);
  const lines = new Set(problems.map(({ range }) => range.start.line));
  for (const { code, message, range } of tree)
    add(problems, lines, { uri, severity: "error", code, message, range });
  for (const { token } of result.parserErrors) {
    if (problems.length >= MAX_PROBLEMS) break;
    const isEnd = token.image === "" || Number.isNaN(token.startOffset);
    const image = token.image.slice(0, 40).trim();
    const message = isEnd
      ? l10n.t("Unexpected end of the file")
      : l10n.t("Unexpected {0}", image || l10n.t("end of the line"));
    const offset = isEnd ? text.length : token.startOffset;
    const range = { start: positionAt(offset, starts), end: positionAt(offset + token.image.length, starts) };
    add(problems, lines, { uri, severity: "error", code: "unexpected-token", message, range });
  }
  return problems.sort((a, b) => compare(a.range.start, b.range.start)).slice(0, MAX_PROBLEMS);
}

/** Adds a problem unless its line has one already. */
function add(problems: Problem[], lines: Set<number>, problem: Problem): void {
  if (lines.has(problem.range.start.line)) return;
  lines.add(problem.range.start.line);
  problems.push(problem);
}

/** Brackets that one text closes are one problem; what a file that is cut off leaves open is none. */
function merged(problems: readonly LexicalProblem[]): LexicalProblem[] {
  const isCut = problems.some(({ code }) => code === "file-too-large");
  const result: LexicalProblem[] = [];
  const byFix = new Map<string, number>();
  for (const problem of problems) {
    if (result.length >= MAX_PROBLEMS) break;
    if (isCut && problem.code === "unclosed-bracket") continue;
    const { fix, code } = problem;
    const key = fix === undefined ? "" : `${code} ${fix.offset}`;
    const index = byFix.get(key);
    const other = index === undefined ? undefined : result[index];
    if (fix !== undefined && index !== undefined && other?.fix !== undefined) {
      result[index] = { ...other, fix: { offset: fix.offset, text: other.fix.text + fix.text } };
    } else {
      if (fix !== undefined) byFix.set(key, result.length);
      result.push(problem);
    }
  }
  return result;
}

function lexicalProblems(
  lexical: readonly LexicalProblem[],
  starts: readonly number[],
  uri: string,
): Problem[] {
  const problems = lexical.map((problem) => toProblem(problem, starts, uri));
  const strongest = new Map<number, Problem>();
  for (const problem of problems) {
    const { line } = problem.range.start;
    const known = strongest.get(line);
    if (known === undefined || rank(problem) < rank(known)) strongest.set(line, problem);
  }
  return problems.filter((problem) => {
    const best = strongest.get(problem.range.start.line);
    return best === undefined || problem === best || (rank(problem) === rank(best) && rank(best) > 0);
  });
}

/** 0: what explains the other problems on its line. */
function rank({ code }: Problem): number {
  return code === "unterminated-text" || code === "unterminated-comment"
    ? 0
    : code === "unclosed-bracket"
      ? 1
      : 2;
}

function toProblem(
  { code, message, offset, end, fix, replacement }: LexicalProblem,
  starts: readonly number[],
  uri: string,
): Problem {
  const range = { start: positionAt(offset, starts), end: positionAt(end, starts) };
  const base = { uri, severity: "error", code, message, range } as const;
  if (replacement !== undefined) return { ...base, data: { replacement } };
  if (fix === undefined) return base;
  const { line, character } = positionAt(fix.offset, starts);
  return { ...base, data: { insertion: fix.text, line, character } };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  return starts;
}

function positionAt(offset: number, starts: readonly number[]): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
