// The network's own inputs and outputs: dark, with round ends.

import { fitted } from "../layout/measure";
import { PADDING, secondLine, TEXT } from "../layout/node-size";
import type { SceneNode } from "../layout/scene";
import type { ViewLayer } from "../view/view-graph";
import type { DrawOptions } from "./draw-options";
import type { Element } from "./element";
import { label } from "./element";
import { box, nodeFrame } from "./node-frame";

export function terminalNode(node: SceneNode, layer: ViewLayer, options: DrawOptions): Element {
  const room = node.width - 2 * PADDING;
  const middle = node.height / 2;
  const center = node.width / 2;
  return nodeFrame(node, `terminal ${layer.role}`, [
    box(node, middle, { measure: options.measure }),
    label(
      "title",
      center,
      middle - 4,
      fitted(layer.title, room, TEXT.title, "bold", options.measure),
      "middle",
    ),
    label(
      "detail",
      center,
      middle + 13,
      fitted(secondLine(layer), room, TEXT.detail, "regular", options.measure),
      "middle",
    ),
  ]);
}
