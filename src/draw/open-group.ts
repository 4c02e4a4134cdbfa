// An open group: a quiet box behind its content, and a header above it that edges pass beneath.

import { fitted } from "../layout/measure";
import { groupDetail, HEADER, headerHeight, headerTitle, LABEL_GAP, SIGN, TEXT } from "../layout/node-size";
import type { SceneNode } from "../layout/scene";
import type { ViewGroup } from "../view/view-graph";
import type { DrawOptions } from "./draw-options";
import type { Element } from "./element";
import { element, label, rounded } from "./element";
import { nodeFrame } from "./node-frame";

const RADIUS = 10;

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
  const height = headerHeight(group, width, measure);
  const left = HEADER.margin + SIGN;
  const right = width - HEADER.margin;
  const shape = fitted(group.shape, (right - left) * 0.5, TEXT.detail, "regular", measure);
  const room = right - left - LABEL_GAP - measure(shape, TEXT.detail, "regular");
  const title = fitted(headerTitle(group), room, TEXT.header, "bold", measure);
  const baseline = HEADER.one / 2 + 4.5;
  const beside = left + measure(title, TEXT.header, "bold") + 10;
  const [at, line, most] =
    height === HEADER.one ? [beside, baseline, room - (beside - left)] : [left, height - 9, right - left];
  const detail = detailFor(group, most, measure);
  const transform = `translate(${String(rounded(x))} ${String(rounded(y))})`;
  return element("g", { class: "header", transform, "data-header": path }, [
    element("path", { class: "bar", d: bar(width, height) }),
    element("path", { class: "sign", d: `M${String(HEADER.margin)} ${String(HEADER.one / 2 - 2)}l4 4l4 -4` }),
    label("title", left, baseline, title),
    ...(detail === "" ? [] : [label("detail", at, line, detail)]),
    label("detail", right, baseline, shape, "end"),
  ]);
}

/** The definition and the subtotal where there is room for both, else the subtotal. */
function detailFor(group: ViewGroup, room: number, measure: DrawOptions["measure"]): string {
  const both = groupDetail(group);
  const hasRoom = measure(both, TEXT.detail, "regular") <= room;
  return hasRoom ? both : fitted(group.detail, room, TEXT.detail, "regular", measure);
}

/** Rounded at the top only. */
function bar(width: number, height: number): string {
  const r = String(RADIUS);
  const inner = String(rounded(width - 2 * RADIUS));
  return `M0 ${String(height)}V${r}A${r} ${r} 0 0 1 ${r} 0h${inner}A${r} ${r} 0 0 1 ${String(rounded(width))} ${r}V${String(height)}Z`;
}
