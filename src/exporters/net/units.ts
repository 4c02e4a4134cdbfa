// Parts of a flow that belong together, by the scopes or names of their layers: what may become instances of a block.

import { operatorNamed } from "../../operators/index";
import type { Item, Statement } from "./flows";
import { referencesIn } from "./lines";
import type { Graph, Operation, TensorId } from "../graph";

/** A run of steps of one flow. */
export interface Segment {
  readonly items: readonly Item[];
  /** The scopes, or the common beginning of the names, of a unit's layers; undefined for steps that belong to none. */
  readonly key: readonly string[] | undefined;
}

/** All operations of a step, those of its branches included. */
export function operationsOf(item: Item): readonly Operation[] {
  if (item.kind === "call") return [item.operation];
  const inner = item.branches.flatMap((branch) => branch.flatMap(({ items }) => items.flatMap(operationsOf)));
  return [...inner, item.operation];
}

/** The unit parted further: every merge with the light steps after it by itself. */
export function finerSegments({ items }: Segment): readonly Segment[] {
  const segments: { items: Item[]; key: readonly string[] | undefined }[] = [];
  for (const item of items) {
    const last = segments.at(-1);
    const key = item.kind === "merge" ? [`#${item.operation.name}`] : undefined;
    if (last !== undefined && item.kind === "call" && (last.key === undefined || isFinish(item)))
      last.items.push(item);
    else segments.push({ items: [item], key });
  }
  return segments;
}

/** How often each tensor is used by name in the whole network. */
export function countReferences(statements: readonly Statement[]): ReadonlyMap<TensorId, number> {
  const counts = new Map<TensorId, number>();
  const pending: (readonly Statement[])[] = [statements];
  const count = (tensor: TensorId): void => void counts.set(tensor, (counts.get(tensor) ?? 0) + 1);
  for (let body = pending.pop(); body !== undefined; body = pending.pop()) {
    for (const { start, items } of body) {
      if (start !== undefined) count(start);
      for (const item of items) {
        if (item.kind === "merge") pending.push(...item.branches);
        else item.names.forEach(count);
      }
    }
  }
  return counts;
}

/** Parts the flow into units and what is between them. `depth` is the usual number of scopes around a merge. */
export function segmentsOf(
  { items }: Statement,
  depth: number | undefined,
  references: ReadonlyMap<TensorId, number>,
): readonly Segment[] {
  const keys = keysOf(items, depth);
  const segments: Segment[] = [];
  for (let from = 0; from < items.length;) {
    const key = keys[from];
    let to = from + 1;
    while (to < items.length && sameKey(keys[to], key)) to++;
    const run = items.slice(from, to);
    const isUnit = key !== undefined && isClosed(run, references);
    segments.push({ items: run, key: isUnit ? key : undefined });
    from = to;
  }
  return segments;
}

