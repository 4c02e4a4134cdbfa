// Splits protobuf's text format into tokens. Total: every character belongs to a token, white space or a comment.

export type TokenKind = "word" | "number" | "string" | "punctuation" | "unknown" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** For a string: its quote is missing at the end of the line. */
  readonly open?: boolean;
  /** For a number: it is not one, such as `12ab` or `09`. */
  readonly malformed?: boolean;
}

const BLANK = /(?:[\s\0\ufeff]|#[^\r\n]*)+/y;
const WORD = /[A-Za-z_][\w.]*/y;
const NUMBER = /\.?\d(?:[eE][+-]?\d|[\w.])*/y;
const VALID_NUMBER = /^(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*|(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?[fF]?)$/;
const STRING = /"(?:[^"\\\r\n]|\\[^\r\n])*("?)|'(?:[^'\\\r\n]|\\[^\r\n])*('?)/y;
const UNKNOWN = /[^\s#"'{}<>[\]:;,\w.+-]+/y;

/** The token at or after `offset`, white space and comments skipped; `end` (empty) after the last one. */
export function tokenAt(text: string, offset: number): Token {
  const start = skip(BLANK, text, offset);
  if (start >= text.length) return { kind: "end", start: text.length, end: text.length };
  const word = skip(WORD, text, start);
  if (word > start) return { kind: "word", start, end: word };
  const number = skip(NUMBER, text, start);
  if (number > start) {
    const malformed = !VALID_NUMBER.test(text.slice(start, number));
    return { kind: "number", start, end: number, malformed };
  }
  STRING.lastIndex = start;
  const string = STRING.exec(text);
  if (string !== null) {
    return { kind: "string", start, end: STRING.lastIndex, open: (string[1] ?? string[2]) === "" };
  }
  const unknown = skip(UNKNOWN, text, start);
  return unknown > start
    ? { kind: "unknown", start, end: unknown }
    : { kind: "punctuation", start, end: start + 1 };
}

function skip(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const ESCAPE = /\\(?:([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g;

/** The text of a string token, between its quotes, with escapes resolved; bytes above 127 become that code point. */
export function unescapeString(raw: string): string {
  if (!raw.includes("\\")) return raw;
  return raw.replace(
    ESCAPE,
    (
      _all,
      octal: string | undefined,
      hex: string | undefined,
      short: string | undefined,
      long: string | undefined,
      other: string | undefined,
    ) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 255);
      const code = hex ?? short ?? long;
      if (code === undefined) return other === undefined ? "" : (ESCAPES[other] ?? other);
      const point = parseInt(code, 16);
      return point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
    },
  );
}

/** The number that a well-formed number token stands for: decimal, octal (`017`), hexadecimal or floating point. */
export function numberOf(token: string): number {
  if (/^0[0-7]+$/.test(token)) return parseInt(token, 8);
  if (/^0[xX]/.test(token)) return parseInt(token.slice(2), 16);
  return Number(token.replace(/[fF]$/, ""));
}
