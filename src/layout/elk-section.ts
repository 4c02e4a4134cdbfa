// Parts of a network that are neither chains nor branches that meet again are laid out by ELK.

import type { Assembly, Block } from "./block";
import { assembly, finished, widen } from "./block";
import type { Elk, ElkExtendedEdge, ElkNode } from "./elk";
import { elkOptions } from "./elk";
import type { Point, Route } from "./geometry";
import { moved, simplified } from "./geometry";
import { layoutLanes } from "./lanes";
import type { Level } from "./level";
import { SPACE } from "./level";
import type { SeriesContext } from "./series";
import type { Link, Region } from "./structure";
import { SINK, SOURCE } from "./structure";

/** Positions by ELK, remembered for equal parts. Rejects when ELK fails, takes too long, or the part is too large for it. */
export function createElkSections(elk: Elk): (region: Region, context: SeriesContext) => Promise<Block> {
  const known = new Map<string, Promise<ElkNode>>();
  return async (region, context) => {
    const full = withAsides(region, context);
    const links = full.links.filter((link) => link.id >= 0);
    if (links.length > MOST_EDGES) throw new Error(`${String(links.length)} edges are too many to lay out`);
    if (isDense(links.length, full.vertices.length)) return layoutLanes(full, context.level);
    const graph = graphOf(full, links, context.level);
    const key = JSON.stringify(graph);
    let result = known.get(key);
    if (result === undefined) {
      if (known.size >= MOST_REMEMBERED) known.clear();
      result = elk.layout(graph);
      known.set(key, result);
      result.catch(() => known.delete(key));
    }
    return blockOf(full, await result, links, context.level);
  };
}

/** Beyond this ELK takes many seconds. */
const MOST_EDGES = 1500;
const MOST_REMEMBERED = 500;

/** Where most vertices are connected to most, as in DenseNet's blocks, layers and crossings make a tangle; lanes do not. */
function isDense(edges: number, vertices: number): boolean {
  return edges > 2 * vertices + 8;
}

/** What hangs off the region's own vertices goes with them. */
function withAsides(region: Region, { asides }: SeriesContext): Region {
  const extra = region.vertices.flatMap((vertex) => asides.get(vertex) ?? []);
  if (extra.length === 0) return region;
  const vertices = [...region.vertices, ...extra.flatMap((aside) => aside.region.vertices)].sort(
    (a, b) => a - b,
  );
  return { ...region, vertices, links: [...region.links, ...extra.flatMap((aside) => aside.region.links)] };
}

const SOURCE_ID = "source";
const SINK_ID = "sink";

/** Vertices and edges are numbered within the region, so that equal parts make equal graphs. */
function graphOf(region: Region, links: readonly Link[], level: Level): ElkNode {
  const ids = idsOf(region);
  const room = labelRoom(links, level);
  const children = region.vertices.map((vertex, index): ElkNode => {
    const { width, height, ins, outs, port, terminal } = level.vertices[vertex] ?? POINT;
    const layer = port === true ? layerOf(terminal === "input" ? "FIRST" : "LAST") : {};
    const node = nodeOf(String(index), width, height + room, { ins, outs });
    return { ...node, layoutOptions: { ...FIXED, ...layer } };
  });
  const end = (index: number, id: string, layer: Layer): ElkNode[] => {
    const vertex = level.vertices[index];
    if (vertex === undefined) return [];
    const ports = id === SOURCE_ID ? { ins: [], outs: vertex.outs } : { ins: vertex.ins, outs: [] };
    const node = nodeOf(id, vertex.width, 1 + room, ports);
    return [{ ...node, layoutOptions: { ...FIXED, ...layerOf(layer) } }];
  };
  const edges = links.map((link, index): ElkExtendedEdge => {
    const edge = level.edges[link.id];
    const from = `${ids.get(link.from) ?? ""}.o${String(edge?.fromPort ?? 0)}`;
    const to = `${ids.get(link.to) ?? ""}.i${String(edge?.toPort ?? 0)}`;
    return { id: `e${String(index)}`, sources: [from], targets: [to] };
  });
  const nodes = [
    ...end(region.source, SOURCE_ID, "FIRST_SEPARATE"),
    ...children,
    ...end(region.sink, SINK_ID, "LAST_SEPARATE"),
  ];
  return {
    id: "root",
    layoutOptions: elkOptions(nodes.length),
    children: withPorts(nodes, edges),
    edges,
  };
}

