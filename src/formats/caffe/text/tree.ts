// The syntax tree of a file in protobuf's text format. Every node knows its offsets; nothing in it depends on a schema.

/** Half-open offsets into the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value that is not a message: a number, a string (its escapes resolved, adjacent ones joined) or a bare word. */
export interface Scalar extends Span {
  readonly kind: "scalar";
  /** `bad` for something that is no value of the text format, already reported. */
  readonly type: "number" | "string" | "word" | "bad";
  readonly text: string;
  /** Without the quotes of a string. */
  readonly inner: Span;
  /** For `number`, and for the words `inf` and `nan`. */
  readonly number?: number;
  /** For `number`: written without a point or exponent. */
  readonly whole?: boolean;
}

export interface Message extends Span {
  readonly kind: "message";
  readonly fields: readonly Field[];
  /** False when its closing brace is missing. */
  readonly closed: boolean;
}

export type Value = Scalar | Message;

export interface Field extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  /** `[a.b]` or `[domain/type]`: an extension, or the type of an Any. */
  readonly extension: boolean;
  /** Several for a list `[a, b]`; none where the value is missing (already reported). */
  readonly values: readonly Value[];
}

/** Something wrong with the syntax. */
export interface SyntaxProblem extends Span {
  readonly code: string;
  readonly message: string;
}

/** Messages may be nested this deep, as in protobuf's own parsers. */
export const DEEPEST = 100;

export const EMPTY_MESSAGE: Message = { kind: "message", fields: [], closed: true, start: 0, end: 0 };
