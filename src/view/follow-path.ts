// Where the nodes of a graph are in its next version: an edit adds, removes and renames layers, and numbers those without names anew.

import { joinPath } from "../model/path";
import type { OpenState } from "./open-state";
import type { ViewBody, ViewGraph, ViewNode } from "./view-graph";

/** The path in the next version of what was at a path; undefined where it is no more. */
export type FollowPath = (path: string) => string | undefined;

/** Follows paths from one version of a graph to another. */
export function pathsFrom(before: ViewGraph, after: ViewGraph): FollowPath {
  const known = new Map<string, Alignment>();
  const aligned = (from: string, to: string): Alignment => {
    const key = JSON.stringify([from, to]);
    let alignment = known.get(key);
    if (alignment === undefined) {
      alignment = alignmentOf(before.bodies[from]?.nodes ?? [], after.bodies[to]?.nodes ?? []);
      known.set(key, alignment);
    }
    return alignment;
  };
  return (path) => {
    let [from, to, rest, followed] = [before.root, after.root, path, ""];
    for (;;) {
      const step = stepInto(before.bodies[from], rest);
      const node = step === undefined ? undefined : counterpart(aligned(from, to), step.index);
      if (step === undefined || node?.kind !== step.node.kind) return undefined;
      const name = nameOf(node, step);
      if (name === undefined) return undefined;
      followed = joinPath(followed, name);
      if (step.rest === undefined) return followed;
      if (node.kind !== "group" || step.node.kind !== "group") return undefined;
      [from, to, rest] = [step.node.body, node.body, step.rest];
    }
  };
}

/** What is open in the next version; what is no more stays named, since the next edit may bring it back. */
export function followOpen({ level, opened, closed }: OpenState, follow: FollowPath): OpenState {
  const followed = (paths: readonly string[]): string[] => [
    ...new Set(paths.map((path) => follow(path) ?? path)),
  ];
  return { level, opened: followed(opened), closed: followed(closed) };
}

interface Step {
  readonly node: ViewNode;
  readonly index: number;
  /** Which of a chain's instances, counted from its first. */
  readonly instance: number | undefined;
  /** The path within the node; undefined when it is meant itself. */
  readonly rest: string | undefined;
}

/** Names may hold slashes and brackets themselves, so each node is asked whether the path begins with its name. */
function stepInto(body: ViewBody | undefined, path: string): Step | undefined {
  for (const [index, node] of (body?.nodes ?? []).entries()) {
    if (!path.startsWith(node.name)) continue;
    const behind = path.slice(node.name.length);
    if (behind === "") return { node, index, instance: undefined, rest: undefined };
    if (node.kind === "layer") continue;
    if (node.count === 1 && behind.startsWith("/"))
      return { node, index, instance: 0, rest: behind.slice(1) };
    const match = /^\[(\d+)\](?:\/|$)/u.exec(behind);
    if (node.count === 1 || match === null) continue;
    const rest = behind.slice(match[0].length);
    const instance = Number(match[1]) - (node.first ?? 0);
    return { node, index, instance, rest: match[0].endsWith("/") ? rest : undefined };
  }
  return undefined;
}

function nameOf(node: ViewNode, { instance }: Step): string | undefined {
  if (node.kind === "layer" || instance === undefined || node.count === 1)
    return (instance ?? 0) === 0 ? node.name : undefined;
  return instance < node.count ? `${node.name}[${String((node.first ?? 0) + instance)}]` : undefined;
}

/** Two versions of a body's nodes: as many as agree at the beginning and at the end, and what is between. */
interface Alignment {
  readonly before: readonly ViewNode[];
  readonly after: readonly ViewNode[];
  readonly head: number;
  readonly tail: number;
}

function alignmentOf(before: readonly ViewNode[], after: readonly ViewNode[]): Alignment {
  const [old, next] = [before.map(identityOf), after.map(identityOf)];
  const most = Math.min(old.length, next.length);
  let head = 0;
  while (head < most && old[head] === next[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail += 1;
  return { before, after, head, tail };
}

function counterpart({ before, after, head, tail }: Alignment, index: number): ViewNode | undefined {
  if (index < head) return after[index];
  const fromEnd = before.length - index;
  if (fromEnd <= tail) return after[after.length - fromEnd];
  const node = before[index];
  const changed = after.slice(head, after.length - tail);
  const namesake = changed.find(({ name }) => name === node?.name && isNamed(node));
  if (namesake !== undefined) return namesake;
  // As many as before: they were changed where they stand.
  const replaced = before.length === after.length ? after[index] : undefined;
  const isOther = before.some((other) => isNamed(other) && other.name === replaced?.name);
  return isOther ? undefined : replaced;
}

/** What a node is recognised by: its name, or, where it has none but a number, what it does. A group's subtotals may change. */
function identityOf(node: ViewNode): string {
  if (isNamed(node)) return `name ${node.name}`;
  return node.kind === "group" ? `group ${operatorOf(node)}` : `layer ${operatorOf(node)} ${node.detail}`;
}

function isNamed(node: ViewNode): boolean {
  const operator = operatorOf(node);
  if (!node.name.startsWith(operator)) return true;
  return !/^(?:_\d+)?$/u.test(node.name.slice(operator.length));
}

function operatorOf(node: ViewNode): string {
  return node.kind === "layer" ? node.operator : (node.definition ?? "");
}
