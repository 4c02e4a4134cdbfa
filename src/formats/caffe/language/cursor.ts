// Where an offset is in the text: in which messages, and at a field's name or its value.

import { parse } from "../text/parse";
import type { Field, Message } from "../text/tree";
import { fieldType } from "../schema/schema";

export interface Cursor {
  /** The messages around the offset, the root first. */
  readonly messages: readonly Message[];
  /** The schema's name of the innermost message; undefined when it is not described. */
  readonly schema: string | undefined;
  /** The field whose value stands at the offset; undefined at a field's name. */
  readonly field: string | undefined;
  /** Whether a quote is open before the offset. */
  readonly quoted: boolean;
  /** In a comment nothing is completed. */
  readonly comment: boolean;
}

const VALUE = /([A-Za-z_]\w*)\s*:\s*(?:\[[^\]]*)?(["']?)[^"'\s{}:]*$/;

/** Finds the offset's place; as tolerant as the parser. */
export function cursorAt(text: string, offset: number): Cursor {
  const { messages, schema } = descend(text, offset);
  const line = text.slice(lineStart(text, offset), offset);
  const value = VALUE.exec(line);
  return {
    messages,
    schema,
    field: value?.[1],
    quoted: (value?.[2] ?? "") !== "",
    comment: isComment(line),
  };
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  return start;
}

function isComment(line: string): boolean {
  return /^(?:[^"'#]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*#/.test(line);
}

/** The messages that hold the offset, outermost first, with the schema's name of the innermost. */
function descend(text: string, offset: number): Pick<Cursor, "messages" | "schema"> {
  const messages: Message[] = [];
  let message = parse(text).root;
  let schema: string | undefined = "NetParameter";
  for (;;) {
    messages.push(message);
    const inner = innerMessage(message, offset);
    if (inner === undefined) return { messages, schema };
    schema = schema === undefined ? undefined : fieldType(schema, inner.field.name)?.type;
    message = inner.value;
  }
}

function innerMessage(message: Message, offset: number): { field: Field; value: Message } | undefined {
  for (const field of message.fields) {
    if (field.start > offset) break;
    for (const value of field.values) {
      if (value.kind !== "message" || value.start >= offset) continue;
      if (value.closed ? offset < value.end : offset <= value.end || isLast(message, field))
        return { field, value };
    }
  }
  return undefined;
}

/** Behind an unclosed message that nothing follows, one is still in it. */
function isLast(message: Message, field: Field): boolean {
  return message.fields.at(-1) === field;
}