/** Below every vertex, as a part of it for ELK, so that no edge runs through a shape that is written there. */
function labelRoom(links: readonly Link[], level: Level): number {
  const most = Math.max(0, ...links.map(({ id }) => level.edges[id]?.label ?? 0));
  return Math.max(0, most - SPACE.arrow);
}

const POINT = { width: 1, height: 1, ins: [], outs: [], port: false, terminal: undefined };
type Layer = "FIRST" | "FIRST_SEPARATE" | "LAST" | "LAST_SEPARATE";

const layerOf = (layer: Layer): Record<string, string> => ({
  "elk.layered.layering.layerConstraint": layer,
});
const FIXED = { "elk.portConstraints": "FIXED_POS" };

function idsOf(region: Region): ReadonlyMap<number, string> {
  return new Map([
    ...region.vertices.map((vertex, index) => [vertex, String(index)] as const),
    [region.source, SOURCE_ID],
    [region.sink, SINK_ID],
  ]);
}

interface Ports {
  readonly ins: readonly number[];
  readonly outs: readonly number[];
}

function nodeOf(id: string, width: number, height: number, { ins, outs }: Ports): ElkNode {
  const port = (name: string, x: number, y: number, side: string): NonNullable<ElkNode["ports"]>[number] => ({
    id: `${id}.${name}`,
    x,
    y,
    width: 0,
    height: 0,
    layoutOptions: { "elk.port.side": side },
  });
  const ports = [
    ...ins.map((x, index) => port(`i${String(index)}`, x, 0, "NORTH")),
    ...outs.map((x, index) => port(`o${String(index)}`, x, height, "SOUTH")),
  ];
  return { id, width: Math.max(1, width), height: Math.max(1, height), ports };
}

/** Adds ports in the middle for edges that name none of a node's own, and drops ports without an edge. */
function withPorts(nodes: readonly ElkNode[], edges: readonly ElkExtendedEdge[]): ElkNode[] {
  const used = new Set(edges.flatMap((edge) => [...edge.sources, ...edge.targets]));
  const byNode = new Map<string, string[]>();
  for (const id of used) {
    const node = id.slice(0, id.lastIndexOf("."));
    byNode.set(node, [...(byNode.get(node) ?? []), id]);
  }
  return nodes.map((node) => {
    const own = (node.ports ?? []).filter((port) => used.has(port.id));
    const missing = (byNode.get(node.id) ?? []).filter((id) => !own.some((port) => port.id === id));
    const middle = missing.map((id) => {
      const isIn = id.slice(id.lastIndexOf(".") + 1).startsWith("i");
      const y = isIn ? 0 : (node.height ?? 0);
      const side = { "elk.port.side": isIn ? "NORTH" : "SOUTH" };
      return { id, x: (node.width ?? 0) / 2, y, width: 0, height: 0, layoutOptions: side };
    });
    return { ...node, ports: [...own, ...middle] };
  });
}

/** Where the region's ends are in ELK's picture: what is at (x, y) there is the block's origin. */
interface Ends {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly exit: number;
  readonly hasBoth: boolean;
}

function endsOf(region: Region, result: ElkNode, level: Level): Ends {
  const source = result.children?.find(({ id }) => id === SOURCE_ID);
  const sink = result.children?.find(({ id }) => id === SINK_ID);
  const first = result.children?.find(({ id }) => id === "0");
  const x =
    source === undefined
      ? placeOf(first).x + (level.vertices[region.vertices[0] ?? -1]?.trunkIn ?? 0)
      : placeOf(source).x + portOf(level, region.source, "out");
  const y = source === undefined ? 0 : placeOf(source).y + 1;
  const bottom = sink === undefined ? (result.height ?? 0) : placeOf(sink).y;
  const exit = sink === undefined ? 0 : placeOf(sink).x + portOf(level, region.sink, "in") - x;
  return { x, y, height: bottom - y, exit, hasBoth: source !== undefined && sink !== undefined };
}

