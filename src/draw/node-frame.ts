// What the shapes of all nodes share: the element that carries the path, and the box.

import type { SceneNode } from "../layout/scene";
import type { DrawOptions } from "./draw-options";
import type { Element } from "./element";
import { element, rounded } from "./element";

/** The node's element, at its place, with the attribute by which others find it. */
export function nodeFrame(
  node: SceneNode,
  className: string,
  children: readonly Element[],
  heat?: DrawOptions["heat"],
): Element {
  const marks = [...(node.auxiliary ? ["aux"] : []), ...(heat?.(node) === undefined ? [] : ["heated"])];
  const classes = ["node", className, ...marks].join(" ");
  const transform = `translate(${String(rounded(node.x))} ${String(rounded(node.y))})`;
  return element("g", { class: classes, transform, ...pathAttributes(node) }, children);
}

/** `data-layer`, `data-group` or, for the network's own ends, `data-terminal`. */
export function pathAttributes({ path, node, open }: SceneNode): Readonly<Record<string, string>> {
  if (node.kind === "group") return { "data-group": path, "data-expanded": String(open) };
  if (node.role === "input" || node.role === "output") return { "data-terminal": path };
  return { "data-layer": path };
}

/** The outline of a node. */
export function box(node: SceneNode, radius: number, options: DrawOptions): Element {
  const { width, height } = node;
  const outline = element("rect", {
    class: "box",
    width: rounded(width),
    height: rounded(height),
    rx: radius,
  });
  const fill = options.heat?.(node);
  return fill === undefined ? outline : { ...outline, style: { fill } };
}
