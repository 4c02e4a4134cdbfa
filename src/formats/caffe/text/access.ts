// Reading values out of a message by field name. What does not fit the asked type is skipped: the schema check reports it.

import type { Field, Message, Scalar, Value } from "./tree";
import { EMPTY_MESSAGE } from "./tree";

/** All values of a field, in the order of the text, lists opened. */
export function valuesIn(message: Message, name: string): readonly Value[] {
  return message.fields.filter((field) => field.name === name).flatMap((field) => field.values);
}

/** The last field of that name, which is the one that counts. */
export function lastField(message: Message, name: string): Field | undefined {
  return message.fields.findLast((field) => field.name === name);
}

export function hasField(message: Message, name: string): boolean {
  return message.fields.some((field) => field.name === name);
}

export function scalarsIn(message: Message, name: string): readonly Scalar[] {
  return valuesIn(message, name).filter((value) => value.kind === "scalar");
}

/** Messages under a field, each by itself. */
export function messagesIn(message: Message, name: string): readonly Message[] {
  return valuesIn(message, name).filter((value) => value.kind === "message");
}

/** The messages under a singular field, merged as protobuf does; an empty one when there is none. */
export function messageIn(message: Message, name: string): Message {
  const all = messagesIn(message, name);
  const [first] = all;
  if (first === undefined) return EMPTY_MESSAGE;
  return all.length === 1 ? first : { ...first, fields: all.flatMap(({ fields }) => fields) };
}

export function numbersIn(message: Message, name: string): readonly number[] {
  return scalarsIn(message, name).flatMap(({ number }) => (number === undefined ? [] : [number]));
}

/** The last number given, or undefined. */
export function numberIn(message: Message, name: string): number | undefined {
  return numbersIn(message, name).at(-1);
}

export function textsIn(message: Message, name: string): readonly string[] {
  return scalarsIn(message, name)
    .filter(({ type }) => type === "string")
    .map(({ text }) => text);
}

export function textIn(message: Message, name: string): string | undefined {
  return textsIn(message, name).at(-1);
}

/** An enum's value, given by its name or as a number. */
export function choiceIn(message: Message, name: string, values: readonly string[]): string | undefined {
  const scalar = scalarsIn(message, name).at(-1);
  if (scalar?.type === "word") return scalar.text;
  return scalar?.number === undefined ? undefined : values[scalar.number];
}

export function flagIn(message: Message, name: string): boolean | undefined {
  const scalar = scalarsIn(message, name).at(-1);
  if (scalar === undefined) return undefined;
  if (scalar.type === "word") return /^t/i.test(scalar.text);
  return scalar.number === undefined ? undefined : scalar.number !== 0;
}
