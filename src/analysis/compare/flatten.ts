// A level without its groups: for networks of which one gathers its layers in blocks and the other lists them.

import { canOpen, contentsOf } from "./unit";
import type { Level, Unit } from "./unit";
import type { Structures } from "./structure";

/** The level with all groups that may be opened replaced by their contents, and those in them in turn. */
export function flatten({ units, outputs }: Level, structures: Structures): Level {
  return { units: units.flatMap((unit) => leavesOf(unit, structures)), outputs };
}

function leavesOf(unit: Unit, structures: Structures): readonly Unit[] {
  if (!canOpen(unit)) return [unit];
  const contents = contentsOf(unit, structures);
  unit.replaced = contents.outputs;
  return flatten(contents, structures).units;
}
