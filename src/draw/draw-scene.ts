// A whole scene as elements, in the order in which they cover each other.

import type { Scene } from "../layout/scene";
import type { DrawOptions } from "./draw-options";
import { drawNode } from "./draw-node";
import { edgeLine } from "./edge-line";
import type { Element } from "./element";
import { element } from "./element";
import { groupHeader } from "./open-group";

/** Boxes of groups, edges, headers of groups, nodes: each a `g` element. */
export function drawScene(scene: Scene, options: DrawOptions): readonly Element[] {
  const boxes: Element[] = [];
  const headers: Element[] = [];
  const nodes: Element[] = [];
  for (const node of scene.nodes) {
    (node.open ? boxes : nodes).push(drawNode(node, options));
    if (node.open && node.node.kind === "group") headers.push(groupHeader(node, node.node, options));
  }
  return [
    element("g", { class: "groups" }, boxes),
    element("g", { class: "edges" }, scene.edges.map(edgeLine)),
    element("g", { class: "headers" }, headers),
    element("g", { class: "nodes" }, nodes),
  ];
}
