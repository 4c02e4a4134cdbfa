// How alike two units are that are not equal: whether one may be a changed form of the other.

import type { Body, Layer } from "../../model/network";
import { operatorNamed } from "../../operators/index";
import { memoize } from "../insights/memoize";
import { attributeNames, comparable } from "./structure";
import type { Unit } from "./unit";

/** From 0 (nothing in common) to 1; units below {@link LEAST_SIMILARITY} are not the same thing changed. */
export function similarity(left: Unit, right: Unit): number {
  if (left.structure === right.structure) return 1;
  if (left.node.kind === "layer")
    return right.node.kind === "layer" ? layerSimilarity(left.node, right.node) : 0;
  return right.node.kind === "group" ? groupSimilarity(left, right) : 0;
}

/** {@link similarity} that looks at the attributes of layers of the same two structures only once. */
export function rememberedSimilarity(): (left: Unit, right: Unit) => number {
  const known = new Map<string, number>();
  return (left, right) => {
    if (left.node.kind !== "layer" || right.node.kind !== "layer") return similarity(left, right);
    const key = `${String(left.structure)} ${String(right.structure)} ${String(left.node.name === right.node.name)}`;
    let likeness = known.get(key);
    if (likeness === undefined) known.set(key, (likeness = similarity(left, right)));
    return likeness;
  };
}

export const LEAST_SIMILARITY = 0.3;

const LEAST_OVERLAP = 0.75;

function layerSimilarity(left: Layer, right: Layer): number {
  const name = left.name === right.name ? 0.15 : 0;
  if (left.operator === right.operator) return 0.5 + 0.3 * sameAttributes(left, right) + name;
  const family = operatorNamed(left.operator)?.family;
  const related = family !== undefined && family === operatorNamed(right.operator)?.family;
  return related ? 0.3 + name : name;
}

function sameAttributes(left: Layer, right: Layer): number {
  const names = [...new Set([...attributeNames(left), ...attributeNames(right)])];
  if (names.length === 0) return 1;
  const equal = names.filter(
    (name) => JSON.stringify(comparable(left, name)) === JSON.stringify(comparable(right, name)),
  );
  return equal.length / names.length;
}

function groupSimilarity(left: Unit, right: Unit): number {
  const [a, b] = [left.node, right.node];
  if (a.kind !== "group" || b.kind !== "group") return 0;
  if ((a.groupKind === "auxiliary") !== (b.groupKind === "auxiliary")) return 0;
  const definition = a.definition !== undefined && a.definition === b.definition ? 0.2 : 0;
  const name = left.node.name === right.node.name ? 0.2 : 0;
  const common = overlap(operatorsOf(a.body), operatorsOf(b.body));
  // A stage of three blocks is not one of its blocks changed: without a word in common, much else must be.
  if (definition + name === 0 && common < LEAST_OVERLAP) return 0;
  return 0.6 * common + definition + name;
}

/** Operators within a body, groups opened, with how often each occurs. */
const operatorsOf: (body: Body) => ReadonlyMap<string, number> = memoize((body: Body) => {
  const counts = new Map<string, number>();
  const add = (operator: string, count: number): void => {
    counts.set(operator, (counts.get(operator) ?? 0) + count);
  };
  for (const node of body.nodes) {
    if (node.kind === "layer") add(node.operator, 1);
    else for (const [operator, count] of operatorsOf(node.body)) add(operator, count * node.count);
  }
  return counts;
});

/** Dice's coefficient of two multisets. */
function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const size = (counts: ReadonlyMap<string, number>): number =>
    [...counts.values()].reduce((sum, count) => sum + count, 0);
  const total = size(a) + size(b);
  const common = [...a].reduce((sum, [key, count]) => sum + Math.min(count, b.get(key) ?? 0), 0);
  return total === 0 ? 1 : (2 * common) / total;
}
