// Completion in a net: fields of the message at hand, enum values, layer types, blobs.

import * as l10n from "@vscode/l10n";
import type { Suggestion } from "../../format";
import { layerEntries } from "../layer-entry";
import { LAYER_TYPES, layerTypeNamed } from "../layers/index";
import type { FieldType } from "../schema/schema";
import { fieldsOf, fieldType, LAYER_TYPE, valuesOf } from "../schema/schema";
import { scalarsIn } from "../text/access";
import { parse } from "../text/parse";
import type { Message } from "../text/tree";
import type { Cursor } from "./cursor";
import { cursorAt } from "./cursor";

/** What may stand at the offset. */
export function complete(text: string, offset: number): readonly Suggestion[] {
  const cursor = cursorAt(text, offset);
  if (cursor.comment || cursor.schema === undefined) return [];
  if (cursor.field === undefined) return fieldSuggestions(cursor, cursor.schema);
  const type = fieldType(cursor.schema, cursor.field);
  return type === undefined ? [] : valueSuggestions(text, offset, cursor, type);
}

/** Fields that a net of any kind needs come first; the parameters of other layer types are left out. */
function fieldSuggestions({ messages }: Cursor, schema: string): readonly Suggestion[] {
  const message = messages.at(-1);
  const given = new Set(message?.fields.map(({ name }) => name));
  const own = message === undefined ? undefined : ownParameter(message);
  return [...(fieldsOf(schema)?.values() ?? [])]
    .filter(({ name, repeated }) => repeated || !given.has(name))
    .filter(({ name }) => own === undefined || !isForeignParameter(name, own))
    .map(fieldSuggestion);
}

/** The field with the parameters of the layer's type; undefined when the message is no layer, or of an unknown type. */
function ownParameter(message: Message): string | undefined {
  const name = scalarsIn(message, "type").at(-1)?.text;
  return name === undefined ? undefined : (layerTypeNamed(name)?.parameter ?? "");
}

const PARAMETERS: ReadonlySet<string> = new Set(LAYER_TYPES.flatMap(({ parameter }) => parameter ?? []));

function isForeignParameter(name: string, own: string): boolean {
  return name !== own && PARAMETERS.has(name) && name !== "loss_param";
}

function fieldSuggestion(field: FieldType): Suggestion {
  const base = {
    label: field.name,
    kind: "field",
    detail: field.repeated ? `${field.type}, repeated` : field.type,
    documentation: documentationOf(field),
  } as const;
  if (field.kind === "message") {
    return { ...base, insertText: `${field.name} {\n  $1\n}`, snippet: true };
  }
  return isText(field)
    ? { ...base, insertText: `${field.name}: "$1"`, snippet: true }
    : { ...base, insertText: `${field.name}: ` };
}

function isText({ kind, type }: FieldType): boolean {
  return kind === "scalar" && (type === "string" || type === LAYER_TYPE);
}

/** The field's documentation with its default. */
export function documentationOf({ documentation, fallback }: FieldType): string {
  return fallback === undefined || fallback === ""
    ? documentation
    : l10n.t("{0} Default: `{1}`.", documentation, fallback);
}

function valueSuggestions(
  text: string,
  offset: number,
  { quoted }: Cursor,
  type: FieldType,
): readonly Suggestion[] {
  const quote = (label: string): string => (quoted ? label : `"${label}"`);
  if (type.type === LAYER_TYPE) {
    return LAYER_TYPES.map(({ name, documentation }) => ({
      label: name,
      kind: "type",
      documentation,
      insertText: quote(name),
    }));
  }
  if (type.kind === "enum") return valuesOf(type.type).map((label) => ({ label, kind: "value" }));
  if (type.type === "bool") return ["true", "false"].map((label) => ({ label, kind: "value" }));
  if (type.name === "bottom" || type.name === "top") {
    return blobsBefore(text, offset).map((label) => ({ label, kind: "name", insertText: quote(label) }));
  }
  return type.name === "type"
    ? FILLERS.map((label) => ({ label, kind: "value", insertText: quote(label) }))
    : [];
}

const FILLERS = ["constant", "xavier", "gaussian", "msra", "uniform", "bilinear", "positive_unitball"];

/** Blobs made above the offset, the nearest first. */
function blobsBefore(text: string, offset: number): readonly string[] {
  const { root } = parse(text);
  const inputs = scalarsIn(root, "input").map((scalar) => scalar.text);
  const tops = layerEntries(root)
    .filter(({ field }) => field.end < offset)
    .flatMap((entry) => entry.tops.map(({ name }) => name));
  return [...new Set([...inputs, ...tops].reverse())];
}
