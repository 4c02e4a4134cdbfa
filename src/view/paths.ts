// Paths of nodes, and all nodes of a graph by their paths, whether or not they are drawn.

import { joinPath } from "../model/path";
import { instanceOf } from "./view-graph";
import type { ViewBody, ViewGraph, ViewNode } from "./view-graph";

/** The path of a node of that name in the group of that path. */
export function pathIn(parent: string, name: string): string {
  return joinPath(parent, name);
}

export interface NodeAtPath {
  readonly path: string;
  readonly node: ViewNode;
}

/** Every instance of every layer and group, in execution order, groups before what is in them; lazily. */
export function* nodesOf(graph: ViewGraph): Generator<NodeAtPath> {
  yield* nodesIn(graph, graph.bodies[graph.root], "");
}

function* nodesIn(graph: ViewGraph, body: ViewBody | undefined, parent: string): Generator<NodeAtPath> {
  for (const node of body?.nodes ?? []) {
    const path = joinPath(parent, node.name);
    yield { path, node };
    if (node.kind === "layer") continue;
    for (let instance = 0; instance < node.count; instance++) {
      const own = node.count === 1 ? path : joinPath(parent, instanceOf(node, instance));
      if (node.count > 1) yield { path: own, node: { ...node, count: 1, name: own } };
      yield* nodesIn(graph, graph.bodies[node.body], own);
    }
  }
}
