// Which drawn nodes and edges stand out: matches, the text cursor, the selection, and what it depends on and feeds.

import type { Scene, SceneEdge } from "../../src/layout/scene";
import { isWithin } from "./relations";
import type { Relations } from "./relations";

export interface Marked {
  readonly scene: Scene;
  readonly matches: readonly string[];
  readonly cursor: readonly string[];
  /** The path of the drawn node that stands for what is selected. */
  readonly selected: string | undefined;
  readonly relations: Relations | undefined;
  /** The path of the drawn node that stands for a path. */
  readonly shownFor: (path: string) => string;
}

export interface Marks {
  /** Classes by path. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly edge: (edge: SceneEdge) => string;
}

/** The text cursor may be in a block with very many instances. */
const MOST_CURSORS = 50;

export function marksOf({ scene, matches, cursor, selected, relations, shownFor }: Marked): Marks {
  const nodes = new Map<string, string>();
  const add = (path: string, name: string): void => {
    const before = nodes.get(path);
    nodes.set(path, before === undefined ? name : `${before} ${name}`);
  };
  for (const path of new Set(matches.map(shownFor))) add(path, "match");
  for (const path of new Set(cursor.slice(0, MOST_CURSORS).map(shownFor))) add(path, "cursor");
  if (selected !== undefined) add(selected, "selected");
  if (relations === undefined || selected === undefined) return { nodes, edge: () => "" };
  for (const { path, open } of scene.nodes) {
    const relation = relationOf(path, relations, selected);
    if (relation !== "" && !(open && relation === "dimmed")) add(path, relation);
  }
  return { nodes, edge: (edge) => edgeRelation(edge, relations, selected) };
}

function relationOf(path: string, { upstream, downstream }: Relations, selected: string): string {
  if (upstream.has(path)) return "upstream";
  if (downstream.has(path)) return "downstream";
  return isWithin(path, selected) ? "" : "dimmed";
}

function edgeRelation(
  { from, to }: SceneEdge,
  { upstream, downstream }: Relations,
  selected: string,
): string {
  const isIn = (path: string, set: ReadonlySet<string>): boolean => set.has(path) || isWithin(path, selected);
  if (isIn(from, upstream) && isIn(to, upstream)) return "upstream";
  return isIn(from, downstream) && isIn(to, downstream) ? "downstream" : "dimmed";
}
