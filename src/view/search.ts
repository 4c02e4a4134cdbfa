// Finding layers and groups by name, operator or attribute.

import { nodesOf } from "./paths";
import type { ViewGraph } from "./view-graph";

/**
 * The paths of what matches, in execution order, at most `most`. Every word of the query must be in the name, the operator or
 * the attributes; case does not matter.
 */
export function searchGraph(graph: ViewGraph, query: string, most: number): readonly string[] {
  const words = folded(query)
    .split(/\s+/u)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  const found: string[] = [];
  let looked = 0;
  for (const { path, node } of nodesOf(graph)) {
    if (found.length >= most || ++looked > MOST_LOOKED_AT) break;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const text = folded(`${name} ${node.title} ${node.detail} ${node.words}`);
    if (words.every((word) => text.includes(word))) found.push(path);
  }
  return found;
}

/** Lower case, and the letter x for the sign of multiplication, which no keyboard has. */
function folded(text: string): string {
  return text.toLowerCase().replaceAll("×", "x");
}

const MOST_LOOKED_AT = 200_000;
