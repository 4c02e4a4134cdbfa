// An open group: a quiet box behind its content, and a header above it that edges pass beneath.

import { fitted } from "../layout/measure";
import { LABEL_GAP, SIGN, TEXT } from "../layout/node-size";
import type { SceneNode } from "../layout/scene";
import type { ViewGroup } from "../view/view-graph";
import type { DrawOptions } from "./draw-options";
import type { Element } from "./element";
import { element, label, rounded } from "./element";
import { nodeFrame } from "./node-frame";

const RADIUS = 10;
const BAR = 24;
const MARGIN = 10;

/** The box alone: it is drawn below edges. */
export function groupBox(node: SceneNode): Element {
  const { width, height } = node;
  const box = element("rect", { class: "box", width: rounded(width), height: rounded(height), rx: RADIUS });
  // Dashes are laid along all of an outline, in view or not: on a very long one that takes seconds.
  const isDashed = node.isChain && width + height < LONGEST_DASHED;
  return nodeFrame(node, isDashed ? "group chain" : "group", [box]);
}

const LONGEST_DASHED = 8000;

/** The header: drawn above edges, at the top of the box. */
export function groupHeader(node: SceneNode, group: ViewGroup, { measure }: DrawOptions): Element {
  const { x, y, width, path } = node;
  const left = MARGIN + SIGN;
  const right = width - MARGIN;
  const shape = fitted(group.shape, (right - left) * 0.5, TEXT.detail, "regular", measure);
  const shapeWidth = measure(shape, TEXT.detail, "regular");
  const times = group.count === 1 ? "" : ` × ${String(group.count)}`;
  const room = right - left - LABEL_GAP - shapeWidth;
  const title = fitted(group.title + times, room, TEXT.header, "bold", measure);
  const used = measure(title, TEXT.header, "bold") + 10;
  const subtotal = detailFor(group, room - used, measure);
  const baseline = BAR / 2 + 4.5;
  const transform = `translate(${String(rounded(x))} ${String(rounded(y))})`;
  return element("g", { class: "header", transform, "data-header": path }, [
    element("path", { class: "bar", d: bar(width) }),
    element("path", { class: "sign", d: `M${String(MARGIN)} ${String(BAR / 2 - 2)}l4 4l4 -4` }),
    label("title", left, baseline, title),
    ...(subtotal === "" ? [] : [label("detail", left + used, baseline, subtotal)]),
    label("detail", right, baseline, shape, "end"),
  ]);
}

/** As much as there is room for: definition and subtotal, the subtotal, or nothing. */
function detailFor(group: ViewGroup, room: number, measure: DrawOptions["measure"]): string {
  const definition =
    group.definition === undefined || group.definition === group.title ? [] : [group.definition];
  const candidates = [
    [...definition, group.detail].join("  ·  "),
    group.detail,
    group.detail.split(" · ")[0] ?? "",
  ];
  return candidates.find((text) => measure(text, TEXT.detail, "regular") <= room) ?? "";
}

/** Rounded at the top only. */
function bar(width: number): string {
  const r = String(RADIUS);
  const inner = String(rounded(width - 2 * RADIUS));
  return `M0 ${String(BAR)}V${r}A${r} ${r} 0 0 1 ${r} 0h${inner}A${r} ${r} 0 0 1 ${String(rounded(width))} ${r}V${String(BAR)}Z`;
}
