// Texts whose expected problems are marked in them: `«Covn»(3)` expects a problem at exactly that range.

import type { Position, Range } from "../../../src/model/origin";
import type { Problem } from "../../../src/model/problem";
import { readNet } from "../../../src/net/read";
import type { SourceModel } from "../../../src/model/source-model";

export const MAIN = "file:///net/main.net";

/** The text without its marks, and the ranges that were marked, in order. */
export function unmark(marked: string): { readonly text: string; readonly ranges: readonly Range[] } {
  const ranges: Range[] = [];
  const open: Position[] = [];
  let text = "";
  for (const character of marked) {
    if (character === "«") open.push(endOf(text));
    else if (character === "»") {
      const start = open.pop();
      if (start !== undefined) ranges.push({ start, end: endOf(text) });
    } else text += character;
  }
  return { text, ranges };
}

function endOf(text: string): Position {
  const lines = text.split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** Reads a text, with other files by their name. */
export function read(text: string, files: Readonly<Record<string, string>> = {}): SourceModel {
  return readNet(MAIN, text, { readText: (uri) => files[uri.replace("file:///net/", "")] });
}

/** Problems that are more than hints. */
export function serious(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem) => problem.severity !== "hint");
}

/** The statements as the body of a network with an image of 3×32×32. */
export function inNetwork(statements: string): string {
  return `network N {\n  input image [3, 32, 32]\n  ${statements}\n}\n`;
}
