// How large a node must be for its labels; shared by the layout, which reserves the room, and the drawing, which fills it.

import type { ViewGroup, ViewLayer } from "../view/view-graph";
import type { Measure } from "./measure";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Font sizes and distances of labels, in pixels. */
export const TEXT = { title: 13, detail: 11, header: 13 } as const;

export const PADDING = 12;
/** Between a label on the left and one on the right of the same line. */
export const LABEL_GAP = 14;
/** The room that the sign of a merge, or of a closed group, takes in front of its title. */
export const SIGN = 16;

const STEP = 16;
const LEAST = 160;
const MOST = 320;

/** The size of a layer's node. */
export function layerSize(layer: ViewLayer, measure: Measure): Size {
  const { title, detail } = layer;
  const bold = measure(title, TEXT.title, "bold");
  const small = (text: string): number => measure(text, TEXT.detail, "regular");
  if (isOneLine(layer)) {
    const sign = layer.role === "merge" ? SIGN : 0;
    const more = detail === "" ? 0 : 6 + small(detail);
    return { width: quantised(sign + bold + more + LABEL_GAP + small(layer.shape)), height: 26 };
  }
  const first = layer.role === "layer" ? bold : bold + LABEL_GAP;
  return { width: quantised(Math.max(first, small(secondLine(layer)))), height: 44 };
}

/** Layers that leave the shape alone, and merges, take one line. */
export function isOneLine(layer: ViewLayer): boolean {
  return layer.small || layer.role === "merge";
}

/** What stands under a layer's title. */
export function secondLine(layer: ViewLayer): string {
  return [layer.detail, layer.shape].filter((text) => text !== "").join("  ·  ");
}

/** The size of a closed group's node. */
export function closedGroupSize(group: ViewGroup, measure: Measure): Size {
  const title =
    SIGN +
    measure(group.title, TEXT.title, "bold") +
    timesWidth(group, measure) +
    LABEL_GAP +
    measure(group.shape, TEXT.detail, "regular");
  return {
    width: quantised(Math.max(title, SIGN + measure(groupDetail(group), TEXT.detail, "regular"))),
    height: 48,
  };
}

/** What stands under a closed group's title: its definition where the title is a name of its own, and its subtotal. */
export function groupDetail(group: ViewGroup): string {
  const definition =
    group.definition === undefined || group.definition === group.title ? [] : [group.definition];
  return [...definition, group.detail].join("  ·  ");
}

/** The width of `× 6` after a title. */
export function timesWidth(group: ViewGroup, measure: Measure): number {
  return group.count === 1 ? 0 : 8 + measure(`× ${String(group.count)}`, TEXT.title, "bold");
}

/** Room around an open group's content, and below its header. */
export const GROUP = { padding: 14, below: 6, gap: 12 } as const;

/** An open group's header: the room at its ends, and its height with a line and with two. */
export const HEADER = { margin: 10, one: 24, two: 40 } as const;

/** The title of an open group, with how often it repeats. */
export function headerTitle({ title, count }: ViewGroup): string {
  return count === 1 ? title : `${title} × ${String(count)}`;
}

/** The narrowest header: title and shape beside each other, the subtotal below them. */
export function headerWidth(group: ViewGroup, measure: Measure): number {
  const content = Math.max(besideEachOther(group, measure), measure(group.detail, TEXT.detail, "regular"));
  return 2 * HEADER.margin + SIGN + content;
}

/** The height of an open group's header of this width: the subtotal has a line of its own where there is no room beside the title. */
export function headerHeight(group: ViewGroup, width: number, measure: Measure): number {
  const detail = group.detail === "" ? 0 : LABEL_GAP + measure(group.detail, TEXT.detail, "regular");
  const needed = 2 * HEADER.margin + SIGN + besideEachOther(group, measure) + detail;
  return needed <= width ? HEADER.one : HEADER.two;
}

function besideEachOther(group: ViewGroup, measure: Measure): number {
  const title = Math.min(MOST, measure(headerTitle(group), TEXT.header, "bold"));
  return title + LABEL_GAP + measure(group.shape, TEXT.detail, "regular");
}

/** Few distinct widths, so that columns line up and equal structures get equal layouts. */
function quantised(text: number): number {
  return Math.min(MOST, Math.max(LEAST, Math.ceil((text + 2 * PADDING) / STEP) * STEP));
}
