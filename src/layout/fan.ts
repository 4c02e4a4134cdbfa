// The lines on which a fork's edges turn towards their columns: one for all that carry the same tensor, and one for each other
// tensor, so that edges of different tensors neither lie on each other nor cross.

import type { Column, Fork } from "./branches";
import { entryOf, exitOf, SPACE } from "./level";
import type { Link } from "./structure";

export interface Fan {
  /** The height of the turn, by the port that it leads from or to, below where the fan begins. */
  readonly heights: ReadonlyMap<number, number>;
  /** The room that all turns take; 0 without any. */
  readonly depth: number;
  /** Edges that use a side: which of how many, the innermost first. */
  readonly sides: ReadonlyMap<number, Side>;
}

export interface Side {
  readonly rank: number;
  readonly count: number;
}

/** The turns behind a fork's source (`out`) or before its sink (`in`), whose trunk enters at `exit`. */
export function fanHeights(fork: Fork, columns: readonly Column[], way: "out" | "in", exit: number): Fan {
  const vertex = way === "out" ? fork.source : fork.sink;
  if (vertex === undefined) return { heights: new Map(), depth: 0, sides: new Map() };
  /** How far to its side each port's edges lead. */
  const reach = new Map<number, number>();
  const beside: number[] = [];
  for (const column of columns) {
    for (const link of endLinks(fork, column, way)) {
      if (column.beside && vertex.solid) {
        beside.push(link.id);
        continue;
      }
      const edge = fork.level.edges[link.id];
      const port = (way === "out" ? edge?.fromPort : edge?.toPort) ?? 0;
      const at =
        way === "out"
          ? exitOf(vertex, port) - vertex.trunkOut
          : exit + entryOf(vertex, port) - vertex.trunkIn;
      const side = Math.sign(column.x - at);
      if (Math.abs(column.x - at) > 0.01)
        reach.set(port, Math.max(reach.get(port) ?? -Infinity, side * column.x));
    }
  }
  // What leads farthest out turns first, and last where it comes back.
  const ordered = [...reach].sort(([, a], [, b]) => (way === "out" ? b - a : a - b));
  const heights = new Map(ordered.map(([port], index) => [port, first(way) + index * STEP]));
  const depth = ordered.length === 0 ? 0 : SPACE.fan + (ordered.length - 1) * STEP;
  const sides = new Map(beside.map((id, rank) => [id, { rank, count: beside.length }]));
  return { heights, depth, sides };
}

const STEP = 8;

function first(way: "out" | "in"): number {
  return way === "out" ? SPACE.fan : 0;
}

function endLinks(fork: Fork, { branch }: Column, way: "out" | "in"): readonly Link[] {
  const end = way === "out" ? fork.sourceIndex : fork.sinkIndex;
  const links = branch.kind === "link" ? [branch.link] : branch.region.links;
  return links.filter((link) => link.id >= 0 && (way === "out" ? link.from : link.to) === end);
}

/**
 * Where along a side an edge enters (from the top) or leaves (from the bottom), as a share of its length. Edges that enter and
 * edges that leave keep apart, and the outermost enters lowest and leaves highest.
 */
export function turnAt(side: Side | undefined): number {
  const { rank, count } = side ?? { rank: 0, count: 1 };
  return MIDDLE + (count === 1 ? 0 : ((rank - (count - 1) / 2) * SPREAD) / (count - 1));
}

const MIDDLE = 0.3;
const SPREAD = 0.3;
