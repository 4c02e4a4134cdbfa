// A laid out picture in absolute positions: every drawn node, open group and edge with its path.

import { pathIn } from "../view/paths";
import type { ViewEnd, ViewNode } from "../view/view-graph";
import type { BodyLayout, InnerLayout, Part } from "./placed-body";
import type { Box, Direction, Point, Route } from "./geometry";
import { simplified, transposed } from "./geometry";

export interface SceneNode extends Box {
  readonly path: string;
  readonly node: ViewNode;
  /** How many open groups it is in. */
  readonly depth: number;
  /** The path of the group that it is in; "" at the top. */
  readonly parent: string;
  /** An open group, whose content is drawn in it. */
  readonly open: boolean;
  /** An open chain of equal instances. */
  readonly isChain: boolean;
  /** Inside an auxiliary head, or one itself. */
  readonly auxiliary: boolean;
}

export interface SceneEdge {
  readonly from: string;
  readonly to: string;
  readonly route: Route;
  readonly shape: string;
  /** Elements of the tensor; undefined when unknown. */
  readonly size: number | undefined;
  readonly auxiliary: boolean;
  /** Where the shape is written, beside the line; absent where it is not. */
  readonly label?: Point;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly direction: Direction;
  /** Groups before what is in them. */
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
}

/** The picture of a network's own body. */
export function sceneOf(body: BodyLayout, direction: Direction): Scene {
  const walk: Walk = { nodes: [], edges: [], labelled: new Set(), direction };
  visit(walk, { body, x: 0, y: 0, path: "", isChain: false, depth: 0, auxiliary: false });
  const { width, height } = body;
  return {
    ...(direction === "down" ? { width, height } : { width: height, height: width }),
    direction,
    nodes: walk.nodes,
    edges: walk.edges,
  };
}

interface Walk {
  readonly nodes: SceneNode[];
  readonly edges: SceneEdge[];
  /** Producers whose shape is written already. */
  readonly labelled: Set<string>;
  readonly direction: Direction;
}

/** A body where it stands. */
interface Frame {
  readonly body: BodyLayout;
  readonly x: number;
  readonly y: number;
  readonly path: string;
  /** The instances of a chain have the chain's own path before their index. */
  readonly isChain: boolean;
  readonly depth: number;
  readonly auxiliary: boolean;
  readonly outer?: { readonly frame: Frame; readonly index: number; readonly inner: InnerLayout };
}

function visit(walk: Walk, frame: Frame): void {
  for (const [index, part] of frame.body.parts.entries()) {
    const auxiliary = frame.auxiliary || isAuxiliary(part.node);
    walk.nodes.push(nodeOf(walk, frame, part, auxiliary));
    if (part.inner !== undefined) visit(walk, innerFrame(frame, index, part, part.inner));
  }
  for (const [index, edge] of frame.body.edges.entries()) {
    if ("body" in edge.to) continue;
    const target = frame.body.parts[edge.to.node];
    if (target === undefined || target.inner !== undefined) continue;
    addEdge(walk, frame, index, pathOf(frame, target), frame.auxiliary || isAuxiliary(target.node));
  }
}

function isAuxiliary(node: ViewNode): boolean {
  return node.kind === "group" && node.groupKind === "auxiliary";
}

function nodeOf({ direction }: Walk, frame: Frame, part: Part, auxiliary: boolean): SceneNode {
  const x = frame.x + part.x;
  const y = frame.y + part.y;
  const { width, height } = part;
  return {
    ...(direction === "down" ? { x, y, width, height } : { x: y, y: x, width: height, height: width }),
    path: pathOf(frame, part),
    node: part.node,
    depth: frame.depth,
    parent: frame.path,
    open: part.inner !== undefined,
    isChain: part.inner?.isChain === true,
    auxiliary,
  };
}

function pathOf(frame: Frame, part: Part): string {
  if (!frame.isChain) return pathIn(frame.path, part.node.name);
  const slash = frame.path.length - part.node.name.lastIndexOf("[");
  return frame.path.slice(0, slash) + part.node.name;
}

