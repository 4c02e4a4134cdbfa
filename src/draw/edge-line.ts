// An edge: a line with rounded corners, as wide as its tensor is large, with an arrow's head and the shape where it changes.

import type { Point, Route } from "../layout/geometry";
import type { SceneEdge } from "../layout/scene";
import type { Element } from "./element";
import { element, label, rounded } from "./element";

const RADIUS = 8;
const HEAD = 7;

export function edgeLine(edge: SceneEdge): Element {
  const width = edgeWidth(edge.size);
  const className = edge.auxiliary ? "edge aux" : "edge";
  const head = HEAD + width * 0.6;
  return element("g", { class: className, "data-edge": `${edge.from}->${edge.to}` }, [
    element("path", { class: "line", "stroke-width": width, d: linePath(shortened(edge.route, head * 0.7)) }),
    element("path", { class: "head", d: headPath(edge.route, head) }),
    ...(edge.label === undefined ? [] : [label("shape", edge.label.x, edge.label.y, edge.shape)]),
  ]);
}

/** From 1.2 pixels for a hundred elements to about 4 for ten millions; thin when unknown. */
export function edgeWidth(size: number | undefined): number {
  if (size === undefined || size < 1) return 1.2;
  return rounded(Math.min(4.5, Math.max(1.2, 1.2 + 0.56 * (Math.log10(size) - 2))));
}

function linePath(route: Route): string {
  const [start] = route;
  if (start === undefined) return "";
  const parts = [`M${point(start)}`];
  for (let index = 1; index < route.length; index++) {
    const before = route[index - 1];
    const at = route[index];
    const after = route[index + 1];
    if (before === undefined || at === undefined) continue;
    if (after === undefined) parts.push(`L${point(at)}`);
    else parts.push(corner(before, at, after));
  }
  return parts.join("");
}

function corner(before: Point, at: Point, after: Point): string {
  const radius = Math.min(RADIUS, distance(before, at) / 2, distance(at, after) / 2);
  return `L${point(toward(at, before, radius))}Q${point(at)} ${point(toward(at, after, radius))}`;
}

/** The line ends within the head, not at its tip. */
function shortened(route: Route, by: number): Route {
  const end = route.at(-1);
  const before = route.at(-2);
  if (end === undefined || before === undefined || distance(end, before) <= by) return route;
  return [...route.slice(0, -1), toward(end, before, by)];
}

function headPath(route: Route, size: number): string {
  const tip = route.at(-1);
  const before = route.at(-2);
  if (tip === undefined || before === undefined) return "";
  const base = toward(tip, before, size);
  const length = distance(tip, before) || 1;
  const side = {
    x: ((tip.y - before.y) / length) * size * 0.45,
    y: ((before.x - tip.x) / length) * size * 0.45,
  };
  const a = { x: base.x + side.x, y: base.y + side.y };
  const b = { x: base.x - side.x, y: base.y - side.y };
  return `M${point(tip)}L${point(a)}L${point(b)}Z`;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function toward(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by };
}

function point({ x, y }: Point): string {
  return `${String(rounded(x))} ${String(rounded(y))}`;
}
