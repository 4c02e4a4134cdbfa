// Which groups of a picture are open: all above a level, except those that were opened or closed one by one.

import { joinPath } from "../model/path";
import type { ViewBody, ViewGraph, ViewGroup } from "./view-graph";

/** Plain JSON, so that it survives a reload of the window. */
export interface OpenState {
  /** Groups in fewer than so many others are open. */
  readonly level: number;
  /** Paths of groups that are open regardless. */
  readonly opened: readonly string[];
  /** Paths of groups that are closed regardless. */
  readonly closed: readonly string[];
}

/** Answers questions about an open state quickly. */
export interface OpenGroups {
  readonly level: number;
  isOpen(path: string, depth: number): boolean;
  /** True when a group at or below `path` was opened or closed one by one. */
  isTouched(path: string): boolean;
}

export const CLOSED: OpenState = { level: 0, opened: [], closed: [] };

/** Everything down to `level` open and nothing else. */
export function openToLevel(level: number): OpenState {
  return { level, opened: [], closed: [] };
}

export function openGroups(state: OpenState): OpenGroups {
  const opened = new Set(state.opened);
  const closed = new Set(state.closed);
  const touched = new Set<string>();
  for (const path of [...opened, ...closed]) {
    touched.add("").add(path);
    for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
      touched.add(path.slice(0, slash));
    }
    // `stage/Block[3]` lies in the chain `stage/Block`.
    for (const match of path.matchAll(/\[\d+\](?=\/|$)/gu)) touched.add(path.slice(0, match.index));
  }
  return {
    level: state.level,
    isOpen: (path, depth) => opened.has(path) || (depth < state.level && !closed.has(path)),
    isTouched: (path) => touched.has(path),
  };
}

/** The state after one group was opened or closed. */
export function withGroup(state: OpenState, path: string, open: boolean): OpenState {
  const without = (paths: readonly string[]): string[] => paths.filter((other) => other !== path);
  return {
    level: state.level,
    opened: open ? [...without(state.opened), path] : without(state.opened),
    closed: open ? without(state.closed) : [...without(state.closed), path],
  };
}

/** The most levels that can be opened while no more than `most` nodes are drawn. */
export function levelFor(graph: ViewGraph, most: number): number {
  const height = levelsOf(graph);
  let level = 0;
  while (level < height && drawnAt(graph, level + 1) <= most) level += 1;
  return level;
}

/** How many levels a picture has besides the closed one. A chain of equal instances is a level of its own. */
export function levelsOf(graph: ViewGraph): number {
  const heights = new Map<string, number>();
  const heightOf = (key: string): number => {
    const known = heights.get(key);
    if (known !== undefined) return known;
    const groups = groupsOf(graph.bodies[key]);
    const height = Math.max(0, ...groups.map((group) => levelsOfGroup(group) + heightOf(group.body)));
    heights.set(key, height);
    return height;
  };
  return heightOf(graph.root);
}

/** How many nodes are drawn when everything down to `level` is open. */
export function drawnAt(graph: ViewGraph, level: number): number {
  const drawn = new Map<string, number>();
  const drawnIn = (key: string, left: number): number => {
    const memo = `${key} ${String(left)}`;
    const known = drawn.get(memo);
    if (known !== undefined) return known;
    const nodes = graph.bodies[key]?.nodes ?? [];
    let total = 0;
    for (const node of nodes) {
      if (node.kind === "layer" || left === 0) total += 1;
      else if (node.count === 1) total += drawnIn(node.body, left - 1);
      else total += node.count * (left === 1 ? 1 : drawnIn(node.body, left - 2));
    }
    drawn.set(memo, total);
    return total;
  };
  return drawnIn(graph.root, level);
}

function levelsOfGroup(group: ViewGroup): number {
  return group.count > 1 ? 2 : 1;
}

function groupsOf(body: ViewBody | undefined): readonly ViewGroup[] {
  return (body?.nodes ?? []).filter((node) => node.kind === "group");
}

/** The paths of the groups that a path lies in, outermost first: chains of instances are groups, too. */
export function enclosingGroups(graph: ViewGraph, path: string): readonly string[] {
  const groups: string[] = [];
  let body = graph.bodies[graph.root];
  let parent = "";
  while (body !== undefined) {
    const step = groupToward(body, parent, path);
    if (step === undefined) break;
    groups.push(...step.paths);
    parent = step.paths.at(-1) ?? parent;
    body = graph.bodies[step.group.body];
  }
  return groups.filter((group) => group !== path);
}

function groupToward(
  body: ViewBody,
  parent: string,
  path: string,
): { readonly group: ViewGroup; readonly paths: readonly string[] } | undefined {
  for (const group of groupsOf(body)) {
    const own = joinPath(parent, group.name);
    if (!path.startsWith(own)) continue;
    const rest = path.slice(own.length);
    if (group.count === 1 && rest.startsWith("/")) return { group, paths: [own] };
    const instance = /^\[(\d+)\](?=\/|$)/u.exec(rest);
    if (group.count > 1 && instance !== null && isInstance(group, Number(instance[1])))
      return { group, paths: [own, own + instance[0]] };
  }
  return undefined;
}

function isInstance({ first = 0, count }: ViewGroup, number: number): boolean {
  return number >= first && number < first + count;
}
