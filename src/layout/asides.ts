// What stands aside, to the left of the trunk: auxiliary heads, results that nothing uses, tensors that come from nowhere.

import type { Assembly, Block } from "./block";
import { addBlock, widen } from "./block";
import type { Point } from "./geometry";
import { moved } from "./geometry";
import type { Level, Vertex } from "./level";
import { entryOf, exitOf, SPACE } from "./level";
import type { Aside } from "./structure";

export interface PlacedVertex {
  readonly index: number;
  readonly vertex: Vertex;
  readonly left: number;
  readonly top: number;
}

export interface PlacedAside {
  readonly anchor: PlacedVertex;
  readonly aside: Aside;
  readonly block: Block;
}

/** The heights that an aside and its edge take up, and the height of that edge. */
interface Span {
  readonly top: number;
  readonly bottom: number;
  readonly edge: number;
}

/** Adds them in columns to the left of everything; returns the height of all, or undefined when an edge would have to cross one. */
export function placeAsides(
  parts: Assembly,
  asides: readonly PlacedAside[],
  level: Level,
  height: number,
): number | undefined {
  const columns: Span[][] = [];
  // Heads hang down from their edges, so the lowest are placed first: no edge then has to pass one.
  const ordered = [...asides].sort((a, b) => b.anchor.top - a.anchor.top);
  const chosen = ordered.map((one) => {
    const span = spanOf(one);
    const column = columnFor(columns, span);
    (columns[column] ??= []).push(span);
    return { one, span, column };
  });
  if (
    chosen.some(({ span, column }) => columns.slice(0, column).some((spans) => spans.some(crossedBy(span))))
  ) {
    return undefined;
  }
  // What hangs above its anchor may reach above everything: then all moves down.
  const above = Math.max(0, ...chosen.map(({ span }) => -span.top));
  lower(parts, above);
  let lowest = height;
  let edge = parts.left;
  for (const [index] of columns.entries()) {
    const members = chosen.filter(({ column }) => column === index);
    const right = edge - SPACE.column;
    let left = right;
    for (const { one, span } of members) {
      const x = right - one.block.right;
      addAside(parts, lowered(one, above), level, x, {
        ...span,
        top: span.top + above,
        edge: span.edge + above,
      });
      left = Math.min(left, x + one.block.left);
      lowest = Math.max(lowest, span.bottom);
    }
    widen(parts, left, right);
    edge = left;
  }
  return lowest + above;
}

function lower(parts: Assembly, by: number): void {
  if (by === 0) return;
  for (const [vertex, { x, y }] of parts.places) parts.places.set(vertex, { x, y: y + by });
  for (const [edge, route] of parts.routes) parts.routes.set(edge, moved(route, 0, by));
}

function lowered(one: PlacedAside, by: number): PlacedAside {
  return { ...one, anchor: { ...one.anchor, top: one.anchor.top + by } };
}

function spanOf({ anchor, aside, block }: PlacedAside): Span {
  const { top, vertex } = anchor;
  if (!vertex.solid) {
    const y = aside.leaves ? top + vertex.height + STUB : top - STUB;
    return aside.leaves
      ? { top: y, bottom: y + block.height, edge: y }
      : { top: y - block.height, bottom: y, edge: y };
  }
  const middle = top + vertex.height / 2;
  if (aside.leaves) return { top: middle, bottom: middle + block.height, edge: middle };
  return { top: middle - block.height, bottom: middle, edge: middle };
}

const STUB = 6;

/** The nearest column in which neither the aside nor its edge meets another. */
function columnFor(columns: readonly (readonly Span[])[], span: Span): number {
  const meets = (other: Span): boolean =>
    span.top < other.bottom + SPACE.lane && other.top < span.bottom + SPACE.lane;
  const hasRoom = (column: number): boolean =>
    columns.slice(column).every((spans) => !spans.some(meets)) &&
    columns.slice(0, column).every((spans) => !spans.some(crossedBy(span)));
  let column = 0;
  while (column < columns.length && !hasRoom(column)) column += 1;
  return column;
}

/** Whether the edge of one aside runs into another one that is nearer. */
function crossedBy({ edge }: Span): (nearer: Span) => boolean {
  return ({ top, bottom }) => top <= edge && edge <= bottom;
}

function addAside(parts: Assembly, one: PlacedAside, level: Level, x: number, span: Span): void {
  const { anchor, aside, block } = one;
  addBlock(parts, block, x, span.top);
  for (const link of aside.region.links) {
    if (link.id < 0) continue;
    const route = [...(parts.routes.get(link.id) ?? [])];
    if (link.from === anchor.index) {
      const port = level.edges[link.id]?.fromPort ?? 0;
      route.unshift(...out(anchor, port, span.edge), { x: route[0]?.x ?? x, y: span.edge });
    }
    if (link.to === anchor.index) {
      const port = level.edges[link.id]?.toPort ?? 0;
      route.push({ x: route.at(-1)?.x ?? x, y: span.edge }, ...into(anchor, port, span.edge));
    }
    parts.routes.set(link.id, route);
  }
}

function out({ vertex, left, top }: PlacedVertex, port: number, y: number): readonly Point[] {
  if (vertex.solid) return [{ x: left, y }];
  const x = left + exitOf(vertex, port);
  return [
    { x, y: top + vertex.height },
    { x, y },
  ];
}

function into({ vertex, left, top }: PlacedVertex, port: number, y: number): readonly Point[] {
  if (vertex.solid) return [{ x: left, y }];
  const x = left + entryOf(vertex, port);
  return [
    { x, y },
    { x, y: top },
  ];
}
