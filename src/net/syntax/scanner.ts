// Text → tokens: one linear pass that never fails. Words come out as identifiers; keywords.ts decides which are keywords.

import * as l10n from "@vscode/l10n";
import type { LexicalProblem, Token, TokenType, TokenTypes } from "./token";
import { startsDivision } from "./division";
import { numberValue } from "./number";
import { textToken, tokenType } from "./token";

export interface Scan {
  readonly tokens: Token[];
  /** Line and block comments, in order. */
  readonly comments: Token[];
  readonly problems: LexicalProblem[];
}

interface Scanner {
  readonly text: string;
  readonly types: TokenTypes;
  readonly result: Scan;
  offset: number;
  line: number;
  lineStart: number;
  /** How many round and square brackets are open; braces close them all. */
  depth: number;
  /** The offset of the last end of a comment that was looked for; -1: there is none any more. */
  commentEnd: number;
}

/** More than this (some 40,000 lines) is not read, so that no file blocks the editor for long. */
const MAX_TOKENS = 400_000;

/** How much of a line decides whether `//` divides. */
const LOOKAHEAD = 256;

const OPERATORS = ["->", "==", "!=", "<=", ">=", ..."()[]{}|,=.@+-*/%<>"];
const WORD = /[\p{L}\p{M}\p{N}_]*/uy;
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?[\p{L}\p{M}\p{N}_]*/uy;
const STRING = /"(?:\\[^\r\n]|[^"\\\r\n])*"?|'(?:\\[^\r\n]|[^'\\\r\n])*'?/y;
const LINE = /[^\r\n]*/y;
/** What is no token: a run of it is one problem. */
const JUNK = /[^\s\p{L}\p{M}\p{N}_()[\]{}|,=.@+\-*/%<>"']+|[^\s]/uy;
const SPACE = /[^\S\r\n]+/y;
const COMMENT_CONTINUED = /(?:[^\r\n]*)(?:(?:\r\n|\r|\n)[^\S\r\n]*\*[^\r\n]*)*/y;

/** Reads tokens, comments and lexical problems. Never throws; time is linear in the text. */
export function scan(text: string, types: TokenTypes): Scan {
  const result: Scan = { tokens: [], comments: [], problems: [] };
  if (isBinary(text)) {
    result.problems.push({
      code: "binary-file",
      message: l10n.t("This is no text, but binary data"),
      offset: 0,
      end: 1,
    });
    return result;
  }
  const scanner: Scanner = { text, types, result, offset: 0, line: 0, lineStart: 0, depth: 0, commentEnd: 0 };
  while (scanner.offset < text.length && result.tokens.length < MAX_TOKENS) scanOne(scanner);
  if (scanner.offset < text.length) {
    const message = l10n.t("Only the first {0} lines are read: the file is too large", scanner.line + 1);
    result.problems.push({
      code: "file-too-large",
      message,
      offset: scanner.offset,
      end: scanner.offset + 1,
    });
  }
  return result;
}

/** Whether more than 1% of the beginning are control characters, which text has not. */
function isBinary(text: string): boolean {
  const beginning = text.slice(0, 65_536);
  const controls = beginning.match(/[\0-\x08\x0e-\x1f\uFFFD]/g)?.length ?? 0;
  return controls > 8 && controls > beginning.length / 100;
}

function scanOne(scanner: Scanner): void {
  const code = scanner.text.charCodeAt(scanner.offset);
  if (code === 32 || code === 9) {
    scanner.offset++;
  } else if (code === 10 || code === 13) {
    scanNewline(scanner, code);
  } else if (isWordStart(code)) {
    push(scanner, tokenType(scanner.types, "ID"), wordAt(scanner));
  } else if (isDigit(code) || (code === 46 && isDigit(scanner.text.charCodeAt(scanner.offset + 1)))) {
    scanNumber(scanner);
  } else if (code === 34 || code === 39) {
    scanString(scanner);
  } else if ((code === 47 && scanComment(scanner)) || (code === 35 && scanHashComment(scanner))) {
    return;
  } else {
    scanOther(scanner, code);
  }
}

function scanNewline(scanner: Scanner, code: number): void {
  const image =
    code === 13 && scanner.text.charCodeAt(scanner.offset + 1) === 10
      ? "\r\n"
      : scanner.text.charAt(scanner.offset);
  push(scanner, tokenType(scanner.types, "NEWLINE"), image);
  scanner.line++;
  scanner.lineStart = scanner.offset;
}

function scanNumber(scanner: Scanner): void {
  const { offset } = scanner;
  const image = numberAt(scanner);
  push(scanner, tokenType(scanner.types, "NUMBER"), image);
  if (!Number.isNaN(numberValue(image))) return;
  const message = l10n.t(
    "{0} is no number: expected digits and a suffix such as K, M, G, KB, MB or GB",
    image,
  );
  scanner.result.problems.push({ code: "malformed-number", message, offset, end: scanner.offset });
}

function scanString(scanner: Scanner): void {
  const { offset } = scanner;
  const image = matchAt(STRING, scanner);
  push(scanner, tokenType(scanner.types, "STRING"), image);
  const closed = image.length > 1 && image.endsWith(image.charAt(0)) && !/[^\\](?:\\\\)*\\.$/.test(image);
  if (closed) return;
  scanner.result.problems.push({
    code: "unterminated-text",
    message: l10n.t("The text {0} has no closing quote", image.slice(0, 40)),
    offset,
    end: offset + image.length,
    fix: { offset: offset + image.length, text: image.charAt(0) },
  });
}

/** A comment, or the operator `//`; false when neither begins here. */
function scanComment(scanner: Scanner): boolean {
  const next = scanner.text.charCodeAt(scanner.offset + 1);
  if (next === 47) {
    const previous = scanner.result.tokens.at(-1);
    const rest =
      scanner.text.slice(scanner.offset + 2, scanner.offset + 2 + LOOKAHEAD).split(/[\r\n]/, 1)[0] ?? "";
    if (startsDivision(rest, previous, scanner.depth > 0))
      push(scanner, tokenType(scanner.types, "//"), "//");
    else pushComment(scanner, "LINE_COMMENT", matchAt(LINE, scanner));
    return true;
  }
  if (next !== 42) return false;
  const end = commentEnd(scanner);
  const other = scanner.text.indexOf("/*", scanner.offset + 2);
  if (end >= 0 && (other < 0 || other > end)) {
    pushComment(scanner, "BLOCK_COMMENT", scanner.text.slice(scanner.offset, end + 2));
    return true;
  }
  scanner.result.problems.push({
    code: "unterminated-comment",
    message: l10n.t("This comment has no closing */"),
    offset: scanner.offset,
    end: scanner.offset + 2,
  });
  pushComment(scanner, "BLOCK_COMMENT", matchAt(COMMENT_CONTINUED, scanner));
  return true;
}

/** A comment as in Python: one mistake, not one for each of its words; false when `#` stands within something. */
function scanHashComment(scanner: Scanner): boolean {
  const { offset, text } = scanner;
  if (offset > scanner.lineStart && !/\s/.test(text.charAt(offset - 1))) return false;
  scanner.result.problems.push({
    code: "unexpected-character",
    message: l10n.t("A comment begins with //, not with #"),
    offset,
    end: offset + 1,
    replacement: "//",
  });
  pushComment(scanner, "LINE_COMMENT", matchAt(LINE, scanner));
  return true;
}

/** Where the next comment ends, or -1; remembered, so that many openings without an end stay linear. */
function commentEnd(scanner: Scanner): number {
  if (scanner.commentEnd !== -1 && scanner.commentEnd < scanner.offset + 2) {
    scanner.commentEnd = scanner.text.indexOf("*/", scanner.offset + 2);
  }
  return scanner.commentEnd;
}

function scanOther(scanner: Scanner, code: number): void {
  const { text, offset } = scanner;
  const pair = PAIRS.get(text.slice(offset, offset + 2));
  const operator = pair ?? SINGLES.get(code);
  if (operator !== undefined) {
    if (code === 40 || code === 91) scanner.depth++;
    else if (code === 41 || code === 93) scanner.depth = Math.max(0, scanner.depth - 1);
    else if (code === 123 || code === 125) scanner.depth = 0;
    push(scanner, tokenType(scanner.types, operator), operator);
    return;
  }
  const space = matchAt(SPACE, scanner);
  const letters = space === "" ? matchAt(WORD, scanner) : "";
  if (space !== "") scanner.offset += space.length;
  else if (letters !== "") push(scanner, tokenType(scanner.types, "ID"), letters);
  else skipJunk(scanner);
}

const PAIRS = new Map(OPERATORS.filter((text) => text.length === 2).map((text) => [text, text]));
const SINGLES = new Map(
  OPERATORS.filter((text) => text.length === 1).map((text) => [text.charCodeAt(0), text]),
);

function skipJunk(scanner: Scanner): void {
  const { offset } = scanner;
  const junk = matchAt(JUNK, scanner) || scanner.text.charAt(offset);
  scanner.offset += junk.length;
  scanner.result.problems.push({
    code: "unexpected-character",
    message:
      junk.length === 1
        ? l10n.t("Unexpected character {0}", shown(junk))
        : l10n.t("Unexpected characters {0}", shown(junk)),
    offset,
    end: offset + junk.length,
  });
}

/** Text from the file for a message: control characters as code points, and not endless. */
function shown(text: string): string {
  const first = Array.from(text.slice(0, 20));
  return first
    .map((char) =>
      /\p{C}/u.test(char)
        ? `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`
        : char,
    )
    .join("");
}

function push(scanner: Scanner, type: TokenType, image: string): void {
  scanner.result.tokens.push(textToken(type, image, scanner.offset, scanner.line, scanner.lineStart));
  scanner.offset += image.length;
}

function pushComment(scanner: Scanner, typeName: string, image: string): void {
  const token = textToken(
    tokenType(scanner.types, typeName),
    image,
    scanner.offset,
    scanner.line,
    scanner.lineStart,
  );
  const lines = image.split(/\r\n|\r|\n/);
  scanner.offset += image.length;
  if (lines.length > 1) {
    const last = lines.at(-1) ?? "";
    scanner.line += lines.length - 1;
    scanner.lineStart = scanner.offset - last.length;
    token.endLine = scanner.line + 1;
    token.endColumn = last.length;
  }
  scanner.result.comments.push(token);
}

function matchAt(pattern: RegExp, scanner: Scanner): string {
  pattern.lastIndex = scanner.offset;
  return pattern.exec(scanner.text)?.[0] ?? "";
}

function wordAt(scanner: Scanner): string {
  let end = scanner.offset;
  let code = scanner.text.charCodeAt(end);
  while (isWordStart(code) || isDigit(code)) code = scanner.text.charCodeAt(++end);
  return code > 127 ? matchAt(WORD, scanner) : scanner.text.slice(scanner.offset, end);
}

function numberAt(scanner: Scanner): string {
  let end = scanner.offset;
  let code = scanner.text.charCodeAt(end);
  while (isDigit(code)) code = scanner.text.charCodeAt(++end);
  return code > 127 || code === 46 || isWordStart(code)
    ? matchAt(NUMBER, scanner)
    : scanner.text.slice(scanner.offset, end);
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