/** The most frequent number of scopes around a merge. */
export function usualDepth(statements: readonly Statement[]): number | undefined {
  const counts = new Map<number, number>();
  for (const item of statements.flatMap(({ items }) => items)) {
    if (item.kind !== "merge") continue;
    const depth = commonScope(operationsOf(item)).length;
    counts.set(depth, (counts.get(depth) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[0] > 0 ? best[0] : undefined;
}

/** Nothing but the last tensor is used outside. */
function isClosed(items: readonly Item[], references: ReadonlyMap<TensorId, number>): boolean {
  const inside = countReferences([{ start: undefined, items }]);
  return items
    .slice(0, -1)
    .every(({ operation }) =>
      operation.outputs.every((tensor) => (references.get(tensor) ?? 0) === (inside.get(tensor) ?? 0)),
    );
}

/** The key of each step: that of the merge whose scope or name it shares. */
function keysOf(
  items: readonly Item[],
  depth: number | undefined,
): readonly (readonly string[] | undefined)[] {
  const keys = items.map((item) => (item.kind === "merge" ? mergeKey(item, depth) : undefined));
  const merges = [...keys];
  for (const direction of [-1, 1]) {
    for (const [index, key] of merges.entries()) {
      if (key === undefined) continue;
      for (
        let at = index + direction;
        keys[at] === undefined && at >= 0 && at < items.length;
        at += direction
      ) {
        const item = items[at];
        if (item === undefined || !belongsTo(item, key, direction === 1)) break;
        keys[at] = key;
      }
    }
  }
  if (depth === undefined) return keys;
  return keys.map((key, index) => key ?? scopeKey(items[index], depth));
}

function mergeKey(item: Item, depth: number | undefined): readonly string[] {
  const operations = operationsOf(item);
  const scope = commonScope(operations);
  if (scope.length > 0 && (depth === undefined || scope.length >= depth)) return scope;
  const prefix = commonPrefix(operations.map(({ name }) => name));
  return prefix.length >= 3 ? [...scope, `=${prefix}`] : [...scope, `#${operations.at(-1)?.name ?? ""}`];
}

function belongsTo(item: Item, key: readonly string[], follows: boolean): boolean {
  const last = key.at(-1) ?? "";
  const { operation } = item;
  if (last.startsWith("=")) {
    const prefix = last.slice(1);
    if (operation.name.startsWith(prefix) && !/^[0-9]/.test(operation.name.slice(prefix.length))) return true;
    return follows && isFinish(item);
  }
  if (last.startsWith("#")) return follows && isFinish(item);
  return key.every((segment, index) => operation.scope[index] === segment);
}

/** A step that finishes what comes before it: an activation or a dropout. */
function isFinish(item: Item): boolean {
  const family = operatorNamed(item.operation.operator)?.family;
  const isPlain = item.kind === "call" && item.names.length === 0;
  return isPlain && (family === "activation" || family === "regularization");
}

function scopeKey(item: Item | undefined, depth: number): readonly string[] | undefined {
  const scope = item?.operation.scope.slice(0, depth);
  return scope?.length === depth ? scope : undefined;
}

function sameKey(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.join("\n") === b.join("\n"));
}

/** The scopes that all operations are in. */
export function commonScope(operations: readonly Operation[]): readonly string[] {
  const [first, ...others] = operations;
  if (first === undefined) return [];
  let { length } = first.scope;
  for (const { scope } of others) {
    let common = 0;
    while (common < length && scope[common] === first.scope[common]) common++;
    length = common;
  }
  return first.scope.slice(0, length);
}

/** What all names begin with, without a half word or number at its end. */
export function commonPrefix(names: readonly string[]): string {
  const [first = "", ...others] = names;
  let { length } = first;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length--;
  const prefix = first.slice(0, length);
  const isWhole = names.every((name) => name.length === length || /[^A-Za-z0-9]/.test(name[length] ?? ""));
  const cut = isWhole ? prefix : prefix.replace(/[A-Za-z0-9]*$/, "");
  return cut.replace(/[^A-Za-z0-9]+$/, "");
}

/** Whether every tensor that the items use by name is their entry, or made among them. */
export function usesOnlyItsOwn(items: readonly Item[], entry: TensorId | undefined): boolean {
  const made = new Set(items.flatMap(operationsOf).flatMap(({ outputs }) => outputs));
  return [...referencesIn([{ start: undefined, items }])].every(
    (tensor) => tensor === entry || made.has(tensor),
  );
}

/** The tensor that the first step takes as the current one. */
export function entryOf(graph: Graph, items: readonly Item[]): TensorId | undefined {
  const [first] = items;
  if (first === undefined) return undefined;
  if (first.kind === "call") return first.takesCurrent ? first.operation.inputs[0] : undefined;
  const made = new Set(operationsOf(first).flatMap(({ outputs }) => outputs));
  const outer = operationsOf(first).flatMap(({ inputs }) => inputs.filter((tensor) => !made.has(tensor)));
  return outer.find((tensor) => graph.tensors[tensor] !== undefined);
}
