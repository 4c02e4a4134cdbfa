// Aligning the units of two levels: equal ones by a longest common subsequence, then, in the gaps, those that are alike.

import { commonSubsequence } from "./common-subsequence";
import { LEAST_SIMILARITY, similarity } from "./similarity";
import type { Structures } from "./structure";
import type { Level, Unit } from "./unit";
import { contentsOf } from "./unit";

/** A unit on both sides (equal, or the same thing changed), or on one side only. */
export interface Pair {
  readonly left?: Unit;
  readonly right?: Unit;
}

/** Gaps of more combinations than this are paired by name and operator only. */
const MOST_COMBINATIONS = 40_000;

/** The units of both sides in an order that keeps each side's own. */
export function alignUnits(
  left: readonly Unit[],
  right: readonly Unit[],
  structures: Structures,
): readonly Pair[] {
  const equal = (unit: Unit): number | string => unit.structure;
  return alignBy([equal, operatorAndName, operatorOnly], left, right, structures);
}

type Key = (unit: Unit) => number | string;

/** Matches by the first key; the gaps that it leaves are paired when they are small, by the next key when they are not. */
function alignBy(
  keys: readonly Key[],
  left: readonly Unit[],
  right: readonly Unit[],
  structures: Structures,
): readonly Pair[] {
  const [key, ...coarser] = keys;
  if (key === undefined || left.length === 0 || right.length === 0) return unmatched(left, right);
  const numbers = new Map<number | string, number>();
  const numberOf = (unit: Unit): number => {
    const value = key(unit);
    let number = numbers.get(value);
    if (number === undefined) numbers.set(value, (number = numbers.size));
    return number;
  };
  const matches = commonSubsequence(left.map(numberOf), right.map(numberOf));
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...matches, [left.length, right.length] as const]) {
    pairs.push(...alignGap(coarser, left.slice(i, nextI), right.slice(j, nextJ), structures));
    pairs.push(...matchedAt(left[nextI], right[nextJ]));
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return pairs;
}

function matchedAt(left: Unit | undefined, right: Unit | undefined): readonly Pair[] {
  return left === undefined || right === undefined ? [] : [{ left, right }];
}

function alignGap(
  coarser: readonly Key[],
  left: readonly Unit[],
  right: readonly Unit[],
  structures: Structures,
): readonly Pair[] {
  if (left.length === 0 || right.length === 0) return unmatched(left, right);
  if (left.length * right.length > MOST_COMBINATIONS) return alignBy(coarser, left, right, structures);
  return openGroups(pairAlike(left, right), structures);
}

function operatorAndName({ node }: Unit): string {
  return `${operatorOnly({ node })} ${node.name}`;
}

function operatorOnly({ node }: Pick<Unit, "node">): string {
  return node.kind === "layer" ? node.operator : `group ${node.definition ?? ""}`;
}

function unmatched(left: readonly Unit[], right: readonly Unit[]): readonly Pair[] {
  return [...left.map((unit): Pair => ({ left: unit })), ...right.map((unit): Pair => ({ right: unit }))];
}

/** The pairing in order with the greatest similarity in all (the table of an edit distance). */
function pairAlike(left: readonly Unit[], right: readonly Unit[]): readonly Pair[] {
  const columns = right.length + 1;
  const best = new Float64Array((left.length + 1) * columns);
  const at = (i: number, j: number): number => best[i * columns + j] ?? 0;
  const alike = new Float64Array(left.length * right.length);
  for (const [i, a] of [...left.entries()].reverse()) {
    for (const [j, b] of [...right.entries()].reverse()) {
      const likeness = similarity(a, b);
      alike[i * right.length + j] = likeness;
      const together = likeness < LEAST_SIMILARITY ? 0 : likeness + at(i + 1, j + 1);
      best[i * columns + j] = Math.max(together, at(i + 1, j), at(i, j + 1));
    }
  }
  return readPairs(left, right, at, (i, j) => alike[i * right.length + j] ?? 0);
}

function readPairs(
  left: readonly Unit[],
  right: readonly Unit[],
  at: (i: number, j: number) => number,
  alike: (i: number, j: number) => number,
): readonly Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (a === undefined || b === undefined) break;
    const likeness = alike(i, j);
    if (likeness >= LEAST_SIMILARITY && at(i, j) === likeness + at(i + 1, j + 1)) {
      pairs.push({ left: a, right: b });
      [i, j] = [i + 1, j + 1];
    } else if (at(i, j) === at(i + 1, j)) {
      pairs.push({ left: a });
      i += 1;
    } else {
      pairs.push({ right: b });
      j += 1;
    }
  }
  return [...pairs, ...unmatched(left.slice(i), right.slice(j))];
}

/** Where unpaired units of both sides stand together, groups among them are replaced by their contents: gathering layers in a stage is no change. */
function openGroups(pairs: readonly Pair[], structures: Structures): readonly Pair[] {
  const result: Pair[] = [];
  let lone: Pair[] = [];
  const flush = (): void => {
    result.push(...openStretch(lone, structures));
    lone = [];
  };
  for (const pair of pairs) {
    if (pair.left === undefined || pair.right === undefined) lone.push(pair);
    else {
      flush();
      result.push(pair);
    }
  }
  flush();
  return result;
}

function openStretch(lone: readonly Pair[], structures: Structures): readonly Pair[] {
  const left = lone.flatMap((pair) => pair.left ?? []);
  const right = lone.flatMap((pair) => pair.right ?? []);
  const opens = [...left, ...right].some(canOpen);
  if (left.length === 0 || right.length === 0 || !opens) return lone;
  const open = (unit: Unit): readonly Unit[] => (canOpen(unit) ? replace(unit, structures).units : [unit]);
  const [leftUnits, rightUnits] = [left.flatMap(open), right.flatMap(open)];
  const inner = alignUnits(leftUnits, rightUnits, structures);
  const equal = inner.filter((pair) => pair.left?.structure === pair.right?.structure).length;
  // Little found in common: the groups stay whole.
  if (2 * equal >= Math.min(leftUnits.length, rightUnits.length)) return inner;
  for (const unit of [...left, ...right]) delete unit.replaced;
  return lone;
}

function canOpen({ node, times }: Unit): boolean {
  return node.kind === "group" && node.groupKind !== "auxiliary" && times === 1;
}

function replace(unit: Unit, structures: Structures): Level {
  const level = contentsOf(unit, structures);
  unit.replaced = level.outputs;
  return level;
}
