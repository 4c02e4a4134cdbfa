// Where an offset is in a .cfg: in which section, and at a header, an option's name or its value.

import type { Config, Option, Section } from "../config";
import { parseConfig } from "../config";

export interface Cursor {
  readonly config: Config;
  readonly section: Section | undefined;
  /** The layer's number; -1 for [net] and before it. */
  readonly index: number;
  readonly place: "header" | "key" | "value" | "comment";
  /** The option whose value stands at the offset. */
  readonly key: string | undefined;
}

export function cursorAt(text: string, offset: number): Cursor {
  const config = parseConfig(text);
  const number = config.sections.findLastIndex(({ header }) => header.start < offset);
  const line = text.slice(lineStart(text, offset), offset).trimStart();
  const equals = line.indexOf("=");
  const place = /^[#;]/.test(line)
    ? "comment"
    : line.startsWith("[")
      ? "header"
      : equals < 0
        ? "key"
        : "value";
  return {
    config,
    section: config.sections[number],
    index: number - 1,
    place,
    key: place === "value" ? line.slice(0, equals).replace(/\s+/g, "") : undefined,
  };
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  return start;
}

/** The option whose name or value is at the offset. */
export function optionAt({ section }: Cursor, offset: number): Option | undefined {
  return section?.options.find(
    ({ keySpan, valueSpan }) => keySpan.start <= offset && offset <= valueSpan.end,
  );
}
