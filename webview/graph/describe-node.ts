// A node in words, for screen readers.

import type { SceneNode } from "../../src/layout/scene";

/** `conv1, Conv 7×7 / 2, 64×112×112` */
export function describeNode({ node }: SceneNode): string {
  const times = node.kind === "group" && node.count > 1 ? `× ${node.count}` : "";
  const definition = node.kind === "group" && node.definition !== node.title ? (node.definition ?? "") : "";
  return [node.title, times, definition, node.detail, node.shape].filter((part) => part !== "").join(", ");
}
