// A layer that leaves the shape alone (an activation, a normalization): one line.

import { fitted } from "../layout/measure";
import { LABEL_GAP, PADDING, TEXT } from "../layout/node-size";
import type { SceneNode } from "../layout/scene";
import type { ViewLayer } from "../view/view-graph";
import type { DrawOptions } from "./draw-options";
import type { Element } from "./element";
import { label } from "./element";
import { accent } from "./layer-card";
import { box, nodeFrame } from "./node-frame";

export function layerPill(node: SceneNode, layer: ViewLayer, options: DrawOptions): Element {
  return nodeFrame(
    node,
    `pill f-${layer.family}`,
    [box(node, 7, options), accent(node.height), ...oneLine(node, layer, PADDING + 1, options)],
    options.heat,
  );
}

/** Title and attributes on the left, the shape on the right, cut to fit. */
export function oneLine(
  node: SceneNode,
  layer: ViewLayer,
  left: number,
  { measure }: DrawOptions,
): readonly Element[] {
  const baseline = node.height / 2 + 4.5;
  const right = node.width - PADDING;
  const taken = measure(layer.title, TEXT.title, "bold") + LABEL_GAP;
  const most = Math.max((right - left) * 0.6, right - left - taken);
  const shape = fitted(layer.shape, most, TEXT.detail, "regular", measure);
  const room = right - left - LABEL_GAP - measure(shape, TEXT.detail, "regular");
  const title = fitted(layer.title, room, TEXT.title, "bold", measure);
  const used = measure(title, TEXT.title, "bold") + 6;
  const rest = room - used;
  const detail =
    layer.detail !== "" && rest > 24 ? fitted(layer.detail, rest, TEXT.detail, "regular", measure) : "";
  return [
    label("title", left, baseline, title),
    ...(detail === "" ? [] : [label("detail", left + used, baseline, detail)]),
    label("detail", right, baseline, shape, "end"),
  ];
}
