// Reads protobuf's text format into a syntax tree, whatever state the text is in.
//
// Hand-written on purpose: protobuf libraries read the text format, if at all, straight into messages of a known schema,
// without the offsets that annotations and diagnostics need, and give up at the first mistake.

import * as l10n from "@vscode/l10n";
import type { Field, Message, Scalar, Span, SyntaxProblem, Value } from "./tree";
import { DEEPEST } from "./tree";
import type { Token } from "./tokens";
import { numberOf, tokenAt, unescapeString } from "./tokens";

export interface Parsed {
  readonly root: Message;
  readonly problems: readonly SyntaxProblem[];
}

/** No more mistakes than this are reported: the file is something else altogether. */
const MOST_PROBLEMS = 200;

/**
 * Parses all of `text`: linear time, no recursion, never throws. When a closing brace is missing, the text is parsed
 * once more and indentation tells where the message ends.
 */
export function parse(text: string): Parsed {
  const strict = new Parser(text, false).parse();
  return strict.root.closed ? strict : new Parser(text, true).parse();
}

interface OpenMessage {
  readonly fields: Field[];
  readonly start: number;
  readonly closer: string;
  /** The field that this message is a value of. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly extension: boolean;
  /** Earlier items of the list that this message is in; undefined outside of lists. */
  readonly list: Value[] | undefined;
  /** Columns of the line that opened it and of its first field, for repairs. */
  readonly column: number;
  firstColumn: number | undefined;
}

const NO_SPAN: Span = { start: 0, end: 0 };

class Parser {
  private readonly problems: SyntaxProblem[] = [];
  private readonly stack: OpenMessage[];
  private token: Token;
  private previousEnd = 0;
  private allClosed = true;

  constructor(
    private readonly text: string,
    /** Close messages where the indentation says so. */
    private readonly repairing: boolean,
  ) {
    this.stack = [
      {
        fields: [],
        start: 0,
        closer: "",
        name: "",
        nameSpan: NO_SPAN,
        extension: false,
        list: undefined,
        column: -1,
        firstColumn: undefined,
      },
    ];
    this.token = tokenAt(text, 0);
  }

  parse(): Parsed {
    while (this.token.kind !== "end") this.parseItem();
    while (this.stack.length > 1) this.closeUnclosed();
    const fields = this.stack[0]?.fields ?? [];
    const root: Message = {
      kind: "message",
      fields,
      closed: this.allClosed,
      start: 0,
      end: this.text.length,
    };
    return { root, problems: this.problems.slice(0, MOST_PROBLEMS) };
  }

  /** A field, a separator, the end of a message, or something stray. */
  private parseItem(): void {
    const top = this.top();
    const start = this.token;
    if (this.is(top.closer)) {
      this.closeMessage(top);
      return;
    }
    if (start.kind === "word") {
      this.parseField();
      return;
    }
    if (this.is("[") && top.list === undefined) {
      this.parseExtension();
      return;
    }
    if (this.is(";") || this.is(",")) {
      this.advance();
      return;
    }
    if (this.is("}") || this.is(">")) {
      this.report(
        start,
        "unexpected-token",
        l10n.t('"{0}" closes nothing that is open here.', this.textOf(start)),
      );
      this.advance();
      return;
    }
    this.report(
      start,
      "unexpected-token",
      l10n.t('A field name was expected here, not "{0}".', this.textOf(start)),
    );
    this.skipLine(start);
  }

  private parseField(): void {
    const name = this.token;
    this.repair(name);
    this.advance();
    this.parseAfterName(this.textOf(name), name, false);
  }

