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

function stepNamed(body: Body, indices: ReadonlyMap<string, number>, segment: string): PathStep | undefined {
  const plain = indices.get(segment);
  const plainNode = plain === undefined ? undefined : body.nodes[plain];
  if (plain !== undefined && plainNode !== undefined && instancesOf(plainNode) === 1) {
    return { body, index: plain, node: plainNode, instance: 0 };
  }
  const numbered = /^(.*)\[(\d+)\]$/su.exec(segment);
  const index = numbered?.[1] === undefined ? undefined : indices.get(numbered[1]);
  const node = index === undefined ? undefined : body.nodes[index];
  const instance = Number(numbered?.[2]);
  if (index === undefined || node === undefined || instance >= instancesOf(node)) return undefined;
  return instancesOf(node) === 1 ? undefined : { body, index, node, instance };
}

function instancesOf(node: Node): number {
  return node.kind === "group" ? node.count : 1;
}

const INDICES = new WeakMap<Body, ReadonlyMap<string, number>>();

function indexOf(body: Body): ReadonlyMap<string, number> {
  let indices = INDICES.get(body);
  if (indices === undefined) {
    indices = new Map(body.nodes.map((node, index) => [node.name, index]));
    INDICES.set(body, indices);
  }
  return indices;
}
