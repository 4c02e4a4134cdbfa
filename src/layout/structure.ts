// How a level is built: which vertices everything passes through, what lies between two of them, and what stands aside.

import type { Level } from "./level";

/** A virtual source in front of all vertices, and a virtual sink behind them. */
export const SOURCE = -1;
export const SINK = Number.MAX_SAFE_INTEGER;

/** An edge of a region; `id` is its number in the level, -1 for one to or from a virtual end. */
export interface Link {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

/** Vertices between a source and a sink (neither is among them), in execution order, with all edges between these. */
export interface Region {
  readonly source: number;
  readonly sink: number;
  readonly vertices: readonly number[];
  readonly links: readonly Link[];
}

/** A part that hangs off one vertex and leads nowhere, or comes from nowhere and leads to one vertex. */
export interface Aside {
  readonly anchor: number;
  readonly leaves: boolean;
  readonly region: Region;
}

export interface Structure {
  readonly main: Region;
  readonly asides: ReadonlyMap<number, readonly Aside[]>;
}

/** Splits a level into what leads from its inputs to its outputs, and what stands aside. */
export function structureOf(level: Level): Structure {
  const links = level.edges.map((edge, id): Link => ({ id, from: edge.from, to: edge.to }));
  const all = level.vertices.map((_, vertex) => vertex);
  const exits = sinksOf(level);
  const entries = sourcesOf(level);
  const leading = reach(exits, links, "backwards");
  const fed = reach(entries, links, "forwards");
  const loose = all.filter((vertex) => !leading.has(vertex) || !fed.has(vertex));
  const asides = new Map<number, Aside[]>();
  const aside = new Set<number>();
  for (const component of componentsOf(loose, links)) {
    const found = asideOf(component, links);
    if (found === undefined) continue;
    component.forEach((vertex) => aside.add(vertex));
    asides.set(found.anchor, [...(asides.get(found.anchor) ?? []), found]);
  }
  const main = all.filter((vertex) => !aside.has(vertex));
  return { main: regionOf(main, SOURCE, SINK, links), asides };
}

/** Vertices that are meant to be ends: exits where there are any, else whatever leads nowhere last. */
function sinksOf(level: Level): readonly number[] {
  const exits = level.vertices.flatMap(({ terminal }, vertex) => (terminal === "output" ? [vertex] : []));
  return exits.length > 0 ? exits : level.vertices.map((_, vertex) => vertex).slice(-1);
}

function sourcesOf(level: Level): readonly number[] {
  const entries = level.vertices.flatMap(({ terminal }, vertex) => (terminal === "input" ? [vertex] : []));
  return entries.length > 0 ? entries : level.vertices.map((_, vertex) => vertex).slice(0, 1);
}

function reach(
  from: readonly number[],
  links: readonly Link[],
  way: "forwards" | "backwards",
): ReadonlySet<number> {
  const reached = new Set(from);
  const next = groupedBy(links, (link) => (way === "forwards" ? link.from : link.to));
  const pending = [...from];
  for (let vertex = pending.pop(); vertex !== undefined; vertex = pending.pop()) {
    for (const link of next.get(vertex) ?? []) {
      const other = way === "forwards" ? link.to : link.from;
      if (!reached.has(other)) {
        reached.add(other);
        pending.push(other);
      }
    }
  }
  return reached;
}

/** A component is an aside when all its edges to the rest are with one vertex, in one direction. */
function asideOf(component: readonly number[], links: readonly Link[]): Aside | undefined {
  const own = new Set(component);
  const incoming = links.filter((link) => own.has(link.to) && !own.has(link.from));
  const outgoing = links.filter((link) => own.has(link.from) && !own.has(link.to));
  const anchors = new Set([...incoming.map((link) => link.from), ...outgoing.map((link) => link.to)]);
  const [anchor] = anchors;
  if (anchor === undefined || anchors.size > 1 || (incoming.length > 0 && outgoing.length > 0))
    return undefined;
  const leaves = incoming.length > 0;
  const region = leaves
    ? regionOf(component, anchor, SINK, links)
    : regionOf(component, SOURCE, anchor, links);
  return { anchor, leaves, region };
}

/** The region of these vertices without edges straight from its source to its sink, with links to the virtual ends for those without any other. */
export function regionOf(
  vertices: readonly number[],
  source: number,
  sink: number,
  links: readonly Link[],
): Region {
  const own = new Set([...vertices, source, sink]);
  const within = links.filter(
    (link) => own.has(link.from) && own.has(link.to) && (link.from !== source || link.to !== sink),
  );
  const begun = new Set(within.map((link) => link.to));
  const ended = new Set(within.map((link) => link.from));
  const virtual = vertices.flatMap((vertex): Link[] => [
    ...(source === SOURCE && !begun.has(vertex) ? [{ id: -1, from: SOURCE, to: vertex }] : []),
    ...(sink === SINK && !ended.has(vertex) ? [{ id: -1, from: vertex, to: SINK }] : []),
  ]);
  return { source, sink, vertices, links: [...within, ...virtual] };
}

/** The vertices of a region that every way from its source to its sink passes through: no edge leads past them. */
export function cutsOf(region: Region): readonly number[] {
  const position = positions(region);
  const farthest = new Map<number, number>();
  for (const link of region.links) {
    const from = position(link.from);
    farthest.set(from, Math.max(farthest.get(from) ?? 0, position(link.to)));
  }
  let reached = farthest.get(0) ?? 0;
  return region.vertices.filter((_, index) => {
    const own = index + 1;
    const isCut = reached <= own;
    reached = Math.max(reached, farthest.get(own) ?? 0);
    return isCut;
  });
}

/** A gap between two vertices that everything passes through. */
export interface Gap {
  readonly source: number;
  readonly sink: number;
  readonly vertices: readonly number[];
  readonly links: readonly Link[];
}

/** The gaps before, between and behind the cuts, in order: one more than there are cuts. */
export function gapsOf(region: Region, cuts: readonly number[]): readonly Gap[] {
  const position = positions(region);
  const bounds = [0, ...cuts.map(position), region.vertices.length + 1];
  const gapAt = (at: number): number => upperBound(bounds, at) - 1;
  const gaps = bounds.slice(1).map((bound, index) => ({
    source: index === 0 ? region.source : (cuts[index - 1] ?? SOURCE),
    sink: cuts[index] ?? region.sink,
    vertices: region.vertices.slice(bounds[index] ?? 0, bound - 1),
    links: [] as Link[],
  }));
  for (const link of region.links) gaps[gapAt(position(link.from))]?.links.push(link);
  return gaps;
}

/** The sets of vertices that links connect, each in execution order, in order of their first vertices. */
export function componentsOf(
  vertices: readonly number[],
  links: readonly Link[],
): readonly (readonly number[])[] {
  const own = new Set(vertices);
  const leader = new Map<number, number>(vertices.map((vertex) => [vertex, vertex]));
  const find = (vertex: number): number => {
    let root = vertex;
    for (let next = leader.get(root) ?? root; next !== root; next = leader.get(root) ?? root) root = next;
    leader.set(vertex, root);
    return root;
  };
  for (const { from, to } of links) {
    if (own.has(from) && own.has(to)) leader.set(find(to), find(from));
  }
  return [...groupedBy(vertices, find).values()];
}

/** 0 for the source, then the vertices, then the sink. */
function positions(region: Region): (vertex: number) => number {
  const known = new Map(region.vertices.map((vertex, index) => [vertex, index + 1]));
  return (vertex) => known.get(vertex) ?? (vertex === region.source ? 0 : region.vertices.length + 1);
}

function upperBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function groupedBy<Item>(items: readonly Item[], key: (item: Item) => number): Map<number, Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
