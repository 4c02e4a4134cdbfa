// Folding ranges: those of the format, else what the outline nests.

import type { FoldingRange, Range } from "vscode-languageserver";
import type { Origin } from "../model/origin";
import type { AnalysedDocument } from "./document";

/** Ranges that span lines; a range's last line stays visible when it holds nothing but a closing bracket. */
export function foldingRanges(document: AnalysedDocument): FoldingRange[] {
  const { language, text, sites, model } = document;
  const ranges =
    language?.folding(text.getText()) ??
    [...sites, ...model.definitions].map(({ origin }) => namedRange(origin));
  return unique(
    ranges.filter(({ start, end }) => end.line > start.line).map((range) => fold(document, range)),
  );
}

/** From the line of the name, which annotations and documentation may precede, to the end. */
function namedRange({ range, selection }: Origin): Range {
  return { start: selection?.start ?? range.start, end: range.end };
}

function fold({ text }: AnalysedDocument, { start, end }: Range): FoldingRange {
  const last = text.getText({ start: { line: end.line, character: 0 }, end });
  const closes = /^\s*[}\])]*\s*$/u.test(last) && end.line - 1 > start.line;
  return { startLine: start.line, endLine: closes ? end.line - 1 : end.line };
}

function unique(ranges: readonly FoldingRange[]): FoldingRange[] {
  const byStart = new Map<number, FoldingRange>();
  for (const range of ranges) {
    const known = byStart.get(range.startLine);
    if (known === undefined || known.endLine < range.endLine) byStart.set(range.startLine, range);
  }
  return [...byStart.values()];
}
