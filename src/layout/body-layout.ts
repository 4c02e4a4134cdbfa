// Lays out a picture's bodies from the inside out: each distinct one once, its result a box of fixed size wherever it stands.

import type { OpenGroups } from "../view/open-state";
import type { ViewBody, ViewEdge, ViewGraph, ViewGroup, ViewNode } from "../view/view-graph";
import type { Block } from "./block";
import type { Direction, Point, Route } from "./geometry";
import type { Level, LevelEdge, Vertex } from "./level";
import { entryOf, exitOf } from "./level";
import { chainBody } from "./chain-body";
import { levelHeight, placeGroup } from "./group-box";
import type { Measure } from "./measure";
import type { BodyLayout, BoxLayout, Part } from "./placed-body";
import { closedGroupSize, layerSize, TEXT } from "./node-size";
import type { Size } from "./node-size";
import { layoutSeries } from "./series";
import type { Irreducible } from "./series";
import { structureOf } from "./structure";

/** What the layout of one graph shares. */
export interface BodyContext {
  readonly graph: ViewGraph;
  readonly open: OpenGroups;
  readonly direction: Direction;
  readonly measure: Measure;
  readonly irreducible: Irreducible;
  /** Layouts of bodies in which nothing was opened or closed one by one. */
  readonly cache: Map<string, Promise<BodyLayout>>;
}

/** The layout of the body of that key, which stands at `path` in `depth` open groups. */
export function layoutBody(
  key: string,
  path: string,
  depth: number,
  context: BodyContext,
): Promise<BodyLayout> {
  const body = context.graph.bodies[key] ?? NO_BODY;
  const left = Math.max(0, Math.min(body.height * 2, context.open.level - depth));
  const fresh = context.open.isTouched(path);
  return cached(context, `${context.direction} ${key} ${String(left)}`, fresh, () =>
    computeBody(body, path, depth, context),
  );
}

const NO_BODY: ViewBody = { nodes: [], edges: [], inputs: 0, outputs: 0, height: 0, size: 0 };

function cached(
  { cache }: BodyContext,
  key: string,
  fresh: boolean,
  compute: () => Promise<BodyLayout>,
): Promise<BodyLayout> {
  if (fresh) return compute();
  let known = cache.get(key);
  if (known === undefined) {
    known = compute();
    cache.set(key, known);
    known.catch(() => cache.delete(key));
  }
  return known;
}

async function computeBody(
  body: ViewBody,
  path: string,
  depth: number,
  context: BodyContext,
): Promise<BodyLayout> {
  const boxes = await Promise.all(body.nodes.map((node) => boxOf(node, path, depth, context)));
  return layoutLevel(body, context.direction === "down" ? alignedWidths(boxes) : boxes, context);
}

/** Cards of one body are equally wide, so that they line up; a few with very long labels do not count. */
function alignedWidths(boxes: readonly BoxLayout[]): readonly BoxLayout[] {
  const isCard = ({ node, inner }: BoxLayout): boolean =>
    inner === undefined && (node.kind === "group" || node.role === "layer");
  const width = Math.max(
    0,
    ...boxes.filter((box) => isCard(box) && box.width <= WIDEST).map((box) => box.width),
  );
  return boxes.map((box) => (isCard(box) && box.width < width ? { ...box, width } : box));
}

const WIDEST = 300;

async function boxOf(node: ViewNode, path: string, depth: number, context: BodyContext): Promise<BoxLayout> {
  return node.kind === "layer" ? layerBox(node, context) : groupBox(node, path, depth, context);
}

function layerBox(
  node: Extract<ViewNode, { kind: "layer" }>,
  { measure, direction }: BodyContext,
): BoxLayout {
  return closedBox(node, layerSize(node, measure), direction);
}

function closedBox(node: ViewNode, size: Size, direction: Direction): BoxLayout {
  const { width, height } = direction === "down" ? size : { width: size.height, height: size.width };
  return { node, width, height, ins: [], outs: [] };
}

async function groupBox(
  node: ViewGroup,
  path: string,
  depth: number,
  context: BodyContext,
): Promise<BoxLayout> {
  const own = path === "" ? node.name : `${path}/${node.name}`;
  const { direction, measure, open } = context;
  if (!open.isOpen(own, depth)) return closedBox(node, closedGroupSize(node, measure), direction);
  const isChain = node.count > 1;
  const body = isChain
    ? await layoutChain(node, path, depth + 1, context)
    : await layoutBody(node.body, own, depth + 1, context);
  return placeGroup(node, body, isChain, direction, measure);
}

/** A chain of equal instances, one below the other. */
async function layoutChain(
  group: ViewGroup,
  path: string,
  depth: number,
  context: BodyContext,
): Promise<BodyLayout> {
  const own = path === "" ? group.name : `${path}/${group.name}`;
  const left = Math.max(0, context.open.level - depth);
  const chain = `×${String(group.count)} ${String(group.first ?? 0)} ${group.name}`;
  const key = `${context.direction} ${chain} ${group.body} ${String(left)}`;
  return cached(context, key, context.open.isTouched(own), async () => {
    const body = chainBody(group, context.graph.bodies[group.body]);
    return computeBody(body, path, depth, context);
  });
}

async function layoutLevel(
  body: ViewBody,
  boxes: readonly BoxLayout[],
  context: BodyContext,
): Promise<BodyLayout> {
  const inputs = usedPorts(body, "from", body.inputs);
  const outputs = usedPorts(body, "to", body.outputs);
  const level = levelOf(body, boxes, { inputs, outputs }, context);
  const structure = structureOf(level);
  const block = await layoutSeries(structure.main, {
    level,
    asides: structure.asides,
    irreducible: context.irreducible,
  });
  return placed(body, boxes, level, block, { inputs, outputs });
}

