// Where branches meet: rounded ends, with the sign of what is done to them.

import { PADDING, SIGN } from "../layout/node-size";
import type { SceneNode } from "../layout/scene";
import type { ViewLayer } from "../view/view-graph";
import type { DrawOptions } from "./draw-options";
import type { Element } from "./element";
import { element } from "./element";
import { oneLine } from "./layer-pill";
import { box, nodeFrame } from "./node-frame";

export function mergeNode(node: SceneNode, layer: ViewLayer, options: DrawOptions): Element {
  const middle = node.height / 2;
  return nodeFrame(
    node,
    `merge f-${layer.family}`,
    [
      box(node, middle, options),
      element("path", { class: "sign", d: signOf(layer.operator, PADDING + 4, middle) }),
      ...oneLine(node, layer, PADDING + SIGN, options),
    ],
    options.heat,
  );
}

/** A plus, a minus, a cross or two bars, 8 pixels wide about (x, y). */
function signOf(operator: string, x: number, y: number): string {
  const at = (dx: number, dy: number): string => `${String(x + dx)} ${String(y + dy)}`;
  switch (operator) {
    case "Add":
      return `M${at(-4, 0)}h8M${at(0, -4)}v8`;
    case "Sub":
      return `M${at(-4, 0)}h8`;
    case "Mul":
    case "MatMul":
      return `M${at(-3, -3)}l6 6M${at(3, -3)}l-6 6`;
    case "Concat":
      return `M${at(-3, -4)}v8M${at(0, -4)}v8M${at(3, -4)}v8`;
    default:
      return `M${at(-4, -3)}L${at(0, 1)}L${at(4, -3)}M${at(0, 1)}v4`;
  }
}
