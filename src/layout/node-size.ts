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

/** Room around an open group's content. */
export const GROUP = { padding: 14, header: 30, gap: 12 } as const;

/** What an open group's header says. */
export interface HeaderText {
  readonly title: string;
  readonly definition: string;
  readonly detail: string;
  readonly shape: string;
}

/** The narrowest header that shows its title and shape; the definition and the subtotal show where there is room. */
export function headerWidth(header: HeaderText, measure: Measure): number {
  const title = Math.min(MOST, measure(header.title, TEXT.header, "bold"));
  return 10 + SIGN + title + LABEL_GAP + measure(header.shape, TEXT.detail, "regular") + 10;
}

/** Few distinct widths, so that columns line up and equal structures get equal layouts. */
function quantised(text: number): number {
  return Math.min(MOST, Math.max(LEAST, Math.ceil((text + 2 * PADDING) / STEP) * STEP));
}
