// The box of an open group around its content: a header on top, room on all sides, ports where its content's are.

import type { ViewGroup } from "../view/view-graph";
import type { BodyLayout, BoxLayout } from "./placed-body";
import type { Direction } from "./geometry";
import type { Measure } from "./measure";
import { GROUP, headerHeight, headerWidth } from "./node-size";

/** The group's box; the content is centred where the header needs more room than it. */
export function placeGroup(
  node: ViewGroup,
  body: BodyLayout,
  isChain: boolean,
  direction: Direction,
  measure: Measure,
): BoxLayout {
  const least = headerWidth(node, measure);
  const headerOf = (width: number): number => headerHeight(node, width, measure) + GROUP.below;
  const frame = direction === "down" ? frameDown(body, least, headerOf) : frameRight(body, least, headerOf);
  return {
    node,
    width: frame.width,
    height: frame.height,
    ins: body.ins.map((x) => x + frame.x),
    outs: body.outs.map((x) => x + frame.x),
    inner: { body, x: frame.x, y: frame.y, isChain },
  };
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
}

type HeaderOf = (width: number) => number;

function frameDown(body: BodyLayout, least: number, headerOf: HeaderOf): Frame {
  const width = Math.max(body.width + 2 * GROUP.padding, least);
  const header = headerOf(width);
  return { width, height: header + body.height, x: (width - body.width) / 2, y: header };
}

/** The axes are exchanged when drawn: the header lies to the left of the flow here, and its width along it. */
function frameRight(body: BodyLayout, least: number, headerOf: HeaderOf): Frame {
  const height = Math.max(body.height, least);
  const header = headerOf(height);
  return { width: header + body.width + 2 * GROUP.padding, height, x: header + GROUP.padding, y: 0 };
}

/** The height of a level: a group's content keeps away from its lower edge where no edge leaves there. */
export function levelHeight(
  parts: readonly { readonly y: number; readonly height: number }[],
  height: number,
  leaves: boolean,
): number {
  let lowest = height;
  for (const part of parts) lowest = Math.max(lowest, part.y + part.height + (leaves ? 0 : GROUP.gap));
  return lowest;
}
