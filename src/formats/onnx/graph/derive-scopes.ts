// Module scopes for nodes whose names have none (`Conv_12`): from the names of their weights (`layer1.0.conv1.weight`), or from
// the nodes around them.

import { keyOf } from "../cost/weights";
import type { Unit } from "./unit";
import { isPlaced } from "./path";
import { isMadeUp } from "./value";

/** The units with derived paths, or as they are when all have scopes already or most weights are not named after modules. */
export function deriveScopes(units: readonly Unit[]): readonly Unit[] {
  if (units.some((unit) => unit.path.length > 1)) return completed(units);
  const modules = units.map(moduleOf);
  const weighted = units.filter((unit) => unit.owned.length > 0).length;
  const named = modules.filter((module) => module !== undefined && module.length > 1).length;
  if (named < 4 || named < weighted / 2) return units;
  const before = lastSeen(modules);
  const after = lastSeen(modules.toReversed()).toReversed();
  return units.map((unit, index) => {
    const module = modules[index];
    if (module !== undefined) return { ...unit, path: [...scopesOf(module), unit.operator] };
    const around = commonStart(before[index] ?? [], after[index] ?? []);
    return { ...unit, path: [...scopesOf(around), ...unit.path.slice(-1)] };
  });
}

/** Where tools put nodes among those that have scopes, they belong to their weights' module, or to what is around them. */
function completed(units: readonly Unit[]): readonly Unit[] {
  const open = units.map((unit) => unit.path.length === 1 && !unit.steps.some(({ node }) => isPlaced(node)));
  if (!open.includes(true)) return units;
  const scopes = new Set(units.flatMap((unit) => unit.path.slice(0, -1)));
  const known = units.map((unit, index) =>
    open[index] === true ? knownScopes(unit, scopes) : unit.path.slice(0, -1),
  );
  const before = lastSeen(known);
  const after = lastSeen(known.toReversed()).toReversed();
  return units.map((unit, index) => {
    if (open[index] !== true) return unit;
    const own = known[index] ?? shared(before[index] ?? [], after[index] ?? []);
    return own.length === 0 ? unit : { ...unit, path: [...own, ...unit.path] };
  });
}

/** The scopes of the module that the unit's weights are of; lists of modules are none where other nodes name only what is in them. */
function knownScopes(unit: Unit, scopes: ReadonlySet<string>): readonly string[] | undefined {
  const module = moduleOf(unit);
  const all = module && scopesOf(module);
  return all?.filter((scope, index) => scopes.has(scope) || !scopes.has(all[index + 1] ?? ""));
}

function shared(a: readonly string[], b: readonly string[]): readonly string[] {
  const end = a.findIndex((scope, index) => scope !== b[index]);
  return end < 0 ? a : a.slice(0, end);
}

/** `layer1.0.conv1.weight` → [layer1, 0, conv1]. */
function moduleOf(unit: Unit): readonly string[] | undefined {
  for (const { stored } of unit.owned) {
    const parts = keyOf(stored).split(".");
    if (
      !stored.inline &&
      !isMadeUp(stored) &&
      parts.length > 1 &&
      parts.every((part) => /^\w+$/.test(part))
    ) {
      return parts.slice(0, -1);
    }
  }
  return undefined;
}

/** At each place, the last module up to there. */
function lastSeen(
  modules: readonly (readonly string[] | undefined)[],
): readonly (readonly string[] | undefined)[] {
  let last: readonly string[] | undefined;
  return modules.map((module) => (last = module ?? last));
}

/** What two modules have in common: a unit between them belongs there. */
function commonStart(a: readonly string[], b: readonly string[]): readonly string[] {
  let length = 0;
  while (length < Math.min(a.length, b.length) - 1 && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}

/** [layer1, 0, conv1] → [layer1, layer1.0, conv1], as PyTorch writes scopes: numbers go with what they count. */
function scopesOf(module: readonly string[]): readonly string[] {
  const scopes: string[] = [];
  for (const part of module) {
    const last = scopes.at(-1);
    scopes.push(last !== undefined && /^\d+$/.test(part) ? `${last}.${part}` : part);
  }
  return scopes;
}
