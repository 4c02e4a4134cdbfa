// A whole scene as elements, in the order in which they cover each other.

import type { Scene, SceneNode } from "../layout/scene";
import type { DrawOptions } from "./draw-options";
import { drawNode } from "./draw-node";
import { edgeLine } from "./edge-line";
import type { Element } from "./element";
import { drawnEach } from "./element";
import type { ViewGroup } from "../view/view-graph";
import { groupHeader } from "./open-group";

/** Boxes of groups, edges, headers of groups, nodes: each a `g` element. */
export function drawScene({ nodes, edges }: Scene, options: DrawOptions): readonly Element[] {
  const open = nodes.filter((node) => node.open);
  const closed = nodes.filter((node) => !node.open);
  const draw = (node: SceneNode): Element => drawNode(node, options);
  return [
    layer("groups", open, draw),
    layer("edges", edges, edgeLine),
    layer("headers", open.filter(isGroup), (group) => groupHeader(group, group.node, options)),
    layer("nodes", closed, draw),
  ];
}

function layer<Item>(name: string, items: readonly Item[], draw: (item: Item) => Element): Element {
  return { tag: "g", attributes: { class: name }, children: drawnEach(items, draw) };
}

function isGroup(node: SceneNode): node is SceneNode & { readonly node: ViewGroup } {
  return node.node.kind === "group";
}
