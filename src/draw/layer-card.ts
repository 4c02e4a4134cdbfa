// A layer that computes something: a card with its name or operator, and below it the attributes that matter and its shape.

import { fitted } from "../layout/measure";
import { PADDING, secondLine, TEXT } from "../layout/node-size";
import type { SceneNode } from "../layout/scene";
import type { ViewLayer } from "../view/view-graph";
import type { DrawOptions } from "./draw-options";
import type { Element } from "./element";
import { element, label } from "./element";
import { box, nodeFrame } from "./node-frame";

const RADIUS = 7;

export function layerCard(node: SceneNode, layer: ViewLayer, options: DrawOptions): Element {
  const room = node.width - 2 * PADDING;
  const title = fitted(layer.title, room, TEXT.title, "bold", options.measure);
  const second = fitted(secondLine(layer), room, TEXT.detail, "regular", options.measure);
  const middle = node.height / 2;
  return nodeFrame(
    node,
    `card f-${layer.family}`,
    [
      box(node, RADIUS, options),
      accent(node.height),
      label("title", PADDING + 1, middle - 4, title),
      label("detail", PADDING + 1, middle + 13, second),
    ],
    options.heat,
  );
}

/** A strip of the family's colour along the left, within the rounded corners. */
export function accent(height: number): Element {
  const down = String(height - 2 * RADIUS);
  const r = String(RADIUS);
  return element("path", {
    class: "accent",
    d: `M4 0V${String(height)}Q0 ${String(height)} 0 ${String(height - RADIUS)}v-${down}Q0 0 4 0Z`.replace(
      "Q0 0 4 0",
      `A${r} ${r} 0 0 1 4 0.6`,
    ),
  });
}
