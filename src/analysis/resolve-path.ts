// From an instance's path back to the layer or group, through the bodies that it lies in.

import type { Body, Network, Node } from "../model/network";

/** A node on the way: which one of its body, and which of its equal instances in a chain. */
export interface PathStep {
  readonly body: Body;
  readonly index: number;
  readonly node: Node;
  readonly instance: number;
}

/**
 * The steps from the network's own body to the layer or group of that path, which is the last; undefined when there is
 * none. Names may hold slashes themselves.
 */
export function resolvePath(network: Network, path: string): readonly PathStep[] | undefined {
  return path === "" ? undefined : resolveIn(network.body, path);
}

function resolveIn(body: Body, path: string): readonly PathStep[] | undefined {
  const indices = indexOf(body);
  for (const end of segmentEnds(path)) {
    const step = stepNamed(body, indices, path.slice(0, end));
    if (step === undefined) continue;
    if (end === path.length) return [step];
    const rest = step.node.kind === "group" ? resolveIn(step.node.body, path.slice(end + 1)) : undefined;
    if (rest !== undefined) return [step, ...rest];
  }
  return undefined;
}

/** Where the first segment may end: at each slash, and at the end. */
function* segmentEnds(path: string): Generator<number> {
  for (let slash = path.indexOf("/", 1); slash !== -1; slash = path.indexOf("/", slash + 1)) yield slash;
  yield path.length;
}

function stepNamed(
  body: Body,
  indices: ReadonlyMap<string, readonly number[]>,
  segment: string,
): PathStep | undefined {
  for (const index of indices.get(segment) ?? []) {
    const node = body.nodes[index];
    if (node !== undefined && instancesOf(node) === 1) return { body, index, node, instance: 0 };
  }
  return numberedStep(body, indices, segment);
}

/** `Bottleneck[2]`: one of the equal instances in a chain. */
function numberedStep(
  body: Body,
  indices: ReadonlyMap<string, readonly number[]>,
  segment: string,
): PathStep | undefined {
  const [, name = "", number] = /^(.*)\[(\d+)\]$/su.exec(segment) ?? [];
  for (const index of indices.get(name) ?? []) {
    const node = body.nodes[index];
    if (node?.kind !== "group" || node.count === 1) continue;
    const instance = Number(number) - (node.first ?? 0);
    if (instance >= 0 && instance < node.count) return { body, index, node, instance };
  }
  return undefined;
}

function instancesOf(node: Node): number {
  return node.kind === "group" ? node.count : 1;
}

const INDICES = new WeakMap<Body, ReadonlyMap<string, readonly number[]>>();

/** The nodes of a body by their name; several runs of one chain may share it. */
function indexOf(body: Body): ReadonlyMap<string, readonly number[]> {
  let indices = INDICES.get(body);
  if (indices === undefined) {
    const byName = new Map<string, number[]>();
    for (const [index, node] of body.nodes.entries()) {
      const others = byName.get(node.name);
      if (others === undefined) byName.set(node.name, [index]);
      else others.push(index);
    }
    INDICES.set(body, (indices = byName));
  }
  return indices;
}