function placeOf(node: ElkNode | undefined): Point {
  return { x: node?.x ?? 0, y: node?.y ?? 0 };
}

function blockOf(region: Region, result: ElkNode, links: readonly Link[], level: Level): Block {
  const byId = new Map((result.children ?? []).map((child) => [child.id, child]));
  const ends = endsOf(region, result, level);
  const room = labelRoom(links, level);
  const parts = assembly();
  for (const [index, vertex] of region.vertices.entries()) {
    const child = byId.get(String(index));
    const { x, y } = placeOf(child);
    parts.places.set(vertex, { x: x - ends.x, y: y - ends.y });
    widen(parts, x - ends.x, x - ends.x + (child?.width ?? 0));
  }
  for (const [index, edge] of (result.edges ?? []).entries()) {
    const link = links[index];
    if (link === undefined) continue;
    const route = moved(routeOf(edge, room), -ends.x, -ends.y);
    for (const { x } of route) widen(parts, x, x);
    parts.routes.set(link.id, simplified(route));
  }
  // The trunk stays on one line where it can.
  const exit = ends.hasBoth ? straighten(parts.routes, links, region, ends) : ends.exit;
  return finished(parts, withinEnds(parts, region, links, level, ends.height), exit);
}

/** Vertices that ELK put beside the source or the sink get room below and above these; returns the height. */
function withinEnds(
  parts: Assembly,
  region: Region,
  links: readonly Link[],
  level: Level,
  height: number,
): number {
  const places = [...parts.places];
  const highest = Math.min(0, ...places.map(([, { y }]) => y));
  const lowest = Math.max(
    height,
    ...places.map(([vertex, { y }]) => y + (level.vertices[vertex]?.height ?? 0)),
  );
  if (highest === 0 && lowest === height) return height;
  for (const [vertex, { x, y }] of places) parts.places.set(vertex, { x, y: y - highest });
  for (const link of links) {
    const route = moved(parts.routes.get(link.id) ?? [], 0, -highest);
    const [start] = route;
    const end = route.at(-1);
    if (link.from === region.source && start !== undefined) route.unshift({ x: start.x, y: 0 });
    if (link.to === region.sink && end !== undefined) route.push({ x: end.x, y: lowest - highest });
    parts.routes.set(link.id, simplified(route));
  }
  return lowest - highest;
}

/** Moves the last parts of the routes into the sink so that these end below the source; returns where they end. */
function straighten(
  routes: Map<number, Route>,
  links: readonly Link[],
  region: Region,
  { exit, height }: Ends,
): number {
  if (exit === 0) return exit;
  for (const link of links) {
    if (link.to !== region.sink) continue;
    const route = [...(routes.get(link.id) ?? [])];
    const last = route.at(-1);
    const before = route.at(-2);
    if (last === undefined || before === undefined) continue;
    const end: Point = { x: last.x - exit, y: last.y };
    // Close to the sink, where nothing stands in the way.
    const turn = Math.max(before.y, height - 8);
    route.splice(-1, 1, { x: last.x, y: turn }, { x: end.x, y: turn }, end);
    routes.set(link.id, simplified(route));
  }
  return 0;
}

function portOf(level: Level, index: number, way: "in" | "out"): number {
  const vertex = level.vertices[index];
  if (vertex === undefined || index === SOURCE || index === SINK) return 0;
  return way === "in" ? vertex.trunkIn : vertex.trunkOut;
}

/** Through the room below the vertex that it comes from. */
function routeOf(edge: ElkExtendedEdge, room: number): readonly Point[] {
  const route = (edge.sections ?? []).flatMap(({ startPoint, bendPoints, endPoint }) => [
    startPoint,
    ...(bendPoints ?? []),
    endPoint,
  ]);
  const [start] = route;
  return start === undefined ? route : [{ x: start.x, y: start.y - room }, ...route];
}
