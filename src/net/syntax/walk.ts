// Visiting every node of a syntax tree, faster than Langium's streams: it is done on every key stroke.

import type { AstNode, GenericAstNode } from "langium";

/** Calls `visit` for `root` and every node below it, parents first. Recursion is as deep as the tree, which is bounded. */
export function forEachNode(root: AstNode, visit: (node: AstNode) => void): void {
  visit(root);
  const properties = root as GenericAstNode;
  for (const key in properties) {
    if (key.startsWith("$")) continue;
    const value = properties[key];
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) if (isNode(item)) forEachNode(item, visit);
    } else if (isNode(value)) forEachNode(value, visit);
  }
}

/** References are objects, too, but have no type. */
function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "$type" in value;
}
