// Quick fixes in a net that need more than replacing a word: missing fields, shapes, colons and braces.

import * as l10n from "@vscode/l10n";
import type { Range } from "../../../model/origin";
import type { Fix } from "../../format";
import type { LineMap } from "../../line-map";
import { lineMapOf, offsetAt, rangeBetween } from "../../line-map";
import type { LayerEntry } from "../layer-entry";
import { layerEntries } from "../layer-entry";
import { hasField, lastField } from "../text/access";
import { parse } from "../text/parse";
import type { Field, Message } from "../text/tree";

/** Quick fixes for a problem of that code at that range. */
export function fixes(text: string, code: string, range: Range): readonly Fix[] {
  const lines = lineMapOf(text);
  const start = offsetAt(lines, range.start);
  const end = offsetAt(lines, range.end);
  switch (code) {
    case "missing-colon":
      return [insertion(lines, l10n.t("Add the colon"), end, ":")];
    case "unclosed-message":
      return closeMessage(text, lines, start);
    case "unknown-data-shape":
      return addShape(text, lines, start);
    case "missing-field":
      return addMissingField(text, lines, start);
    default:
      return [];
  }
}

function insertion(lines: LineMap, title: string, offset: number, newText: string): Fix {
  return { title, range: rangeBetween(lines, offset, offset), newText };
}

function closeMessage(text: string, lines: LineMap, start: number): readonly Fix[] {
  const field = fieldStartingAt(parse(text).root, start);
  const message = field?.values.find((value) => value.kind === "message" && !value.closed);
  if (field === undefined || message === undefined) return [];
  const closer = text[message.start] === "<" ? ">" : "}";
  return [
    insertion(
      lines,
      l10n.t('Add the missing "{0}"', closer),
      message.end,
      `\n${indentOf(text, field.start)}${closer}`,
    ),
  ];
}

function fieldStartingAt(root: Message, offset: number): Field | undefined {
  const pending: Message[] = [root];
  for (let message = pending.pop(); message !== undefined; message = pending.pop()) {
    for (const field of message.fields) {
      if (field.nameSpan.start === offset) return field;
      for (const value of field.values) {
        if (value.kind === "message" && value.start < offset && offset < value.end) pending.push(value);
      }
    }
  }
  return undefined;
}

/** The blanks that the offset's line begins with. */
function indentOf(text: string, offset: number): string {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? "";
}

const IMAGE_SHAPE = "shape { dim: 1 dim: 3 dim: 224 dim: 224 }";

function addShape(text: string, lines: LineMap, start: number): readonly Fix[] {
  const { root } = parse(text);
  const entry = layerAt(root, start);
  if (entry === undefined) {
    const input = root.fields.find((field) => field.name === "input" && field.end >= start);
    const shape = "\ninput_shape { dim: 1 dim: 3 dim: 224 dim: 224 }";
    return input === undefined
      ? []
      : [insertion(lines, l10n.t("Add an {0}", "input_shape"), input.end, shape)];
  }
  const given = addToLayer(text, lines, entry, "input_param", IMAGE_SHAPE);
  switch (entry.type?.name) {
    case "Data":
    case "AnnotatedData":
    case "WindowData":
      return [...addToLayer(text, lines, entry, "transform_param", "crop_size: 224"), ...given];
    case "ImageData":
      return [
        ...addToLayer(text, lines, entry, "image_data_param", "new_height: 224 new_width: 224"),
        ...given,
      ];
    case "MemoryData":
      return addToLayer(text, lines, entry, "memory_data_param", "channels: 3 height: 224 width: 224");
    case "DummyData":
      return addToLayer(text, lines, entry, "dummy_data_param", IMAGE_SHAPE);
    default:
      return given;
  }
}

function layerAt(root: Message, offset: number): LayerEntry | undefined {
  return layerEntries(root).find(({ field }) => field.start <= offset && offset <= field.end);
}

/** Adds fields to one of the layer's messages, which is added, too, when it is not there. */
function addToLayer(
  text: string,
  lines: LineMap,
  { message }: LayerEntry,
  name: string,
  fields: string,
): readonly Fix[] {
  const title = l10n.t('Add "{0}" to {1}', fields, name);
  const present = lastField(message, name)?.values.find((value) => value.kind === "message");
  if (present?.kind === "message") return [insertion(lines, title, present.start + 1, ` ${fields}`)];
  const last = message.fields.at(-1);
  if (last === undefined) return [];
  const addition = `${name} { ${fields} }`;
  const separator = isOneLine(text, message) ? " " : `\n${indentOf(text, last.start)}`;
  return [insertion(lines, l10n.t("Add {0}", name), last.end, `${separator}${addition}`)];
}

function isOneLine(text: string, { start, end }: Message): boolean {
  return !/[\r\n]/.test(text.slice(start, end));
}

/** Values that a new field begins with. */
const FIRST_VALUES: ReadonlyMap<string, string> = new Map([
  ["kernel_size", "3"],
  ["num_output", "64"],
  ["tiles", "2"],
  ["num_classes", "21"],
  ["pyramid_height", "3"],
  ["pooled_h", "7"],
  ["pooled_w", "7"],
  ["scale", "2"],
  ["stride", "2"],
  ["upscale_factor", "2"],
  ["min_size", "30"],
  ["input_dim", "1000"],
]);

function addMissingField(text: string, lines: LineMap, start: number): readonly Fix[] {
  const entry = layerAt(parse(text).root, start);
  const { type } = entry ?? {};
  if (entry === undefined || type?.parameter === undefined) return [];
  const { parameter } = type;
  const { issues = [] } = type.infer({
    layer: entry.message,
    parameter: entry.parameter,
    inputs: entry.bottoms.map(() => undefined),
    tops: entry.tops.length,
  });
  return issues.flatMap(({ code, field }) => {
    if (code !== "missing-field" || field === undefined || hasField(entry.parameter, field)) return [];
    return addToLayer(text, lines, entry, parameter, `${field}: ${FIRST_VALUES.get(field) ?? "1"}`);
  });
}
