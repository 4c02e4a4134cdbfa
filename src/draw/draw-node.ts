// The registry of shapes: which one a node has.

import type { SceneNode } from "../layout/scene";
import { isOneLine } from "../layout/node-size";
import { closedGroup } from "./closed-group";
import type { DrawOptions } from "./draw-options";
import type { Element } from "./element";
import { layerCard } from "./layer-card";
import { layerPill } from "./layer-pill";
import { mergeNode } from "./merge-node";
import { groupBox } from "./open-group";
import { terminalNode } from "./terminal-node";

/** A node, or the box of an open group, whose header is drawn apart. */
export function drawNode(node: SceneNode, options: DrawOptions): Element {
  const { node: view } = node;
  if (view.kind === "group") return node.open ? groupBox(node) : closedGroup(node, view, options);
  switch (view.role) {
    case "input":
    case "output":
      return terminalNode(node, view, options);
    case "merge":
      return mergeNode(node, view, options);
    case "layer":
      return isOneLine(view) ? layerPill(node, view, options) : layerCard(node, view, options);
  }
}
