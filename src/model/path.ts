// The unique name of a layer or group within a network: the same in JSON, graph, table and compare.

import type { Node } from "./network";

/** `stem` + `conv1` → `stem/conv1`; the empty parent is the network itself. */
export function joinPath(parent: string, name: string): string {
  return parent === "" ? name : `${parent}/${name}`;
}

/** The name of the n-th of several equal instances in a chain: `Bottleneck[0]`; a single instance keeps its plain name. */
export function instanceName(node: Node, instance: number): string {
  if (node.kind === "layer" || node.count === 1) return node.name;
  return `${node.name}[${String((node.first ?? 0) + instance)}]`;
}
