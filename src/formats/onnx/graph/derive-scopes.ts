// Module scopes for files whose node names have none (`Conv_12`), from the names of the weights (`layer1.0.conv1.weight`).

import { keyOf } from "../cost/weights";
import type { Unit } from "./unit";
import { isMadeUp } from "./value";

/** The units with derived paths, or as they are when some have scopes already or most weights are not named after modules. */
export function deriveScopes(units: readonly Unit[]): readonly Unit[] {
  if (units.some((unit) => unit.path.length > 1)) return units;
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
