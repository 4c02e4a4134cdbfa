// Points, boxes and routes of a layout, in pixels.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The corners of an edge, from its source to its target; every part runs along an axis. */
export type Route = readonly Point[];

export type Direction = "down" | "right";

/** The route moved by an offset. */
export function moved(route: Route, dx: number, dy: number): Point[] {
  return route.map(({ x, y }) => ({ x: x + dx, y: y + dy }));
}

/** Without points that coincide with, or lie straight between, their neighbours. */
export function simplified(route: Route): Point[] {
  const kept: Point[] = [];
  for (const point of route) {
    const last = kept.at(-1);
    if (last !== undefined && same(last.x, point.x) && same(last.y, point.y)) continue;
    const before = kept.at(-2);
    if (last !== undefined && before !== undefined && isBetween(before, last, point)) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** Exchanges the axes. */
export function transposed({ x, y }: Point): Point {
  return { x: y, y: x };
}

function isBetween(a: Point, b: Point, c: Point): boolean {
  if (same(a.x, b.x) && same(b.x, c.x)) return (b.y - a.y) * (c.y - b.y) >= 0;
  return same(a.y, b.y) && same(b.y, c.y) && (b.x - a.x) * (c.x - b.x) >= 0;
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.01;
}
