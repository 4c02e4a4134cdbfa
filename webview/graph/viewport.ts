// Arithmetic of what is in view at which scale.

import type { ZoomTransform } from "d3-zoom";
import { zoomIdentity } from "d3-zoom";
import type { Box } from "../../src/layout/geometry";
import type { SceneNode } from "../../src/layout/scene";

type Drawn = Box & Pick<SceneNode, "path" | "open">;

/** A point of the scene is at `k · point + (x, y)` on the screen. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels that are left free around a picture. */
export const MARGIN = 24;

/** The transform at which a box is in the middle and as large as fits, but no larger than `most`. */
export function fitting(box: Box, { width, height }: Size, most: number): ZoomTransform {
  const k = Math.min((width - 2 * MARGIN) / box.width, (height - 2 * MARGIN) / box.height, most);
  const scale = Math.max(k, 0.001);
  const x = width / 2 - (box.x + box.width / 2) * scale;
  const y = height / 2 - (box.y + box.height / 2) * scale;
  return zoomIdentity.translate(x, y).scale(scale);
}

/**
 * The transform at the same scale, moved so that a picture which is larger than the view reaches its edges, and a smaller one is
 * in its middle; along each axis.
 */
export function filling(
  { x, y, k }: View,
  { width, height }: Pick<Box, "width" | "height">,
  size: Size,
): ZoomTransform {
  const along = (at: number, length: number, room: number): number =>
    length + 2 * MARGIN <= room
      ? (room - length) / 2
      : Math.min(MARGIN, Math.max(room - MARGIN - length, at));
  return zoomIdentity.translate(along(x, width * k, size.width), along(y, height * k, size.height)).scale(k);
}

/** The nodes without others in them whose middles are in view: the preferred one, then those nearest to the view's middle. */
export function nodesInView(
  nodes: readonly Drawn[],
  view: Box,
  preferred: string | undefined,
): readonly Drawn[] {
  const middle = { x: view.x + view.width / 2, y: view.y + view.height / 2 };
  const found = nodes.flatMap((node) => {
    const [dx, dy] = [node.x + node.width / 2 - middle.x, node.y + node.height / 2 - middle.y];
    const isIn = !node.open && Math.abs(dx) <= view.width / 2 && Math.abs(dy) <= view.height / 2;
    return isIn ? [{ node, distance: node.path === preferred ? -1 : Math.hypot(dx, dy) }] : [];
  });
  return found.sort((a, b) => a.distance - b.distance).map(({ node }) => node);
}

const GAP = 12;
const EDGE = 8;

/**
 * Where a card goes that must not cover what it is about: to the right, to the left, below or above it, whichever has room first,
 * else to where most of it stays free; always within the window.
 */
export function placeBeside(
  node: Pick<DOMRect, "left" | "right" | "top" | "bottom">,
  card: Size,
  room: Size,
): { readonly left: number; readonly top: number } {
  const within = (at: number, length: number, most: number): number =>
    Math.max(EDGE, Math.min(at, most - length - EDGE));
  const left = within(node.left, card.width, room.width);
  const top = within(node.top, card.height, room.height);
  if (node.right + GAP + card.width + EDGE <= room.width) return { left: node.right + GAP, top };
  if (node.left - GAP - card.width >= EDGE) return { left: node.left - GAP - card.width, top };
  const below = room.height - node.bottom;
  if (below >= GAP + card.height + EDGE || below >= node.top)
    return { left, top: within(node.bottom + GAP, card.height, room.height) };
  return { left, top: within(node.top - GAP - card.height, card.height, room.height) };
}

/** Whether all of a box is in view. */
export function holds(box: Box, { x, y, k }: View, { width, height }: Size): boolean {
  const left = box.x * k + x;
  const top = box.y * k + y;
  return left >= 0 && top >= 0 && left + box.width * k <= width && top + box.height * k <= height;
}
