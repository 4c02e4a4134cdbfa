// Documentation of the section, option or layer number at an offset.

import type { Range } from "../../../model/origin";
import { lineMapOf, rangeBetween } from "../../line-map";
import type { Span } from "../config";
import { allReferences } from "../references";
import { isNetSection, optionEntry, sectionSchema, sectionType } from "../schema/schema";
import { layerName } from "../sections/index";
import { documentationOf } from "./complete";
import type { Cursor } from "./cursor";
import { cursorAt, optionAt } from "./cursor";

interface Description {
  readonly markdown: string;
  readonly range: Range;
}

/** What is known of the name at the offset, as Markdown; nothing that stands in the file is part of it. */
export function describe(text: string, offset: number): Description | undefined {
  // Just before its bracket one is still in the section above.
  const cursor = cursorAt(text, text[offset] === "[" ? offset + 1 : offset);
  const found = describeHeader(cursor, offset) ?? describeOption(text, cursor, offset);
  if (found === undefined) return undefined;
  const { start, end } = found.span;
  return { markdown: found.markdown, range: rangeBetween(lineMapOf(text), start, end) };
}

type Found = { readonly markdown: string; readonly span: Span } | undefined;

function describeHeader({ section }: Cursor, offset: number): Found {
  const schema = section && sectionSchema(section.type);
  if (section === undefined || schema === undefined) return undefined;
  const { header } = section;
  if (offset < header.start || offset > header.end) return undefined;
  const type = isNetSection(section.type) ? "net" : sectionType(section.type);
  return { markdown: `**[${type}]**\n\n${schema.documentation}`, span: header };
}

function describeOption(text: string, cursor: Cursor, offset: number): Found {
  const { section, index, config } = cursor;
  const option = optionAt(cursor, offset);
  if (section === undefined || option === undefined) return undefined;
  const reference = allReferences(text, section, index).find(
    ({ start, end }) => start <= offset && offset <= end,
  );
  const target = reference?.target;
  const layer = target === undefined || target < 0 ? undefined : config.sections[target + 1];
  if (reference !== undefined && target !== undefined && layer !== undefined && sectionSchema(layer.type)) {
    return { markdown: `**${layerName(sectionType(layer.type), target)}**`, span: reference };
  }
  const entry = optionEntry(section.type, option.key);
  if (entry === undefined || offset > option.keySpan.end) return undefined;
  return { markdown: `**${option.key}** (${entry[0]})\n\n${documentationOf(entry)}`, span: option.keySpan };
}
