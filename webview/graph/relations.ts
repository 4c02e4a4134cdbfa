// What a node depends on, what depends on it, and which node an arrow key leads to.

import type { Scene, SceneEdge, SceneNode } from "../../src/layout/scene";

export interface Relations {
  /** Paths of drawn nodes. */
  readonly upstream: ReadonlySet<string>;
  readonly downstream: ReadonlySet<string>;
}

/** Everything that leads to a node, and everything that it leads to. For an open group: to and from all in it. */
export function relationsOf(scene: Scene, path: string): Relations {
  const own = new Set(scene.nodes.filter((node) => isWithin(node.path, path)).map((node) => node.path));
  return {
    upstream: reach(own, scene.edges, "from"),
    downstream: reach(own, scene.edges, "to"),
  };
}

export function isWithin(path: string, group: string): boolean {
  return path === group || path.startsWith(`${group}/`) || path.startsWith(`${group}[`);
}

function reach(
  from: ReadonlySet<string>,
  edges: readonly SceneEdge[],
  way: "from" | "to",
): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const [at, to] = way === "from" ? [edge.to, edge.from] : [edge.from, edge.to];
    const known = next.get(at);
    if (known === undefined) next.set(at, [to]);
    else known.push(to);
  }
  const reached = new Set<string>();
  const pending = [...from];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const other of next.get(path) ?? []) {
      if (reached.has(other) || from.has(other)) continue;
      reached.add(other);
      pending.push(other);
    }
  }
  return reached;
}

export type Step = "forward" | "back" | "left" | "right";

const TURNED: Readonly<Record<Step, Step>> = {
  forward: "right",
  back: "left",
  right: "forward",
  left: "back",
};

/** What the same arrow key means in a picture that runs to the right. */
export function turned(step: Step): Step {
  return TURNED[step];
}

/** The node that a step leads to: along the flow, into an open group, or to the nearest one beside; undefined when there is none. */
export function stepFrom(scene: Scene, path: string | undefined, step: Step): SceneNode | undefined {
  const drawn = scene.nodes.filter((node) => !node.open);
  const current = scene.nodes.find((node) => node.path === path);
  if (current === undefined) return step === "back" ? drawn.at(-1) : drawn[0];
  // An open group's title stands above what is in it.
  if (step === "forward" && current.open) return drawn.find((node) => isWithin(node.path, current.path));
  if (step === "left" || step === "right") return beside(drawn, current, step, scene.direction);
  const own = (other: string): boolean => isWithin(other, current.path);
  const paths = scene.edges.flatMap((edge) => {
    if (step === "forward") return own(edge.from) && !own(edge.to) ? [edge.to] : [];
    return own(edge.to) && !own(edge.from) ? [edge.from] : [];
  });
  const candidates = drawn.filter((node) => paths.includes(node.path));
  return nearest(candidates, current);
}

function beside(
  nodes: readonly SceneNode[],
  current: SceneNode,
  step: "left" | "right",
  direction: Scene["direction"],
): SceneNode | undefined {
  const sign = step === "right" ? 1 : -1;
  const across = (node: SceneNode): number =>
    direction === "down" ? node.x + node.width / 2 : node.y + node.height / 2;
  const along = (node: SceneNode): number =>
    direction === "down" ? node.y + node.height / 2 : node.x + node.width / 2;
  const candidates = nodes.filter((node) => sign * (across(node) - across(current)) > 8);
  let best: SceneNode | undefined;
  let least = Infinity;
  for (const node of candidates) {
    const cost = Math.abs(across(node) - across(current)) + 2.5 * Math.abs(along(node) - along(current));
    if (cost < least) [best, least] = [node, cost];
  }
  return least < 900 ? best : undefined;
}

function nearest(nodes: readonly SceneNode[], current: SceneNode): SceneNode | undefined {
  let best: SceneNode | undefined;
  let least = Infinity;
  for (const node of nodes) {
    const cost = Math.hypot(node.x + node.width / 2 - current.x - current.width / 2, node.y - current.y);
    if (cost < least) [best, least] = [node, cost];
  }
  return best;
}
