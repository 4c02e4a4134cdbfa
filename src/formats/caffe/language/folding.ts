// Foldable ranges of a net: every message that spans lines.

import type { Range } from "../../../model/origin";
import { lineMapOf, rangeBetween } from "../../line-map";
import { parse } from "../text/parse";
import type { Message } from "../text/tree";

/** The ranges of all messages, from the field's name to the closing brace. */
export function folding(text: string): readonly Range[] {
  const lines = lineMapOf(text);
  const ranges: Range[] = [];
  const pending: Message[] = [parse(text).root];
  for (let message = pending.pop(); message !== undefined; message = pending.pop()) {
    for (const field of message.fields) {
      for (const value of field.values) {
        if (value.kind !== "message") continue;
        pending.push(value);
        const range = rangeBetween(lines, field.start, value.end);
        if (range.end.line > range.start.line) ranges.push(range);
      }
    }
  }
  return ranges.sort((a, b) => a.start.line - b.start.line);
}
