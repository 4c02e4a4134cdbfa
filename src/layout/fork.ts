// Branches between two vertices: balanced about the trunk in the order written, or a trunk with its shortcuts beside it.

import type { Assembly, Block } from "./block";
import { addBlock, assembly, finished, widen } from "./block";
import type { Branch, Column, Fork, PartBranch } from "./branches";
import { fanHeights, turnAt } from "./fan";
import type { Fan } from "./fan";
import type { Point, Route } from "./geometry";
import type { Vertex } from "./level";
import { entryOf, exitOf, SPACE } from "./level";
import type { Link, Region } from "./structure";

/** A fork while its columns are connected. */
interface Frame {
  readonly fork: Fork;
  readonly parts: Assembly;
  readonly fanOut: Fan;
  readonly fanIn: Fan;
  /** The heights between which the branches stand. */
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
  /** The height of the one line on which all edges from the source turn, where there is such a line. */
  readonly line: number | undefined;
  /** Where the trunk leaves. */
  readonly exit: number;
}

export function placeFork(fork: Fork): Block {
  const trunk = trunkOf(fork);
  const columns = trunk === undefined ? balanced(fork.branches) : besideTrunk(fork, trunk);
  const frame = frameOf(fork, columns, trunk?.block.exit ?? 0);
  for (const column of columns) {
    if (column.branch.kind === "part") addPart(frame, column, column.branch);
    else addLink(frame, column, column.branch.link);
  }
  return finished(frame.parts, frame.height, frame.exit, frame.line);
}

/** The branch that goes straight on: the longest, where the others are shortcuts or ways in and out. */
function trunkOf(fork: Fork): PartBranch | undefined {
  const parts = fork.branches.filter((branch) => branch.kind === "part");
  const links = fork.branches.length - parts.length;
  const hasEnds = fork.source !== undefined && fork.sink !== undefined;
  const isShortcut = links > 0 ? parts.length === 1 : parts.length === 2 && fork.sink?.sums === true;
  if (hasEnds && !isShortcut) return undefined;
  // Ports of the surrounding box stand side by side; no trunk is among them.
  if (parts.every(({ block }) => block.height === 0)) return undefined;
  // Without a source, what the surrounding box takes first goes straight on.
  const first = parts.find(({ region }) => fork.source === undefined && region.vertices[0] === 0);
  if (first !== undefined) return first;
  return parts.reduce<PartBranch | undefined>(
    (longest, part) => (longest === undefined || part.block.height > longest.block.height ? part : longest),
    undefined,
  );
}

function extent(branch: Branch): { readonly left: number; readonly right: number } {
  if (branch.kind === "link") return { left: -SPACE.lane / 2, right: SPACE.lane / 2 };
  return { left: branch.block.left, right: branch.block.right };
}

/** Columns side by side, centred about the trunk. */
function balanced(branches: readonly Branch[]): readonly Column[] {
  const widths = branches.map((branch) => extent(branch).right - extent(branch).left);
  const gaps = widths.map((width, index) => {
    if (index === widths.length - 1) return 0;
    return width === 0 && widths[index + 1] === 0 ? SPACE.port : SPACE.column;
  });
  const total = [...widths, ...gaps].reduce((sum, width) => sum + width, 0);
  let left = -total / 2;
  return branches.map((branch, index) => {
    const x = left - extent(branch).left;
    left += (widths[index] ?? 0) + (gaps[index] ?? 0);
    return { branch, x, beside: false };
  });
}

/** The trunk in the middle, everything else to its right: what leaves or enters farthest right is outermost. */
function besideTrunk(fork: Fork, trunk: PartBranch): readonly Column[] {
  let right = Math.max(extent(trunk).right, clearanceOf(fork.source, "out"), clearanceOf(fork.sink, "in"));
  const columns: Column[] = [{ branch: trunk, x: 0, beside: false }];
  const others = fork.branches.filter((branch) => branch !== trunk);
  for (const branch of others.sort((a, b) => portsOf(fork, a) - portsOf(fork, b))) {
    if (branch.kind === "link") right += SPACE.lane;
    const x = branch.kind === "link" ? right : right + SPACE.column - extent(branch).left;
    if (branch.kind === "part") right = x + extent(branch).right;
    columns.push({ branch, x, beside: true });
  }
  return columns;
}

/** How far right the ports are that a branch hangs on. */
function portsOf(fork: Fork, branch: Branch): number {
  const links = branch.kind === "link" ? [branch.link] : branch.region.links;
  let right = 0;
  for (const link of links) {
    const edge = fork.level.edges[link.id];
    if (edge === undefined) continue;
    if (link.to === fork.sinkIndex && fork.sink !== undefined)
      right = Math.max(right, entryOf(fork.sink, edge.toPort));
    else if (link.from === fork.sourceIndex && fork.source !== undefined && fork.sink === undefined) {
      right = Math.max(right, exitOf(fork.source, edge.fromPort));
    }
  }
  return right;
}

/** How far a vertex reaches to the right of the trunk. */
function sideOf(vertex: Vertex | undefined, way: "in" | "out"): number {
  if (vertex === undefined) return 0;
  return vertex.width - (way === "in" ? vertex.trunkIn : vertex.trunkOut);
}

/** What stands beside the trunk keeps clear of sides that edges use, or else of the ports that they use. */
function clearanceOf(vertex: Vertex | undefined, way: "in" | "out"): number {
  if (vertex === undefined || vertex.solid) return sideOf(vertex, way);
  const ports = way === "in" ? vertex.ins : vertex.outs;
  const trunk = way === "in" ? vertex.trunkIn : vertex.trunkOut;
  return Math.max(0, ...ports.map((port) => port - trunk));
}

