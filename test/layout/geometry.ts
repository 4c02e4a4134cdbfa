// What a readable picture must not do, as checks on a scene.

import type { Box, Point } from "../../src/layout/geometry";
import { measureInter } from "../../src/layout/measure";
import type { Scene, SceneEdge, SceneNode } from "../../src/layout/scene";

/** All that is wrong with a scene, in words. */
export function faultsOf(scene: Scene): readonly string[] {
  return [...outside(scene), ...overlaps(scene), ...edgesThroughNodes(scene), ...badRoutes(scene)];
}

/** Nodes that are not within the picture or the group that they are in. */
function outside(scene: Scene): string[] {
  const groups = new Map(scene.nodes.filter((node) => node.open).map((node) => [node.path, node]));
  const whole = { x: 0, y: 0, width: scene.width, height: scene.height };
  return scene.nodes.flatMap((node) => {
    const parent = groups.get(node.parent) ?? whole;
    return contains(parent, node) ? [] : [`${node.path} is not inside ${node.parent || "the picture"}`];
  });
}

/** Nodes that lie over each other without one being the group of the other. */
function overlaps(scene: Scene): string[] {
  const sorted = [...scene.nodes].sort((a, b) => a.y - b.y);
  const found: string[] = [];
  for (const [index, node] of sorted.entries()) {
    for (let next = index + 1; next < sorted.length; next++) {
      const other = sorted[next]!;
      if (other.y >= node.y + node.height) break;
      if (meet(node, other, 0.5) && !related(node, other)) found.push(`${node.path} overlaps ${other.path}`);
    }
  }
  return found;
}

/** Edges that cross a node which they neither leave nor reach, or a group that contains neither of their ends. */
function edgesThroughNodes(scene: Scene): string[] {
  const found: string[] = [];
  for (const edge of scene.edges) {
    const bounds = boundsOf(edge.route);
    for (const node of scene.nodes) {
      if (!meet(bounds, node, 0) || isInside(edge.from, node) || isInside(edge.to, node)) continue;
      if (crosses(edge.route, node)) found.push(`${edge.from}->${edge.to} runs through ${node.path}`);
    }
  }
  return found;
}

/** Routes that are not made of horizontal and vertical parts, or do not begin and end at their nodes. */
function badRoutes(scene: Scene): string[] {
  const nodes = new Map(scene.nodes.map((node) => [node.path, node]));
  return scene.edges.flatMap((edge) => {
    const { route, from, to } = edge;
    const name = `${from}->${to}`;
    const source = nodes.get(from);
    const target = nodes.get(to);
    if (source === undefined || target === undefined) return [`${name} has an end that is not drawn`];
    const first = route[0];
    const last = route.at(-1);
    if (first === undefined || last === undefined || route.length < 2) return [`${name} has no route`];
    const straight = route.slice(1).every((point, index) => {
      const before = route[index]!;
      return Math.abs(point.x - before.x) < 0.01 || Math.abs(point.y - before.y) < 0.01;
    });
    return [
      ...(straight ? [] : [`${name} runs aslant: ${JSON.stringify(route)}`]),
      ...(touches(source, first) ? [] : [`${name} does not begin at its source`]),
      ...(touches(target, last) ? [] : [`${name} does not end at its target`]),
    ];
  });
}

function isInside(path: string, node: SceneNode): boolean {
  return (
    path === node.path ||
    (node.open && (path.startsWith(`${node.path}/`) || path.startsWith(`${node.path}[`)))
  );
}

function related(a: SceneNode, b: SceneNode): boolean {
  return isInside(a.path, b) || isInside(b.path, a);
}

function contains(outer: Box, inner: Box): boolean {
  const slack = 0.01;
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    inner.x + inner.width <= outer.x + outer.width + slack &&
    inner.y + inner.height <= outer.y + outer.height + slack
  );
}

function meet(a: Box, b: Box, slack: number): boolean {
  return (
    a.x < b.x + b.width - slack &&
    b.x < a.x + a.width - slack &&
    a.y < b.y + b.height - slack &&
    b.y < a.y + a.height - slack
  );
}

function boundsOf(route: readonly Point[]): Box {
  const xs = route.map(({ x }) => x);
  const ys = route.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x: x - 0.5, y: y - 0.5, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 };
}

function crosses(route: readonly Point[], node: Box): boolean {
  return route.slice(1).some((point, index) => {
    const before = route[index]!;
    const part = {
      x: Math.min(point.x, before.x),
      y: Math.min(point.y, before.y),
      width: Math.abs(point.x - before.x),
      height: Math.abs(point.y - before.y),
    };
    return (
      part.x < node.x + node.width - 0.5 &&
      part.x + part.width > node.x + 0.5 &&
      part.y < node.y + node.height - 0.5 &&
      part.y + part.height > node.y + 0.5
    );
  });
}

function touches(node: Box, point: Point): boolean {
  const slack = 0.6;
  const within =
    point.x >= node.x - slack &&
    point.x <= node.x + node.width + slack &&
    point.y >= node.y - slack &&
    point.y <= node.y + node.height + slack;
  const interior =
    point.x > node.x + slack &&
    point.x < node.x + node.width - slack &&
    point.y > node.y + slack &&
    point.y < node.y + node.height - slack;
  return within && !interior;
}

/** Shapes beside edges that another edge, or their own, runs through. */
export function coveredLabelsOf({ edges }: Scene): readonly string[] {
  const runs = edges.flatMap(({ route }) =>
    route.slice(1).map((end, index) => [route[index]!, end] as const),
  );
  return edges
    .filter(({ label, shape }) => {
      if (label === undefined) return false;
      const width = measureInter(shape, 11, "regular");
      return runs.some(
        ([a, b]) =>
          Math.min(a.x, b.x) < label.x + width &&
          Math.max(a.x, b.x) > label.x &&
          Math.min(a.y, b.y) < label.y + 1 &&
          Math.max(a.y, b.y) > label.y - 8,
      );
    })
    .map(({ from, to }) => `${from}->${to}`);
}

/** Pairs of edges that cross, each as `from->to × from->to`; edges that begin or end at the same node may. */
export function crossingsOf({ edges }: Scene): readonly string[] {
  const lines = edges.flatMap((edge) =>
    edge.route.slice(1).map((end, index): Line => ({ edge, start: edge.route[index]!, end })),
  );
  const vertical = lines.filter(({ start, end }) => start.x === end.x).sort((a, b) => a.start.x - b.start.x);
  const horizontal = lines.filter(({ start, end }) => start.x !== end.x);
  const found = horizontal.flatMap((line) => crossed(line, vertical));
  return [...new Set(found)];
}

interface Line {
  readonly edge: SceneEdge;
  readonly start: Point;
  readonly end: Point;
}

/** The lines, sorted by x, that cross another one within both. */
function crossed(line: Line, vertical: readonly Line[]): readonly string[] {
  const [left, right] = [Math.min(line.start.x, line.end.x), Math.max(line.start.x, line.end.x)];
  const { y } = line.start;
  const name = ({ from, to }: SceneEdge): string => `${from}->${to}`;
  return vertical
    .slice(firstBeyond(vertical, left + 0.01), firstBeyond(vertical, right - 0.01))
    .filter(({ edge, start, end }) => {
      const isApart = edge.from !== line.edge.from && edge.to !== line.edge.to;
      return isApart && Math.min(start.y, end.y) < y - 0.01 && Math.max(start.y, end.y) > y + 0.01;
    })
    .map(({ edge }) => `${name(line.edge)} × ${name(edge)}`);
}

function firstBeyond(lines: readonly Line[], x: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lines[middle]!.start.x > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
