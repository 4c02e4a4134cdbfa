// Aligning the units of two levels: as many equal ones as there can be, and between them those that are most alike.

import { commonSubsequence } from "./common-subsequence";
import { LEAST_SIMILARITY, rememberedSimilarity, similarity } from "./similarity";
import type { Structures } from "./structure";
import type { Unit } from "./unit";
import { canOpen, contentsOf, figuresOf } from "./unit";

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
  return openGroups(pairUnits(left, right), structures);
}

/** Levels of more combinations than this are aligned by a longest common subsequence first, and their gaps then. */
const MOST_AT_ONCE = 250_000;

function pairUnits(left: readonly Unit[], right: readonly Unit[]): readonly Pair[] {
  const isEqual = (a: Unit | undefined, b: Unit | undefined): boolean => a?.structure === b?.structure;
  const shorter = Math.min(left.length, right.length);
  let begin = 0;
  while (begin < shorter && isEqual(left[begin], right[begin])) begin += 1;
  let end = 0;
  while (end < shorter - begin && isEqual(left.at(-1 - end), right.at(-1 - end))) end += 1;
  const [a, b] = [left.slice(begin, left.length - end), right.slice(begin, right.length - end)];
  const together = (from: number, to: number, shift: number): readonly Pair[] =>
    left.slice(from, to).flatMap((unit, index) => matchedAt(unit, right[from + index + shift]));
  return [
    ...together(0, begin, 0),
    ...(a.length * b.length <= MOST_AT_ONCE
      ? pairAlike(a, b)
      : alignBy([(unit) => unit.structure, operatorAndName, operatorOnly], a, b)),
    ...together(left.length - end, left.length, right.length - left.length),
  ];
}

type Key = (unit: Unit) => number | string;

/** Matches by the first key; the gaps that it leaves are paired when they are small, by the next key when they are not. */
function alignBy(keys: readonly Key[], left: readonly Unit[], right: readonly Unit[]): readonly Pair[] {
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
    pairs.push(...alignGap(coarser, left.slice(i, nextI), right.slice(j, nextJ)));
    pairs.push(...matchedAt(left[nextI], right[nextJ]));
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return pairs;
}

function matchedAt(left: Unit | undefined, right: Unit | undefined): readonly Pair[] {
  return left === undefined || right === undefined ? [] : [{ left, right }];
}

function alignGap(coarser: readonly Key[], left: readonly Unit[], right: readonly Unit[]): readonly Pair[] {
  if (left.length === 0 || right.length === 0) return unmatched(left, right);
  return left.length * right.length > MOST_COMBINATIONS
    ? alignBy(coarser, left, right)
    : pairAlike(left, right);
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

/**
 * The pairing in order with the most equal units, and of those that have as many the one with the greatest similarity in
 * all (the table of an edit distance): of blocks that repeat, the changed ones then meet what they were.
 */
function pairAlike(left: readonly Unit[], right: readonly Unit[]): readonly Pair[] {
  const likenessOf = rememberedSimilarity();
  const columns = right.length + 1;
  const best = new Float64Array((left.length + 1) * columns);
  const at = (i: number, j: number): number => best[i * columns + j] ?? 0;
  const alike = new Float64Array(left.length * right.length);
  for (const [i, a] of [...left.entries()].reverse()) {
    for (const [j, b] of [...right.entries()].reverse()) {
      const likeness = a.structure === b.structure ? EQUAL : likenessOf(a, b);
      alike[i * right.length + j] = likeness;
      const together = likeness < LEAST_SIMILARITY ? 0 : likeness + at(i + 1, j + 1);
      best[i * columns + j] = Math.max(together, at(i + 1, j), at(i, j + 1));
    }
  }
  return readPairs(left, right, at, (i, j) => alike[i * right.length + j] ?? 0);
}

/** More than all the similarities of a level's other units together. */
const EQUAL = 1e6;

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

/**
 * Where unpaired units of both sides stand together, groups among them are replaced by their contents: gathering layers
 * in a stage is no change.
 */
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

/** Opens the groups of one side, of the other, or of both, whichever finds the most in common; and what is in them in turn. */
function openStretch(lone: readonly Pair[], structures: Structures): readonly Pair[] {
  const left = lone.flatMap((pair) => pair.left ?? []);
  const right = lone.flatMap((pair) => pair.right ?? []);
  if (left.length === 0 || right.length === 0) return lone;
  const [inLeft, inRight] = [openAll(left, structures), openAll(right, structures)];
  const ways = [
    { opened: [inLeft], left: inLeft?.units, right },
    { opened: [inRight], left, right: inRight?.units },
    { opened: [inLeft, inRight], left: inLeft?.units, right: inRight?.units },
  ];
  const [best] = ways
    .flatMap((way) => {
      if (way.left === undefined || way.right === undefined) return [];
      const pairs = pairUnits(way.left, way.right);
      return [{ opened: way.opened, pairs, score: inCommon(pairs) }];
    })
    .sort((a, b) => b.score - a.score);
  if (best === undefined) return lone;
  for (const opened of best.opened) opened?.apply();
  const result = openGroups(best.pairs, structures);
  if (LITTLE * Math.min(layersOf(left), layersOf(right)) <= inCommon(result)) return result;
  // Little found in common: the groups stay whole.
  for (const opened of best.opened) opened?.revert();
  return lone;
}

/** The share of the smaller side's layers that must be found on the other. */
const LITTLE = 0.4;

interface Opened {
  readonly units: readonly Unit[];
  /** Lets what takes a group's outputs take those of its contents. */
  readonly apply: () => void;
  readonly revert: () => void;
}

/** The units with groups replaced by their contents; undefined where there is no group to open. */
function openAll(units: readonly Unit[], structures: Structures): Opened | undefined {
  if (!units.some(canOpen)) return undefined;
  const levels = units.map((unit) => ({
    unit,
    level: canOpen(unit) ? contentsOf(unit, structures) : undefined,
  }));
  return {
    units: levels.flatMap(({ unit, level }) => level?.units ?? [unit]),
    apply: () => {
      for (const { unit, level } of levels) if (level !== undefined) unit.replaced = level.outputs;
    },
    revert: () => {
      for (const { unit } of levels) delete unit.replaced;
    },
  };
}

/** How many layers were paired, each for as much as it is alike. */
function inCommon(pairs: readonly Pair[]): number {
  return pairs.reduce(
    (sum, { left, right }) =>
      left === undefined || right === undefined
        ? sum
        : sum + similarity(left, right) * Math.min(layersOf([left]), layersOf([right])),
    0,
  );
}

function layersOf(units: readonly Unit[]): number {
  return units.reduce((sum, unit) => sum + figuresOf(unit).layers, 0);
}
