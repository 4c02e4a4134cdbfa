// What is being typed at a place: found from the tokens before it, so that it works in the middle of broken text.

import type { ParsedFile } from "../syntax/parse";
import { scanNet } from "../syntax/parse";
import type { Token } from "../syntax/token";
import { tokenEnd } from "../syntax/token";

/** A call whose parentheses are open at the cursor. */
export interface OpenCall {
  readonly name: string;
  /** Whether it is an annotation's. */
  readonly annotation: boolean;
  /** How many arguments lie before the cursor. */
  readonly index: number;
  /** The names of the named arguments, before the cursor and after it. */
  readonly named: readonly string[];
  /** How many positional arguments come before the cursor. */
  readonly positional: number;
}

export type CursorContext =
  | { readonly kind: "nothing" }
  /** At the start of a statement at the top level. */
  | { readonly kind: "top" }
  /** Where a layer may stand; `statement`: at the start of a statement. */
  | { readonly kind: "element"; readonly statement: boolean; readonly branch: boolean }
  | { readonly kind: "annotation" }
  | {
      readonly kind: "argument";
      readonly call: OpenCall;
      readonly named: string | undefined;
      readonly list: boolean;
    }
  | { readonly kind: "value" }
  | { readonly kind: "member"; readonly receiver: string }
  | { readonly kind: "output" }
  | { readonly kind: "import-name" }
  | { readonly kind: "import-path"; readonly typed: string }
  /** Within the text of a named argument. */
  | { readonly kind: "text"; readonly call: OpenCall | undefined; readonly named: string | undefined };

/** The cursor: its context, and the word that is being typed. */
export interface Cursor {
  readonly context: CursorContext;
  /** Where the word begins that a completion replaces. */
  readonly start: number;
}

const STATEMENT_STARTS = new Set(["NEWLINE", "{", "}", "|"]);
const STOPS = new Set(["{", "}", "|", "->"]);

/** What is being typed at an offset. */
export function cursorAt(file: ParsedFile, offset: number): Cursor {
  const { tokens, comments } = scanNet(file.text);
  const commented = comments.some(
    (comment) =>
      comment.startOffset < offset && offset < tokenEnd(comment) + (comment.image.startsWith("//") ? 1 : 0),
  );
  if (commented) return { context: { kind: "nothing" }, start: offset };
  let count = tokens.findIndex((token) => tokenEnd(token) >= offset);
  if (count < 0) count = tokens.length;
  const touched = tokens[count];
  if (touched?.tokenType.name === "STRING" && touched.startOffset < offset) {
    return { context: textContext(tokens, count, offset), start: offset };
  }
  const isWord = touched?.tokenType.name === "ID" && touched.startOffset < offset;
  if (touched !== undefined && !isWord && touched.startOffset < offset) count++;
  if (touched?.tokenType.name === "NUMBER" && touched.startOffset < offset)
    return { context: { kind: "nothing" }, start: offset };
  return { context: contextOf(tokens, count), start: isWord ? touched.startOffset : offset };
}

/** The context of the token that would stand at index `end`. */
function contextOf(tokens: readonly Token[], end: number): CursorContext {
  const previous = nameOf(tokens, end - 1);
  if (previous === "@") return { kind: "annotation" };
  if (previous === ".") return { kind: "member", receiver: tokens[end - 2]?.image ?? "" };
  const bracket = openBracket(tokens, end);
  if (bracket !== undefined) return argumentContext(tokens, bracket, end);
  const head = statementHead(tokens, end);
  const begun = head < end ? begunContext(tokens, head, end) : undefined;
  if (begun !== undefined) return begun;
  if (previous === "->" || previous === "=") return { kind: "element", statement: false, branch: false };
  if (head < end) return { kind: "nothing" };
  if (depthAt(tokens, end) === 0) return { kind: "top" };
  return { kind: "element", statement: true, branch: previous === "|" };
}

/** The context within a statement that began with a keyword. */
function begunContext(tokens: readonly Token[], head: number, end: number): CursorContext | undefined {
  switch (tokens[head]?.image) {
    case "import":
      return importContext(tokens, head, end);
    case "let":
      return valueAfter(tokens, head, end, "=");
    case "output":
      return { kind: "output" };
    case "if":
    case "repeat":
      return { kind: "value" };
    case "auxiliary":
    case "block":
    case "input":
    case "network":
    case "stage":
      return { kind: "nothing" };
    default:
      return undefined;
  }
}

function valueAfter(tokens: readonly Token[], head: number, end: number, sign: string): CursorContext {
  return tokens.slice(head, end).some((token) => token.tokenType.name === sign)
    ? { kind: "value" }
    : { kind: "nothing" };
}

function importContext(tokens: readonly Token[], head: number, end: number): CursorContext {
  const between = tokens.slice(head, end).map((token) => token.tokenType.name);
  return between.includes("{") && !between.includes("}") && tokens[end - 1]?.image !== "as"
    ? { kind: "import-name" }
    : { kind: "nothing" };
}

/** Within a quoted text: of an import, or of an argument. */
function textContext(tokens: readonly Token[], index: number, offset: number): CursorContext {
  const token = tokens[index];
  const head = statementHead(tokens, index);
  if (tokens[head]?.image === "import" && head < index) {
    return { kind: "import-path", typed: token?.image.slice(1, offset - token.startOffset) ?? "" };
  }
  const bracket = openBracket(tokens, index);
  const call = bracket === undefined ? undefined : openCall(tokens, bracket, index);
  return { kind: "text", call, named: namedArgument(tokens, index) };
}

