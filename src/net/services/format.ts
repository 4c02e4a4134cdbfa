// Formatting: two spaces for each level, and the same spacing everywhere. Line breaks stay where they are.

import type { Range, TextEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { scanNet } from "../syntax/parse";
import type { ParsedFile } from "../syntax/parse";
import type { Token } from "../syntax/token";
import { spaceBetween } from "./spacing";

const STEP = 2;

/** The state of the indentation at the start of a line. */
interface Level {
  /** Where the body's statements begin, and where its brace closes. */
  readonly inner: number;
  readonly outer: number;
  /** Whether a `|` has begun a branch: its further lines stand deeper. */
  inBranch: boolean;
}

interface Line {
  readonly tokens: readonly Token[];
  readonly text: string;
  /** The column of the comment that goes on in this line, and where it stood before. */
  readonly comment: Token | undefined;
}

/** The edits that format a text, or some lines of it; none while its syntax is wrong, so that nothing gets worse. */
export function formatEdits(text: TextDocument, file: ParsedFile, range: Range | undefined): TextEdit[] {
  if (file.problems.length > 0) return [];
  const source = file.text;
  const eol = source.includes("\r\n") ? "\r\n" : "\n";
  const before = source.split(/\r\n|\r|\n/);
  const after = formatted(source);
  if (!sameTokens(source, after.map(({ text: line }) => line).join(eol))) return [];
  const edits: TextEdit[] = [];
  for (const [i, line] of before.entries()) {
    const wanted = after[i]?.text ?? "";
    const outside = range !== undefined && (i < range.start.line || i > range.end.line);
    if (outside || wanted === line) continue;
    edits.push({
      range: { start: { line: i, character: 0 }, end: { line: i, character: line.length } },
      newText: wanted,
    });
  }
  return range === undefined ? [...edits, ...blankLineEdits(text, before)] : edits;
}

function formatted(source: string): Line[] {
  const levels: Level[] = [{ inner: 0, outer: 0, inBranch: false }];
  let brackets = 0;
  const columns = new Map<Token, number>();
  const result: Line[] = [];
  for (const line of linesOf(source)) {
    if (line.tokens.length === 0 || isCommentRest(line)) {
      result.push({ ...line, text: commentLine(line, columns) });
      continue;
    }
    const column = columnOf(line.tokens, levels, brackets, result);
    const first = line.tokens[0];
    if (first !== undefined) columns.set(first, column);
    result.push({ ...line, text: " ".repeat(column) + joined(line.tokens, brackets > 0) });
    brackets = track(line.tokens, column, levels, brackets);
  }
  return result;
}

/** A line of a comment keeps its text; one that begins with `*` moves with the comment's first line. */
function commentLine({ text, tokens, comment }: Line, columns: ReadonlyMap<Token, number>): string {
  const column = comment && columns.get(comment);
  const rest = text.trim();
  if (column === undefined || tokens.length > 0 || !rest.startsWith("*")) return text.trimEnd();
  return `${" ".repeat(column + 1)}${rest}`;
}

/** The tokens and comments of each line; a comment of several lines is on its first one only. */
function linesOf(source: string): Line[] {
  const { tokens, comments } = scanNet(source);
  const all = [...tokens.filter(({ tokenType }) => tokenType.name !== "NEWLINE"), ...comments].sort(
    (a, b) => a.startOffset - b.startOffset,
  );
  const lines = source
    .split(/\r\n|\r|\n/)
    .map((text): { tokens: Token[]; text: string; comment: Token | undefined } => ({
      tokens: [],
      text,
      comment: undefined,
    }));
  for (const token of all) {
    lines[(token.startLine ?? 1) - 1]?.tokens.push(token);
    for (const line of lines.slice(token.startLine ?? 1, token.endLine ?? 1)) line.comment = token;
  }
  return lines;
}

/** A comment over several lines ends within a line: what follows it there stays as it is. */
function isCommentRest({ tokens, text }: Line): boolean {
  const first = tokens[0];
  return first !== undefined && text.slice(0, (first.startColumn ?? 1) - 1).trim() !== "";
}

/** The column of a line's first token. */
function columnOf(
  tokens: readonly Token[],
  levels: readonly Level[],
  brackets: number,
  before: readonly Line[],
): number {
  const level = levels.at(-1) ?? { inner: 0, outer: 0, inBranch: false };
  const first = tokens[0]?.image;
  if (first === "}") return level.outer;
  if (first === "|") return level.inner;
  const statement = level.inner + (level.inBranch ? STEP : 0);
  if (brackets > 0) return first === ")" || first === "]" ? statement : statement + STEP;
  const last = before
    .findLast((line) => line.tokens.length > 0)
    ?.tokens.findLast((token) => !isComment(token));
  return first === "->" || last?.image === "->" ? statement + STEP : statement;
}

/** Follows the brackets of a line; returns how many round and square ones are open after it. */
function track(tokens: readonly Token[], column: number, levels: Level[], open: number): number {
  let brackets = open;
  let base = column + (tokens[0]?.image === "|" ? STEP : 0);
  for (const { image, tokenType } of tokens) {
    const level = levels.at(-1);
    if (image === "|" && level !== undefined) level.inBranch = true;
    else if (image === "{") levels.push({ inner: base + STEP, outer: base, inBranch: false });
    else if (image === "}" && levels.length > 1) base = levels.pop()?.outer ?? 0;
    else if (tokenType.name === "(" || tokenType.name === "[") brackets++;
    else if (tokenType.name === ")" || tokenType.name === "]") brackets--;
  }
  return brackets;
}

function joined(tokens: readonly Token[], open: boolean): string {
  let text = "";
  for (const [i, token] of tokens.entries()) {
    const previous = tokens[i - 1];
    const space = previous === undefined ? "" : spaceBetween(tokens[i - 2], previous, token, tokens, i, open);
    text += space + (isComment(token) ? (token.image.split(/[\r\n]/, 1)[0] ?? "").trimEnd() : token.image);
  }
  return text;
}

/** Deletes all but one of several blank lines, and those at the end. */
function blankLineEdits(text: TextDocument, lines: readonly string[]): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let i = 1; i < lines.length - 1; i++) {
    if (lines[i]?.trim() !== "" || lines[i - 1]?.trim() !== "") continue;
    edits.push({
      range: { start: { line: i, character: 0 }, end: { line: i + 1, character: 0 } },
      newText: "",
    });
  }
  if (lines.at(-1)?.trim() !== "")
    edits.push({
      range: { start: text.positionAt(text.getText().length), end: text.positionAt(text.getText().length) },
      newText: text.getText().includes("\r\n") ? "\r\n" : "\n",
    });
  return edits;
}

function isComment({ tokenType }: Token): boolean {
  return tokenType.name === "LINE_COMMENT" || tokenType.name === "BLOCK_COMMENT";
}

/** Whether two texts have the same tokens: formatting never changes what a file means. */
function sameTokens(a: string, b: string): boolean {
  const images = (source: string): string =>
    scanNet(source)
      .tokens.map(({ image, tokenType }) => (tokenType.name === "NEWLINE" ? "\n" : image))
      .join(" ");
  return images(a) === images(b);
}
