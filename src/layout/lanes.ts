// All vertices in one column, and tensors that skip some of them in lanes beside it: for densely connected parts, and for
// whatever nothing else can lay out.

import type { Block } from "./block";
import { assembly, finished, widen } from "./block";
import type { Level, LevelEdge, Vertex } from "./level";
import { entryOf, exitOf, SPACE } from "./level";
import type { Link, Region } from "./structure";

/** Lays out a region in a column. Never fails. */
export function layoutLanes(region: Region, level: Level): Block {
  const parts = assembly();
  const row = SPACE.chain + 2 * STUB;
  const bottoms = new Map<number, number>([[region.source, 0]]);
  const tops = new Map<number, number>();
  let y = 0;
  for (const index of region.vertices) {
    const vertex = level.vertices[index];
    if (vertex === undefined) continue;
    y += row;
    tops.set(index, y);
    const x = -vertex.trunkIn;
    parts.places.set(index, { x, y });
    widen(parts, x, x + vertex.width);
    y += vertex.height;
    bottoms.set(index, y);
  }
  const height = y + row;
  tops.set(region.sink, height);
  const links = region.links.filter((link) => link.id >= 0);
  const lanes = lanesOf(region, links, level);
  const right = parts.right;
  for (const link of links) {
    const from = bottoms.get(link.from);
    const to = tops.get(link.to);
    const edge = level.edges[link.id];
    if (from === undefined || to === undefined || edge === undefined) continue;
    const start = exitX(level, link.from, edge);
    const end = entryX(level, link.to, edge);
    const lane = lanes.get(link.id);
    const x = lane === undefined ? start : right + SPACE.lane + lane * LANE;
    widen(parts, x, x);
    const between = [
      { x: start, y: from + STUB },
      { x, y: from + STUB },
      { x, y: to - STUB },
      { x: end, y: to - STUB },
    ];
    parts.routes.set(link.id, [{ x: start, y: from }, ...between, { x: end, y: to }]);
  }
  return finished(parts, height, 0);
}

const STUB = 7;
const LANE = 8;

/**
 * Lanes by edge: edges that carry the same tensor share one, and tensors that follow one another do, too. Edges between
 * neighbours in the column need none.
 */
function lanesOf(region: Region, links: readonly Link[], level: Level): ReadonlyMap<number, number> {
  const rows = new Map(region.vertices.map((vertex, index) => [vertex, index + 1]));
  const row = (vertex: number): number =>
    rows.get(vertex) ?? (vertex === region.source ? 0 : region.vertices.length + 1);
  const tensors = new Map<string, { from: number; to: number; ids: number[] }>();
  for (const link of links) {
    const span = { from: row(link.from), to: row(link.to) };
    if (span.to <= span.from + 1) continue;
    const key = `${String(link.from)}.${String(level.edges[link.id]?.fromPort ?? 0)}`;
    const known = tensors.get(key) ?? { ...span, ids: [] };
    tensors.set(key, { from: span.from, to: Math.max(known.to, span.to), ids: [...known.ids, link.id] });
  }
  const spans = [...tensors.values()].sort((a, b) => a.to - a.from - (b.to - b.from));
  const taken: { from: number; to: number }[][] = [];
  const lanes = new Map<number, number>();
  for (const span of spans) {
    let lane = taken.findIndex((others) =>
      others.every((other) => other.to <= span.from || other.from >= span.to),
    );
    if (lane === -1) lane = taken.push([]) - 1;
    taken[lane]?.push(span);
    for (const id of span.ids) lanes.set(id, lane);
  }
  return lanes;
}

/** The trunk is at 0: everything is placed by its first input. */
function exitX(level: Level, index: number, edge: LevelEdge): number {
  const vertex: Vertex | undefined = level.vertices[index];
  return vertex === undefined ? 0 : exitOf(vertex, edge.fromPort) - vertex.trunkIn;
}

function entryX(level: Level, index: number, edge: LevelEdge): number {
  const vertex: Vertex | undefined = level.vertices[index];
  return vertex === undefined ? 0 : entryOf(vertex, edge.toPort) - vertex.trunkIn;
}