function argumentContext(tokens: readonly Token[], bracket: number, end: number): CursorContext {
  const list = nameOf(tokens, bracket) === "[";
  const call = openCall(tokens, bracket, end);
  if (call === undefined) {
    const head = statementHead(tokens, bracket);
    return ["network", "block"].includes(tokens[head]?.image ?? "") && nameOf(tokens, end - 1) !== "="
      ? { kind: "nothing" }
      : { kind: "value" };
  }
  return { kind: "argument", call, named: namedArgument(tokens, end), list };
}

/** The parameter's name when the value of a named argument stands at index `end`, or is in the middle of it. */
function namedArgument(tokens: readonly Token[], end: number): string | undefined {
  for (let i = end - 1; i > 0; i--) {
    const name = nameOf(tokens, i);
    if (name === "=") return tokens[i - 1]?.image;
    if (name === "," || name === "(" || STOPS.has(name ?? "")) return undefined;
  }
  return undefined;
}

/** The index of the innermost bracket that is open at index `end`. */
function openBracket(tokens: readonly Token[], end: number): number | undefined {
  let depth = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = end - 1; i >= 0; i--) {
    const name = nameOf(tokens, i) ?? "";
    if (STOPS.has(name)) return undefined;
    if (name === ")" || name === "]") depth++;
    // A bracket that a line of its statement's indentation follows was left open by mistake.
    if ((name === "(" || name === "[") && depth-- === 0)
      return least <= headColumn(tokens, i) ? undefined : i;
    if (name === "NEWLINE") least = Math.min(least, columnAfter(tokens, i, end));
  }
  return undefined;
}

/** The column at which the line after the line end at `i` begins; an empty line counts when the cursor is on it. */
function columnAfter(tokens: readonly Token[], i: number, end: number): number {
  const after = tokens[i + 1];
  if (after === undefined || i + 1 > end || (i + 1 < end && after.tokenType.name === "NEWLINE"))
    return Number.POSITIVE_INFINITY;
  return after.startColumn ?? 1;
}

function headColumn(tokens: readonly Token[], index: number): number {
  return tokens[statementHead(tokens, index)]?.startColumn ?? 1;
}

function openCall(tokens: readonly Token[], bracket: number, end: number): OpenCall | undefined {
  if (nameOf(tokens, bracket) === "[") {
    const outer = openBracket(tokens, bracket);
    return outer === undefined ? undefined : openCall(tokens, outer, bracket);
  }
  const callee = tokens[bracket - 1];
  if (callee?.tokenType.name !== "ID") return undefined;
  const before = tokens[bracket - 2];
  if (before?.image === "network" || before?.image === "block") return undefined;
  const commas = splitArguments(tokens, bracket, end);
  const all = namesOf(tokens, bracket);
  return {
    name: callee.image,
    annotation: before?.tokenType.name === "@",
    index: commas.length,
    named: all,
    positional: commas.filter((start) => nameOf(tokens, start + 1) !== "=").length,
  };
}

/** The indices at which the arguments before `end` begin that a comma follows. */
function splitArguments(tokens: readonly Token[], bracket: number, end: number): number[] {
  const starts: number[] = [];
  let depth = 0;
  let start = bracket + 1;
  for (let i = bracket + 1; i < end; i++) {
    const name = nameOf(tokens, i);
    if (name === "(" || name === "[") depth++;
    else if (name === ")" || name === "]") depth--;
    else if (name === "," && depth === 0) {
      starts.push(start);
      start = i + 1;
    }
  }
  return starts;
}

function namesOf(tokens: readonly Token[], bracket: number): string[] {
  const names: string[] = [];
  const column = headColumn(tokens, bracket);
  let depth = 0;
  for (let i = bracket + 1; i < tokens.length && depth >= 0; i++) {
    const name = nameOf(tokens, i) ?? "";
    if (name === "(" || name === "[") depth++;
    else if (name === ")" || name === "]") depth--;
    else if (STOPS.has(name) || (name === "NEWLINE" && columnAfter(tokens, i, i + 2) <= column)) break;
    else if (name === "=" && depth === 0) names.push(tokens[i - 1]?.image ?? "");
  }
  return names;
}

/** The index of the first token of the statement that the token at `index` belongs to; `index` when it begins one. */
function statementHead(tokens: readonly Token[], index: number): number {
  let braces = 0;
  for (let i = index - 1; i >= 0; i--) {
    const name = nameOf(tokens, i) ?? "";
    // The braces of an import are part of it.
    if (name === "}" && isImportBrace(tokens, i)) braces++;
    else if (name === "{" && (braces > 0 || tokens[i - 1]?.image === "import")) braces--;
    else if (STATEMENT_STARTS.has(name) && braces <= 0 && !(name === "NEWLINE" && isWithinImport(tokens, i)))
      return i + 1;
  }
  return 0;
}

function isImportBrace(tokens: readonly Token[], index: number): boolean {
  for (let i = index - 1; i >= 0; i--) {
    const name = nameOf(tokens, i);
    if (name === "{") return tokens[i - 1]?.image === "import";
    if (name !== "ID" && name !== "," && name !== "NEWLINE") return false;
  }
  return false;
}

function isWithinImport(tokens: readonly Token[], index: number): boolean {
  return isImportBrace(tokens, index) && nameOf(tokens, index) === "NEWLINE";
}

function depthAt(tokens: readonly Token[], end: number): number {
  let depth = 0;
  for (let i = 0; i < end; i++) {
    const name = nameOf(tokens, i);
    if (name === "{") depth++;
    else if (name === "}") depth = Math.max(0, depth - 1);
  }
  return depth;
}

function nameOf(tokens: readonly Token[], index: number): string | undefined {
  return tokens[index]?.tokenType.name;
}
