// Documentation of the field, enum value or layer type at an offset.

import type { Range } from "../../../model/origin";
import { lineMapOf, rangeBetween } from "../../line-map";
import { layerTypeNamed } from "../layers/index";
import type { FieldType } from "../schema/schema";
import { fieldType, LAYER_TYPE, valuesOf } from "../schema/schema";
import type { Field, Message, Span } from "../text/tree";
import { documentationOf } from "./complete";
import { cursorAt } from "./cursor";

interface Description {
  readonly markdown: string;
  readonly range: Range;
}

/** What is known of the name at the offset, as Markdown; nothing that stands in the file is part of it. */
export function describe(text: string, offset: number): Description | undefined {
  const { messages, schema } = cursorAt(text, offset);
  const message = messages.at(-1);
  if (message === undefined || schema === undefined) return undefined;
  const field = fieldAt(message, offset);
  const type = field && fieldType(schema, field.name);
  if (field === undefined || type === undefined) return undefined;
  const found = isWithin(field.nameSpan, offset)
    ? { markdown: fieldMarkdown(type), span: field.nameSpan }
    : valueDescription(field, type, offset);
  if (found === undefined) return undefined;
  const range = rangeBetween(lineMapOf(text), found.span.start, found.span.end);
  return { markdown: found.markdown, range };
}

function fieldAt({ fields }: Message, offset: number): Field | undefined {
  return fields.find((field) => isWithin(field, offset));
}

function isWithin({ start, end }: Span, offset: number): boolean {
  return offset >= start && offset <= end;
}

function fieldMarkdown(type: FieldType): string {
  const many = type.repeated ? ", repeated" : "";
  const values = type.kind === "enum" ? `\n\n${codes(valuesOf(type.type))}` : "";
  return `**${type.name}** (${type.type}${many})\n\n${documentationOf(type)}${values}`;
}

function codes(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(", ");
}

function valueDescription(
  { values }: Field,
  type: FieldType,
  offset: number,
): { readonly markdown: string; readonly span: Span } | undefined {
  const value = values.find((candidate) => candidate.kind === "scalar" && isWithin(candidate, offset));
  if (value?.kind !== "scalar") return undefined;
  if (type.type !== LAYER_TYPE && type.type !== "V1LayerType") return undefined;
  const layer = layerTypeNamed(value.text);
  if (layer === undefined) return undefined;
  const parameter = layer.parameter === undefined ? "" : ` Its parameters are in \`${layer.parameter}\`.`;
  return { markdown: `**${layer.name}**\n\n${layer.documentation}${parameter}`, span: value.inner };
}