function innerFrame(frame: Frame, index: number, part: Part, inner: InnerLayout): Frame {
  return {
    body: inner.body,
    x: frame.x + part.x + inner.x,
    y: frame.y + part.y + inner.y,
    path: pathOf(frame, part),
    isChain: inner.isChain,
    depth: frame.depth + 1,
    auxiliary: frame.auxiliary || isAuxiliary(part.node),
    outer: { frame, index, inner },
  };
}

/** The whole way of a tensor to a drawn node, through the borders of open groups. */
function addEdge(walk: Walk, frame: Frame, index: number, to: string, auxiliary: boolean): void {
  const edge = frame.body.edges[index];
  if (edge === undefined) return;
  const pieces: Point[][] = [];
  const origin = trace(frame, index, pieces);
  if (origin === undefined) return;
  const whole = simplified(pieces.reverse().flat());
  const route = walk.direction === "down" ? whole : whole.map(transposed);
  const label =
    origin.changed && !walk.labelled.has(origin.key) ? labelPoint(route, walk.direction) : undefined;
  if (label !== undefined) walk.labelled.add(origin.key);
  walk.edges.push({
    from: origin.path,
    to,
    route,
    shape: edge.shape,
    size: edge.size ?? origin.size,
    auxiliary: auxiliary || origin.auxiliary,
    ...(label === undefined ? {} : { label }),
  });
}

interface Origin {
  readonly path: string;
  readonly key: string;
  readonly changed: boolean;
  readonly size: number | undefined;
  readonly auxiliary: boolean;
}

/** Walks back to the drawn node that a tensor comes from; collects routes, the last one first. */
function trace(frame: Frame, index: number, pieces: Point[][]): Origin | undefined {
  let at = frame;
  let edgeIndex = index;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const { body, x, y }: Frame = at;
    const edge = body.edges[edgeIndex];
    if (edge === undefined) return undefined;
    pieces.push((body.routes[edgeIndex] ?? []).map((point) => ({ x: point.x + x, y: point.y + y })));
    const from: ViewEnd = edge.from;
    if ("body" in from) {
      const outer: Frame["outer"] = at.outer;
      if (outer === undefined) return undefined;
      edgeIndex = edgeInto(outer.frame.body, outer.index, from.body);
      at = outer.frame;
      continue;
    }
    const part: Part | undefined = body.parts[from.node];
    if (part === undefined) return undefined;
    if (part.inner === undefined) {
      const path = pathOf(at, part);
      const key = `${path} ${String(from.port)}`;
      const auxiliary = at.auxiliary || isAuxiliary(part.node);
      return { path, key, changed: edge.changed, size: edge.size, auxiliary };
    }
    at = innerFrame(at, from.node, part, part.inner);
    edgeIndex = edgeOut(at.body, from.port);
  }
  return undefined;
}

const MOST_STEPS = 100_000;

function edgeInto(body: BodyLayout, node: number, port: number): number {
  return indexOf(body).get(`${String(node)}.${String(port)}`) ?? -1;
}

function edgeOut(body: BodyLayout, port: number): number {
  return indexOf(body).get(`out ${String(port)}`) ?? -1;
}

const INDICES = new WeakMap<BodyLayout, ReadonlyMap<string, number>>();

function indexOf(body: BodyLayout): ReadonlyMap<string, number> {
  let indices = INDICES.get(body);
  if (indices === undefined) {
    indices = new Map(
      body.edges.map(({ to }, index) => [
        "body" in to ? `out ${String(to.body)}` : `${String(to.node)}.${String(to.port)}`,
        index,
      ]),
    );
    INDICES.set(body, indices);
  }
  return indices;
}

/** Beside the beginning of an edge that leaves along the flow; nowhere for one that leaves at a side. */
function labelPoint(route: Route, direction: Direction): Point | undefined {
  const [start, next] = route;
  if (start === undefined || next === undefined) return undefined;
  if (direction === "down") return start.x === next.x ? { x: start.x + 7, y: start.y + 13 } : undefined;
  return start.y === next.y ? { x: start.x + 8, y: start.y - 6 } : undefined;
}
