// Offsets of a text as the editor's positions: lines end at LF, CR LF or CR; characters are UTF-16 units.

import type { Position, Range } from "../model/origin";

/** The offsets at which the lines of a text begin, ascending. */
export type LineMap = readonly number[];

/** Linear in the text's length. */
export function lineMapOf(text: string): LineMap {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

/** The position of an offset; logarithmic in the number of lines. */
export function positionAt(lines: LineMap, offset: number): Position {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (lines[low] ?? 0) };
}

/** The range between two offsets. */
export function rangeBetween(lines: LineMap, start: number, end: number): Range {
  return { start: positionAt(lines, start), end: positionAt(lines, end) };
}

/** The offset of a position; the start of the text for a line that it does not have. */
export function offsetAt(lines: LineMap, position: Position): number {
  return (lines[position.line] ?? 0) + position.character;
}