interface UsedPorts {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

function usedPorts(body: ViewBody, end: "from" | "to", count: number): readonly number[] {
  const used = new Set(
    body.edges.flatMap((edge) => {
      const at = edge[end];
      return "body" in at ? [at.body] : [];
    }),
  );
  return Array.from({ length: count }, (_, port) => port).filter((port) => used.has(port));
}

/** Vertices are the used inputs of the body, its nodes, then its used outputs. */
function levelOf(body: ViewBody, boxes: readonly BoxLayout[], ports: UsedPorts, context: BodyContext): Level {
  const port = (terminal: "input" | "output"): Vertex => ({ ...PORT, terminal });
  const vertices = [
    ...ports.inputs.map(() => port("input")),
    ...boxes.map(vertexOf),
    ...ports.outputs.map(() => port("output")),
  ];
  const edges = body.edges.map((edge): LevelEdge => {
    const { from, to } = edge;
    return {
      from: "body" in from ? ports.inputs.indexOf(from.body) : ports.inputs.length + from.node,
      fromPort: "body" in from ? 0 : from.port,
      to:
        "body" in to
          ? ports.inputs.length + boxes.length + ports.outputs.indexOf(to.body)
          : ports.inputs.length + to.node,
      toPort: "body" in to ? 0 : to.port,
      label: labelRoom(edge, context),
    };
  });
  return { vertices: alignedTrunks(vertices, edges), edges };
}

/** The trunk enters by a box's first edge, and leaves by the one that leads to the nearest box. */
function alignedTrunks(vertices: readonly Vertex[], edges: readonly LevelEdge[]): readonly Vertex[] {
  const entering = new Map<number, LevelEdge>();
  const leaving = new Map<number, LevelEdge>();
  for (const edge of edges) {
    if (!entering.has(edge.to)) entering.set(edge.to, edge);
    const nearest = leaving.get(edge.from);
    if (nearest === undefined || edge.to < nearest.to) leaving.set(edge.from, edge);
  }
  return vertices.map((vertex, index) => ({
    ...vertex,
    trunkIn: entryOf(vertex, entering.get(index)?.toPort ?? 0),
    trunkOut: exitOf(vertex, leaving.get(index)?.fromPort ?? 0),
  }));
}

const PORT: Vertex = {
  ...{ width: 0, height: 0, ins: [0], outs: [0], trunkIn: 0, trunkOut: 0 },
  ...{ solid: false, sums: false, port: true },
};

/** The room for a tensor's shape at the beginning of an edge. */
function labelRoom(edge: ViewEdge, { direction, measure }: BodyContext): number {
  if (!edge.changed) return 0;
  return direction === "down" ? 28 : 24 + measure(edge.shape, TEXT.detail, "regular");
}

function vertexOf({ node, width, height, ins, outs, inner }: BoxLayout): Vertex {
  const sums = node.kind === "layer" && SUMS.has(node.operator);
  const terminal = node.kind === "layer" ? TERMINALS[node.role] : undefined;
  const solid = inner === undefined;
  const middle = { trunkIn: width / 2, trunkOut: width / 2 };
  return {
    width,
    height,
    ins,
    outs,
    ...middle,
    solid,
    sums,
    ...(terminal === undefined ? {} : { terminal }),
  };
}

const SUMS: ReadonlySet<string> = new Set(["Add", "Sub", "Mul", "Div", "Max", "Min"]);
const TERMINALS: Readonly<Record<string, "input" | "output">> = { input: "input", output: "output" };

function placed(
  body: ViewBody,
  boxes: readonly BoxLayout[],
  level: Level,
  block: Block,
  ports: UsedPorts,
): BodyLayout {
  const first = ports.inputs.length;
  const at = (vertex: number): Point => {
    const place = block.places.get(vertex) ?? { x: 0, y: 0 };
    return { x: place.x - block.left, y: place.y };
  };
  const parts = boxes.map(({ node, width, height, inner }, index): Part => {
    const part = { node, ...at(first + index), width, height };
    return inner === undefined ? part : { ...part, inner };
  });
  const height = levelHeight(parts, block.height, ports.outputs.length > 0);
  const routes = body.edges.map((_, index) => routeAt(level, index, block, height));
  const width = block.right - block.left;
  return {
    width,
    height,
    parts,
    edges: body.edges,
    routes,
    ins: portPlaces(body.inputs, ports.inputs, (index) => at(index).x, width),
    outs: portPlaces(body.outputs, ports.outputs, (index) => at(first + boxes.length + index).x, width),
  };
}

/** Routes from and to the surrounding box's ports reach its edges. */
function routeAt(level: Level, index: number, block: Block, height: number): Route {
  const route = (block.routes.get(index) ?? []).map(({ x, y }) => ({ x: x - block.left, y }));
  const edge = level.edges[index];
  const [start] = route;
  const end = route.at(-1);
  if (edge !== undefined && start !== undefined && level.vertices[edge.from]?.port === true) {
    route.unshift({ x: start.x, y: 0 });
  }
  if (edge !== undefined && end !== undefined && level.vertices[edge.to]?.port === true) {
    route.push({ x: end.x, y: height });
  }
  return route;
}

function portPlaces(
  count: number,
  used: readonly number[],
  placeOf: (index: number) => number,
  width: number,
): readonly number[] {
  return Array.from({ length: count }, (_, port) => {
    const index = used.indexOf(port);
    return index === -1 ? width / 2 : placeOf(index);
  });
}
