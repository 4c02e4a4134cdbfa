// Units that were taken away in one place and put back in another: moved.

import { deltaOf } from "./delta";
import type { Difference } from "./change";
import type { Unit } from "./unit";

/** The differences in which something removed and something added that are the same thing have become one move, told where it is now. */
export function findMoves(differences: readonly Difference[]): readonly Difference[] {
  const removed = loneUnits(differences, "removed");
  const added = loneUnits(differences, "added");
  const moves = new Map<Unit, Unit>();
  for (const [key, right] of added) {
    const left = removed.get(key);
    if (left !== undefined && right !== undefined && left.times === right.times) moves.set(right, left);
  }
  return moves.size === 0 ? differences : applyMoves(differences, moves, new Set(moves.values()));
}

/** Units on one side only that can be told from all others there: by structure, and by name where several have it. */
function loneUnits(
  differences: readonly Difference[],
  change: "removed" | "added",
): ReadonlyMap<string, Unit | undefined> {
  const found = new Map<string, Unit | undefined>();
  const put = (key: string, unit: Unit): void => {
    found.set(key, found.has(key) ? undefined : unit);
  };
  const visit = (all: readonly Difference[]): void => {
    for (const difference of all) {
      const unit = change === "removed" ? difference.left : difference.right;
      if (difference.change === change && unit !== undefined) {
        if (isSubstantial(unit)) put(String(unit.structure), unit);
        if (unit.node.named) put(`${String(unit.structure)} ${unit.node.name}`, unit);
      }
      visit(difference.children);
    }
  };
  visit(differences);
  return found;
}

/** A block, or a layer with weights: another ReLU elsewhere is just another ReLU. */
function isSubstantial({ node, analysis }: Unit): boolean {
  return node.kind === "group" || (analysis.figures.params.value ?? 0) > 0;
}

function applyMoves(
  differences: readonly Difference[],
  moves: ReadonlyMap<Unit, Unit>,
  gone: ReadonlySet<Unit>,
): readonly Difference[] {
  return differences.flatMap((difference): readonly Difference[] => {
    const { change, left, right } = difference;
    if (change === "removed" && left !== undefined && gone.has(left)) return [];
    const from = change === "added" && right !== undefined ? moves.get(right) : undefined;
    if (from !== undefined)
      return [{ ...difference, change: "moved", left: from, cost: deltaOf(from, right) }];
    if (difference.children.length === 0) return [difference];
    return [{ ...difference, children: applyMoves(difference.children, moves, gone) }];
  });
}