  private parseExtension(): void {
    const start = this.token.start;
    const close = this.text.slice(start, start + 500).search(/[\]\r\n]/);
    if (close < 0 || this.text[start + close] !== "]") {
      this.report(this.token, "unexpected-token", l10n.t("This bracket is not closed."));
      this.advance();
      return;
    }
    const span = { start, end: start + close + 1 };
    this.jump(span.end);
    this.parseAfterName(this.text.slice(start + 1, span.end - 1).trim(), span, true);
  }

  private parseAfterName(name: string, span: Span, extension: boolean): void {
    const nameSpan = { start: span.start, end: span.end };
    const colon = this.is(":");
    if (colon) this.advance();
    const open = this.opener();
    if (open !== undefined) {
      this.openMessage(name, nameSpan, extension, open, undefined);
      return;
    }
    if (this.is("[")) {
      this.advance();
      this.parseList(name, nameSpan, extension, []);
      return;
    }
    const value = this.startsField() ? undefined : this.parseScalar();
    if (value === undefined) {
      const where = { start: nameSpan.start, end: Math.max(nameSpan.end, this.previousEnd) };
      this.report(where, "missing-value", l10n.t('"{0}" has no value.', name));
    } else if (!colon && value.type !== "bad") {
      this.report(nameSpan, "missing-colon", l10n.t('A colon is missing after "{0}".', name));
    }
    this.addField(name, nameSpan, extension, value === undefined ? [] : [value]);
  }

  /** After `[` or after a message within it: the rest of a list. */
  private parseList(name: string, nameSpan: Span, extension: boolean, values: Value[]): void {
    for (;;) {
      if (this.is("]")) {
        this.advance();
        break;
      }
      if (this.is(",")) {
        this.advance();
        continue;
      }
      const open = this.opener();
      if (open !== undefined) {
        this.openMessage(name, nameSpan, extension, open, values);
        return;
      }
      const value = this.startsField() ? undefined : this.parseScalar();
      if (value === undefined) {
        this.report(nameSpan, "unclosed-list", l10n.t('The list of "{0}" is not closed.', name));
        break;
      }
      values.push(value);
    }
    this.addField(name, nameSpan, extension, values);
  }

  /** A number, word or string (adjacent strings are one); undefined when something else comes. */
  private parseScalar(): Scalar | undefined {
    const start = this.token;
    const minus = this.is("-") || this.is("+");
    if (minus) this.advance();
    const token = this.token;
    if (token.kind === "number") return this.parseNumber(start, token);
    if (token.kind === "string" && !minus) return this.parseStrings();
    if (token.kind === "word") {
      this.advance();
      const text = (minus ? "-" : "") + this.textOf(token);
      const number = specialNumber(text);
      const type = number === undefined ? "word" : "number";
      if (minus && number === undefined) {
        this.report(token, "malformed-value", l10n.t('"{0}" is not a value.', text));
        return scalarOf("bad", text, start.start, token.end);
      }
      const scalar = scalarOf(type, text, start.start, token.end);
      return number === undefined ? scalar : { ...scalar, number, whole: false };
    }
    if (token.kind !== "unknown" && !minus) return undefined;
    this.report(token, "malformed-value", l10n.t('"{0}" is not a value.', this.textOf(token)));
    if (token.kind === "unknown") this.advance();
    return scalarOf("bad", "", start.start, this.previousEnd);
  }

  private parseNumber(start: Token, token: Token): Scalar {
    this.advance();
    const raw = this.textOf(token);
    const span = { start: start.start, end: token.end };
    if (token.malformed === true || this.text[start.start] === "+") {
      this.report(
        span,
        "malformed-value",
        l10n.t('"{0}" is not a number.', this.text.slice(span.start, span.end)),
      );
      return scalarOf("bad", raw, span.start, span.end);
    }
    const number = (start === token ? 1 : -1) * numberOf(raw);
    const whole = /^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(raw);
    return { ...scalarOf("number", raw, span.start, span.end), number, whole };
  }

  private parseStrings(): Scalar {
    const start = this.token.start;
    let text = "";
    let end = start;
    let innerEnd = start;
    while (this.token.kind === "string") {
      const { open } = this.token;
      if (open === true)
        this.report(this.token, "unterminated-string", l10n.t("The closing quote is missing."));
      text += unescapeString(this.text.slice(this.token.start + 1, this.token.end - (open === true ? 0 : 1)));
      end = this.token.end;
      innerEnd = open === true ? end : end - 1;
      this.advance();
      // A string without its quote ends with the line; the next one belongs to something else.
      if (open === true) break;
    }
    return { ...scalarOf("string", text, start, end), inner: { start: start + 1, end: innerEnd } };
  }

  /** Whether a field begins here, so that it is not the value of the field before: `kernel_size: stride: 2`. */
  private startsField(): boolean {
    if (this.token.kind !== "word") return false;
    const next = this.text[tokenAt(this.text, this.token.end).start];
    return next === ":" || next === "{" || next === "<";
  }

  private opener(): string | undefined {
    return this.is("{") ? "}" : this.is("<") ? ">" : undefined;
  }

  private openMessage(
    name: string,
    nameSpan: Span,
    extension: boolean,
    closer: string,
    list: Value[] | undefined,
  ): void {
    const { start } = this.token;
    const column = this.columnOf(nameSpan.start) ?? Infinity;
    this.advance();
    if (this.stack.length > DEEPEST) {
      if (this.stack.length === DEEPEST + 1) {
        this.report(nameSpan, "too-deep", l10n.t("Messages are nested more than {0} deep.", DEEPEST));
      }
      this.skipMessage();
      this.addField(name, nameSpan, extension, []);
      return;
    }
    const message = { fields: [], start, closer, name, nameSpan, extension, list, column };
    this.stack.push({ ...message, firstColumn: undefined });
  }

  /** Skips to after the brace that closes the message just entered. */
  private skipMessage(): void {
    let depth = 1;
    while (depth > 0 && this.token.kind !== "end") {
      if (this.is("{") || this.is("<")) depth++;
      else if (this.is("}") || this.is(">")) depth--;
      this.advance();
    }
  }

  private closeMessage(top: OpenMessage): void {
    const { end } = this.token;
    this.advance();
    this.finish(top, end, true);
  }

  private closeUnclosed(): void {
    const top = this.top();
    this.allClosed = false;
    const name = top.name === "" ? l10n.t("This message") : `"${top.name}"`;
    this.report(
      top.nameSpan,
      "unclosed-message",
      l10n.t('{0} is not closed: a "{1}" is missing.', name, top.closer),
    );
    this.finish(top, this.previousEnd, false);
  }

  private finish(top: OpenMessage, end: number, closed: boolean): void {
    this.stack.pop();
    const message: Message = { kind: "message", fields: top.fields, start: top.start, end, closed };
    if (top.list === undefined) {
      this.addField(top.name, top.nameSpan, top.extension, [message]);
      return;
    }
    top.list.push(message);
    this.parseList(top.name, top.nameSpan, top.extension, top.list);
  }

  /** A field that is indented no more than the message that it would be in belongs to an outer one. */
  private repair(name: Token): void {
    const column = this.columnOf(name.start);
    if (column === undefined) return;
    while (this.repairing && this.stack.length > 1) {
      const top = this.top();
      if (top.firstColumn === undefined || top.firstColumn <= top.column || column > top.column) break;
      this.closeUnclosed();
    }
    this.top().firstColumn ??= column;
  }

  /** The column of an offset when nothing but blanks comes before it on its line; undefined otherwise. */
  private columnOf(offset: number): number | undefined {
    let at = offset;
    while (at > 0 && (this.text[at - 1] === " " || this.text[at - 1] === "\t")) at--;
    const before = this.text[at - 1];
    return at === 0 || before === "\n" || before === "\r" ? offset - at : undefined;
  }

  private addField(name: string, nameSpan: Span, extension: boolean, values: readonly Value[]): void {
    const end = Math.max(nameSpan.end, this.previousEnd);
    this.top().fields.push({ name, nameSpan, extension, values, start: nameSpan.start, end });
  }

  private top(): OpenMessage {
    const top = this.stack[this.stack.length - 1];
    if (top === undefined) throw new Error("The root message is never closed.");
    return top;
  }

  private is(punctuation: string): boolean {
    return this.token.kind === "punctuation" && this.text[this.token.start] === punctuation;
  }

  private textOf(token: Token): string {
    return this.text.slice(token.start, token.end);
  }

  private advance(): void {
    this.jump(this.token.end);
  }

  private jump(offset: number): void {
    this.previousEnd = offset;
    this.token = tokenAt(this.text, offset);
  }

  /** Skips what is left of a line that makes no sense, so that it is reported once; braces are never skipped. */
  private skipLine(from: Token): void {
    const newline = this.text.slice(from.end, from.end + 2000).search(/[\r\n]/);
    const end = newline < 0 ? from.end : from.end + newline;
    do this.advance();
    while (this.token.kind !== "end" && this.token.start < end && !/[{}<>]/.test(this.textOf(this.token)));
  }

  private report(where: Span, code: string, message: string): void {
    if (this.problems.length < MOST_PROBLEMS) {
      this.problems.push({ start: where.start, end: where.end, code, message });
    }
  }
}

function scalarOf(type: Scalar["type"], text: string, start: number, end: number): Scalar {
  return { kind: "scalar", type, text, inner: { start, end }, start, end };
}

function specialNumber(word: string): number | undefined {
  const match = /^(-?)(?:(inf|infinity)|(nan))f?$/i.exec(word);
  if (match === null) return undefined;
  return match[3] !== undefined ? NaN : match[1] === "-" ? -Infinity : Infinity;
}
