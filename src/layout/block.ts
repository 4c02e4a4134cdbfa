// A laid out part of a level, relative to where its trunk enters: parts are put together by moving them.

import type { Point, Route } from "./geometry";
import { moved } from "./geometry";

export interface Block {
  /** Distance of the outermost things from the entry, along x: `left` is not above, `right` not below 0. */
  readonly left: number;
  readonly right: number;
  readonly height: number;
  /** Where the trunk leaves, along x. */
  readonly exit: number;
  /** Upper left corners, by vertex. */
  readonly places: ReadonlyMap<number, Point>;
  /** Routes by edge. Those from the part's source begin at y = 0, those to its sink end at y = height. */
  readonly routes: ReadonlyMap<number, Route>;
  /** Where it begins with branches: the height of the line on which the edges from its source turn towards them. */
  readonly fan?: number | undefined;
}

/** Collects parts, moved to their places. */
export interface Assembly {
  left: number;
  right: number;
  readonly places: Map<number, Point>;
  readonly routes: Map<number, Route>;
}

export function assembly(): Assembly {
  return { left: 0, right: 0, places: new Map(), routes: new Map() };
}

/** Adds a part whose entry is to be at (x, y). */
export function addBlock(to: Assembly, block: Block, x: number, y: number): void {
  widen(to, x + block.left, x + block.right);
  for (const [vertex, place] of block.places) to.places.set(vertex, { x: place.x + x, y: place.y + y });
  for (const [edge, route] of block.routes) to.routes.set(edge, moved(route, x, y));
}

/** Makes sure that the extent holds both. */
export function widen(of: Assembly, left: number, right: number): void {
  of.left = Math.min(of.left, left);
  of.right = Math.max(of.right, right);
}

/** The finished part. */
export function finished(from: Assembly, height: number, exit: number, fan?: number): Block {
  const { left, right, places, routes } = from;
  return { left, right, height, exit, places, routes, fan };
}
