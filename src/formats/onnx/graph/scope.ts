// Clusters the units of a body by the next scope of their paths, in an order in which no cluster needs what comes later.

import type { Unit } from "./unit";
import type { Value } from "./value";

/** Units that stay together under a scope's name, or one unit on its own. */
export interface Cluster {
  readonly name: string;
  /** How many parts of the path the cluster's own name takes; the units within are clustered from there on. */
  readonly depth: number;
  readonly units: readonly Unit[];
  readonly isGroup: boolean;
}

/** A unit's index in the body that is being clustered. */
type Index = number;

interface Draft {
  readonly scope: string | undefined;
  readonly members: Index[];
}

/** Clusters `units` (in execution order) by the part of their paths at `depth`. */
export function clusterUnits(units: readonly Unit[], depth: number): readonly Cluster[] {
  const drafts = byScope(units, depth);
  const order = executionOrder(units, drafts);
  const clusters = order ?? executionOrder(units, splitCycles(units, drafts)) ?? drafts.flatMap(single);
  return clusters.map((draft) => clusterOf(units, draft, depth));
}

function byScope(units: readonly Unit[], depth: number): readonly Draft[] {
  const drafts: Draft[] = [];
  const scopes = new Map<string, Draft>();
  for (const [index, unit] of units.entries()) {
    const scope = unit.path.length > depth + 1 ? unit.path[depth] : undefined;
    const known = scope === undefined ? undefined : scopes.get(scope);
    if (known !== undefined) known.members.push(index);
    else {
      const draft: Draft = { scope, members: [index] };
      drafts.push(draft);
      if (scope !== undefined) scopes.set(scope, draft);
    }
  }
  return drafts;
}

/** For each draft, the drafts whose values it takes. */
function dependencies(units: readonly Unit[], drafts: readonly Draft[]): readonly ReadonlySet<number>[] {
  const home = new Map<Value, number>();
  for (const [at, draft] of drafts.entries()) {
    for (const member of draft.members) for (const value of units[member]?.outputs ?? []) home.set(value, at);
  }
  return drafts.map((draft, at) => {
    const needs = new Set<number>();
    for (const member of draft.members) {
      for (const value of units[member]?.inputs ?? []) {
        const from = home.get(value);
        if (from !== undefined && from !== at) needs.add(from);
      }
    }
    return needs;
  });
}

/** The drafts so that each follows those it needs, otherwise by their first units; undefined when they form a cycle. */
function executionOrder(units: readonly Unit[], drafts: readonly Draft[]): readonly Draft[] | undefined {
  const needs = dependencies(units, drafts);
  const state = new Uint8Array(drafts.length);
  const result: Draft[] = [];
  const byFirst = drafts
    .map((_, at) => at)
    .sort((a, b) => (drafts[a]?.members[0] ?? 0) - (drafts[b]?.members[0] ?? 0));
  for (const root of byFirst) {
    const stack = state[root] === 0 ? [{ at: root, open: [...(needs[root] ?? [])] }] : [];
    while (stack.length > 0) {
      const frame = stack[stack.length - 1];
      if (frame === undefined) break;
      state[frame.at] = 1;
      const next = frame.open.pop();
      if (next === undefined) {
        state[frame.at] = 2;
        const draft = drafts[frame.at];
        if (draft !== undefined) result.push(draft);
        stack.pop();
      } else if (state[next] === 0) stack.push({ at: next, open: [...(needs[next] ?? [])] });
      else if (state[next] === 1) return undefined;
    }
  }
  return result;
}

/** Splits the drafts that take part in cycles into runs of consecutive units, between which there is none. */
function splitCycles(units: readonly Unit[], drafts: readonly Draft[]): readonly Draft[] {
  const needs = dependencies(units, drafts);
  const users = drafts.map((): number[] => []);
  for (const [at, set] of needs.entries()) for (const need of set) users[need]?.push(at);
  const cyclic = new Set(drafts.keys());
  peel(
    cyclic,
    needs.map((set) => [...set]),
    users,
  );
  peel(
    cyclic,
    users,
    needs.map((set) => [...set]),
  );
  return drafts.flatMap((draft, at) => (cyclic.has(at) ? runs(draft) : [draft]));
}

/** Removes, again and again, those of which no edge in `from` comes from what is left. */
function peel(
  left: Set<number>,
  from: readonly (readonly number[])[],
  to: readonly (readonly number[])[],
): void {
  const open = from.map((edges) => edges.filter((edge) => left.has(edge)).length);
  const free = [...left].filter((at) => open[at] === 0);
  for (let at = free.pop(); at !== undefined; at = free.pop()) {
    left.delete(at);
    for (const next of to[at] ?? []) {
      open[next] = (open[next] ?? 0) - 1;
      if (open[next] === 0 && left.has(next)) free.push(next);
    }
  }
}

function runs(draft: Draft): readonly Draft[] {
  const result: Draft[] = [];
  for (const member of draft.members) {
    const last = result.at(-1);
    if (last?.members.at(-1) === member - 1) last.members.push(member);
    else result.push({ scope: draft.scope, members: [member] });
  }
  return result;
}

function single(draft: Draft): readonly Draft[] {
  return draft.members.map((member) => ({ scope: draft.scope, members: [member] }));
}

function clusterOf(units: readonly Unit[], draft: Draft, depth: number): Cluster {
  const members = draft.members.map((member) => units[member]).filter((unit) => unit !== undefined);
  const [first] = members;
  if (members.length === 1 && first !== undefined) {
    return { name: leafName(first, depth), depth, units: members, isGroup: false };
  }
  // A scope that holds nothing but one other is shown as that one.
  let inner = depth + 1;
  let name = draft.scope ?? "";
  for (;;) {
    const next = first?.path[inner];
    const only =
      next !== undefined &&
      members.every((unit) => unit.path.length > inner + 1 && unit.path[inner] === next);
    if (!only) break;
    if (next.startsWith(name)) name = next;
    inner += 1;
  }
  return { name, depth: inner, units: members, isGroup: true };
}

/** A unit alone in its scope goes by the scope's name: `conv1` rather than `conv1/Conv`. */
function leafName(unit: Unit, depth: number): string {
  const last = unit.path.length - 1;
  return (last > depth ? unit.path[last - 1] : unit.path[last]) ?? unit.operator;
}
