// Moving the positions of a syntax tree's tokens after an edit before them.

import type { CompositeCstNode, CstNode } from "langium";
import { isCompositeCstNode } from "langium";

/** How far tokens move: all of them by offset and lines, and those on one line by columns, too. */
export interface Shift {
  readonly offset: number;
  readonly lines: number;
  /** The line, as it was, on which tokens move by `columns`. */
  readonly line: number;
  readonly columns: number;
}

/** The fields in which Langium keeps a token's place. */
interface Place {
  _offset: number;
  _startLine: number;
  _startColumn: number;
  _endLine: number;
  _endColumn: number;
}

/**
 * Moves every token of the tree that begins at `from` or after, except those below `except`; what was computed of nodes that
 * hold moved tokens is forgotten.
 */
export function shiftLeaves(node: CstNode, from: number, shift: Shift, except?: CstNode): void {
  if (node === except) return;
  if (!isCompositeCstNode(node)) {
    if (node.offset >= from) move(node, shift);
    return;
  }
  if (lastLeaf(node).end < from) return;
  forgetRange(node);
  for (const child of node.content) shiftLeaves(child, from, shift, except);
}

/** Forgets what was computed of the ranges of all nodes around one that changed. */
export function forgetRanges(node: CstNode): void {
  for (let around = node.container; around !== undefined; around = around.container) forgetRange(around);
}

function forgetRange(node: CompositeCstNode): void {
  (node as unknown as { _rangeCache: undefined })._rangeCache = undefined;
}

function lastLeaf(node: CstNode): CstNode {
  let last = node;
  while (isCompositeCstNode(last)) {
    const inner = last.content.at(-1);
    if (inner === undefined) return last;
    last = inner;
  }
  return last;
}

function move(leaf: CstNode, { offset, lines, line, columns }: Shift): void {
  const place = leaf as unknown as Place;
  place._offset += offset;
  if (place._startLine === line) place._startColumn += columns;
  if (place._endLine === line) place._endColumn += columns;
  place._startLine += lines;
  place._endLine += lines;
}
