// Places a level around straight trunks: what everything passes through stacked in one column, branches between them side by
// side, shortcuts beside the trunk. What is built in no such way is left to `irreducible`.

import type { Assembly, Block } from "./block";
import { addBlock, assembly, finished, widen } from "./block";
import { placeAsides } from "./asides";
import type { PlacedVertex } from "./asides";
import { placeFork } from "./fork";
import type { Branch, Fork } from "./branches";
import type { Route } from "./geometry";
import type { Level, Vertex } from "./level";
import { entryOf, exitOf, SPACE } from "./level";
import type { Aside, Gap, Link, Region } from "./structure";
import { componentsOf, cutsOf, gapsOf, regionOf, SINK, SOURCE } from "./structure";

/** Lays out a region that has no vertex which everything passes through and does not fall into branches. */
export type Irreducible = (region: Region, context: SeriesContext) => Promise<Block>;

export interface SeriesContext {
  readonly level: Level;
  readonly asides: ReadonlyMap<number, readonly Aside[]>;
  readonly irreducible: Irreducible;
}

/** The region's layout, from below its source to above its sink. */
export async function layoutSeries(region: Region, context: SeriesContext, depth = 0): Promise<Block> {
  const cuts = cutsOf(region);
  if (depth > DEEPEST) return context.irreducible(region, context);
  const parts = assembly();
  const trunk: PlacedVertex[] = [];
  let x = 0;
  let y = 0;
  let fan: number | undefined;
  for (const [index, gap] of gapsOf(region, cuts).entries()) {
    const block = isSimple(gap)
      ? straight(gap, region, context)
      : await layoutGap(gap, region, context, depth);
    if (index === 0) fan = block.fan;
    addBlock(parts, block, x, y);
    x += block.exit;
    y += block.height;
    const cut = cuts[index];
    if (cut === undefined) continue;
    const placed = placeCut(parts, cut, context, x, y);
    trunk.push(placed);
    x = placed.exit;
    y += placed.vertex.height;
  }
  const height = await addAsides(parts, trunk, context, { depth, height: y });
  return height === undefined ? context.irreducible(region, context) : finished(parts, height, x, fan);
}

/** Structures nested deeper than any network has are not worth a deep recursion. */
const DEEPEST = 150;

function placeCut(
  parts: Assembly,
  cut: number,
  { level }: SeriesContext,
  x: number,
  y: number,
): PlacedVertex & { readonly exit: number } {
  const vertex = vertexAt(level, cut);
  const left = x - vertex.trunkIn;
  parts.places.set(cut, { x: left, y });
  widen(parts, left, left + vertex.width);
  return { index: cut, vertex, left, top: y, exit: left + vertex.trunkOut };
}

async function addAsides(
  parts: Assembly,
  trunk: readonly PlacedVertex[],
  context: SeriesContext,
  { depth, height }: { readonly depth: number; readonly height: number },
): Promise<number | undefined> {
  const asides = [];
  for (const anchor of trunk) {
    for (const aside of context.asides.get(anchor.index) ?? []) {
      const block = await layoutSeries(aside.region, context, depth + 1);
      asides.push({ anchor, aside, block });
    }
  }
  return asides.length === 0 ? height : placeAsides(parts, asides, context.level, height);
}

function isSimple(gap: Gap): boolean {
  return gap.vertices.length === 0;
}

/** Edges from one vertex straight to the next. */
function straight(gap: Gap, region: Region, { level }: SeriesContext): Block {
  const routes = new Map<number, Route>();
  const drawn = gap.links.filter((link) => link.id >= 0);
  if (drawn.length === 0) return { left: 0, right: 0, height: 0, exit: 0, places: new Map(), routes };
  const source = endAt(level, region, gap.source);
  const sink = endAt(level, region, gap.sink);
  const label = Math.max(...drawn.map((link) => level.edges[link.id]?.label ?? 0));
  const height =
    source.port === true || sink.port === true ? portRoom(source, label) : chainRoom(label, drawn.length);
  for (const [index, link] of drawn.entries()) {
    const edge = level.edges[link.id];
    const from = exitOf(source, edge?.fromPort ?? 0) - source.trunkOut;
    const to = entryOf(sink, edge?.toPort ?? 0) - sink.trunkIn;
    const turn = (height * (index + 1)) / (drawn.length + 1);
    routes.set(link.id, [
      { x: from, y: 0 },
      ...(from === to
        ? []
        : [
            { x: from, y: turn },
            { x: to, y: turn },
          ]),
      { x: to, y: height },
    ]);
  }
  return { left: 0, right: 0, height, exit: 0, places: new Map(), routes };
}

