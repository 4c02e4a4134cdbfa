// Walking bodies without expanding what is shared.

import type { Body, Group } from "./network";

/** Every distinct body reachable from `root`, each once, in first-use order. */
export function distinctBodies(root: Body): readonly Body[] {
  const seen = new Set<Body>();
  const pending: Body[] = [root];
  while (pending.length > 0) {
    const body = pending.pop();
    if (body === undefined || seen.has(body)) continue;
    seen.add(body);
    const groups = body.nodes.filter((node): node is Group => node.kind === "group");
    for (const group of groups.reverse()) pending.push(group.body);
  }
  return [...seen];
}