function frameOf(fork: Fork, columns: readonly Column[], exit: number): Frame {
  const labels = fork.level.edges.filter((edge) => edge.from === fork.sourceIndex).map(({ label }) => label);
  const room =
    fork.source?.port === true ? SMALL_FAN : Math.max(SPACE.fan, ...labels.map((label) => label - 8));
  const fanOut = fanHeights(fork, columns, "out", 0);
  const top = fanOut.depth === 0 ? 0 : room + fanOut.depth - SPACE.fan;
  const shifted: Fan = {
    ...fanOut,
    heights: new Map([...fanOut.heights].map(([port, y]) => [port, y + room - SPACE.fan])),
  };
  const line = lineOf(fork, shifted);
  const heights = columns.map(({ branch }) => {
    if (branch.kind === "link") return 0;
    return branch.block.height - (joins(branch, line) ? top : 0);
  });
  const bottom = top + Math.max(SPACE.chain, ...heights);
  const fanIn = fanHeights(fork, columns, "in", exit);
  const end = fork.sink?.port === true ? SMALL_FAN : SPACE.arrow + 2;
  const height = fanIn.depth === 0 ? bottom : bottom + fanIn.depth - SPACE.fan + end;
  return { fork, parts: assembly(), fanOut: shifted, fanIn, top, bottom, height, line, exit };
}

/** The height at which all edges from the source turn: they carry one tensor, and none leaves at a side. */
function lineOf({ level, sourceIndex, branches }: Fork, { heights, sides }: Fan): number | undefined {
  const links = branches.flatMap((branch) => (branch.kind === "link" ? [branch.link] : branch.region.links));
  const out = links.filter((link) => link.id >= 0 && link.from === sourceIndex);
  const ports = new Set(out.map((link) => level.edges[link.id]?.fromPort ?? 0));
  const [line] = heights.values();
  return ports.size === 1 && sides.size === 0 ? line : undefined;
}

/** True when a branch itself begins with branches of the same tensor: all then stand side by side behind one line. */
function joins({ block }: PartBranch, line: number | undefined): boolean {
  return line !== undefined && block.fan === line;
}

const SMALL_FAN = 6;

function addPart(frame: Frame, { x, beside }: Column, branch: PartBranch): void {
  const { fork, parts, line } = frame;
  const { block, region } = branch;
  const isJoined = joins(branch, line);
  const y = topOf(frame, branch, isJoined);
  addBlock(parts, block, x, y);
  for (const link of region.links) {
    if (link.id < 0) continue;
    const isFirst = link.from === fork.sourceIndex;
    const route = routeFrom(isJoined && isFirst ? line : undefined, parts.routes.get(link.id) ?? []);
    const start = route[0]?.x ?? x;
    const end = route.at(-1)?.x ?? x;
    if (isFirst) route.unshift(...wayIn(frame, link, start, beside));
    if (link.to === fork.sinkIndex)
      route.push(...wayOut(frame, link, { x: end, y: y + block.height }, beside));
    parts.routes.set(link.id, route);
  }
}

function topOf({ fork, top, bottom }: Frame, { block, region }: PartBranch, isJoined: boolean): number {
  if (isJoined) return 0;
  // A branch that begins on its own ends where it is needed.
  const begins = fork.source === undefined && fork.sink !== undefined && !startsAtInput(fork, region);
  return begins ? bottom - block.height : top;
}

/** A copy of a route, without its way to a line where one is given: another one leads there. */
function routeFrom(line: number | undefined, route: Route): Point[] {
  return line === undefined ? [...route] : route.slice(route.findIndex(({ y }) => y > line));
}

function startsAtInput(fork: Fork, region: Region): boolean {
  return region.vertices.some((vertex) => fork.level.vertices[vertex]?.terminal === "input");
}

function addLink(frame: Frame, { x, beside }: Column, link: Link): void {
  const start = wayIn(frame, link, x, beside);
  const end = wayOut(frame, link, { x, y: frame.bottom }, beside);
  frame.parts.routes.set(link.id, [...start, ...end]);
  widen(frame.parts, x, x);
}

/** From the source to the top of a column. */
function wayIn({ fork, fanOut }: Frame, link: Link, x: number, beside: boolean): readonly Point[] {
  const { source } = fork;
  if (source === undefined) return [];
  const port = fork.level.edges[link.id]?.fromPort ?? 0;
  const lane = fanOut.sides.get(link.id);
  if (beside && source.solid) {
    const y = -source.height * turnAt(lane);
    return [
      { x: sideOf(source, "out"), y },
      { x, y },
    ];
  }
  const from = exitOf(source, port) - source.trunkOut;
  const start = { x: from, y: 0 };
  const turn = fanOut.heights.get(port);
  return turn === undefined || x === from ? [start] : [start, { x: from, y: turn }, { x, y: turn }];
}

/** From the bottom of a column to the sink. */
function wayOut(frame: Frame, link: Link, from: Point, beside: boolean): readonly Point[] {
  const { fork, fanIn, height, exit, bottom } = frame;
  const { sink } = fork;
  if (sink === undefined) return [];
  const { x } = from;
  if (beside && sink.solid) {
    const y = height + sink.height * turnAt(fanIn.sides.get(link.id));
    return [from, { x, y }, { x: exit + sideOf(sink, "in"), y }];
  }
  const port = fork.level.edges[link.id]?.toPort ?? 0;
  const to = exit + entryOf(sink, port) - sink.trunkIn;
  const end = { x: to, y: height };
  const turn = fanIn.heights.get(port);
  if (turn === undefined || x === to) return [from, end];
  return [from, { x, y: bottom + turn }, { x: to, y: bottom + turn }, end];
}