function chainRoom(label: number, edges: number): number {
  return Math.max(SPACE.chain, label) + (edges - 1) * 8;
}

/** Between the surrounding box's port and the first or last vertex. */
function portRoom(source: Vertex, label: number): number {
  return source.port === true ? SPACE.arrow : Math.max(SPACE.fan, label);
}

/** Branches and shortcuts between two vertices that everything passes through. */
async function layoutGap(gap: Gap, region: Region, context: SeriesContext, depth: number): Promise<Block> {
  const components = componentsOf(gap.vertices, gap.links);
  const direct = gap.links.filter((link) => link.from === gap.source && link.to === gap.sink);
  if (components.length === 1 && direct.length === 0) {
    return context.irreducible(regionOf(gap.vertices, gap.source, gap.sink, gap.links), context);
  }
  const branches: Branch[] = [];
  for (const component of components) {
    const inner = regionOf(component, gap.source, gap.sink, gap.links);
    const block = await layoutSeries(inner, context, depth + 1);
    branches.push({ kind: "part", block, region: inner, order: orderOf(component, gap, context) });
  }
  for (const link of direct)
    branches.push({ kind: "link", link, order: orderOf([], { ...gap, links: [link] }, context) });
  branches.sort((a, b) => a.order - b.order);
  return placeFork(forkOf(gap, region, branches, context.level));
}

function forkOf(gap: Gap, region: Region, branches: readonly Branch[], level: Level): Fork {
  return {
    level,
    branches,
    source: gap.source === SOURCE ? undefined : endAt(level, region, gap.source),
    sink: gap.sink === SINK ? undefined : endAt(level, region, gap.sink),
    sourceIndex: gap.source,
    sinkIndex: gap.sink,
  };
}

/** Branches stand in the order in which what joins them takes them, or else in the order in which they are written. */
function orderOf(vertices: readonly number[], gap: Gap, { level }: SeriesContext): number {
  const own = new Set(vertices);
  const into = (link: Link): boolean =>
    link.to === gap.sink && (own.size === 0 ? link.from === gap.source : own.has(link.from));
  const joining = gap.sink === SINK ? [] : gap.links.filter((link) => link.id >= 0 && into(link));
  const ids = joining.map((link) => link.id);
  // Edges are numbered in the order of their target's inputs.
  return ids.length > 0 ? Math.min(...ids) : level.edges.length + (vertices[0] ?? 0);
}

function vertexAt(level: Level, index: number): Vertex {
  return level.vertices[index] ?? NOWHERE;
}

/**
 * A vertex as the region sees it: of its own source and sink, which it does not place itself and which other things may
 * stand between, there are only the ports that its edges use, the first of them on the trunk.
 */
function endAt(level: Level, region: Region, index: number): Vertex {
  const vertex = vertexAt(level, index);
  if (index !== region.source && index !== region.sink) return vertex;
  const used = region.links.flatMap((link): number[] => {
    const edge = level.edges[link.id];
    if (edge === undefined) return [];
    if (index === region.source) return link.from === index ? [exitOf(vertex, edge.fromPort)] : [];
    return link.to === index ? [entryOf(vertex, edge.toPort)] : [];
  });
  const first = Math.min(...used);
  const relative = (ports: readonly number[]): number[] => ports.map((at) => at - first);
  return {
    ...vertex,
    ...{ width: 0, height: 0, solid: false, trunkIn: 0, trunkOut: 0 },
    ...{ ins: relative(vertex.ins), outs: relative(vertex.outs) },
  };
}

const NOWHERE: Vertex = {
  ...{ width: 0, height: 0, ins: [], outs: [], trunkIn: 0, trunkOut: 0 },
  ...{ solid: false, sums: false },
};
