// What Keras' models compute only to make masks.

import type { Layer, Node, Source } from "../../model/network";

/** Operations whose results nothing takes (they made masks) are left out of pictures. */
export function withPlumbing(nodes: readonly Node[], outputs: readonly Source[]): readonly Node[] {
  const used = new Set<number>();
  for (const source of [...outputs, ...nodes.flatMap((node) => node.inputs)]) {
    if ("node" in source) used.add(source.node);
  }
  return nodes.map((node, index) =>
    node.kind === "layer" && !used.has(index) && isComparison(node) ? { ...node, plumbing: true } : node,
  );
}

function isComparison({ operator }: Layer): boolean {
  return /^(?:Not)?Equal$|^Greater|^Less|^Logical/.test(operator);
}
