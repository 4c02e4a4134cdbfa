// Statements as lines of text in which numbers can still become parameters.

import type { AttributeValue } from "../../model/network";
import { operatorNamed } from "../../operators/index";
import { argumentsOf, valueText } from "./arguments";
import type { Item, Merge, Statement } from "./flows";
import { resultOf } from "./flows";
import type { Graph, Operation, TensorId } from "../graph";

/** A number that differs between instances of a block, with the parameter that it is an argument of. */
export interface Hole {
  readonly value: number | boolean;
  readonly role: string;
  /** Written before the value; nothing is written for the value `without`. */
  readonly prefix?: string;
  readonly without?: number;
}

export type Token = string | Hole;

export interface Line {
  readonly indent: number;
  readonly tokens: readonly Token[];
}

/** How tensors and layers are called where the lines stand. */
export interface Naming {
  /** The name of a tensor that is used by name. */
  reference(tensor: TensorId): string;
  /** The name that a tensor must be given, because it is used by name later. */
  required(tensor: TensorId): string | undefined;
  /** A name for a line that needs none, from the source. */
  wanted?(operations: readonly Operation[]): string | undefined;
  /** The owner's name for `share`. */
  owner(operation: number): string;
  /** The name of a layer whose weights others share; undefined for other layers. */
  owned(operation: Operation): string | undefined;
}

/** Tensors that the statements use by name, those within branches included. */
export function referencesIn(statements: readonly Statement[]): ReadonlySet<TensorId> {
  const found = new Set<TensorId>();
  const pending: (readonly Statement[])[] = [statements];
  for (let body = pending.pop(); body !== undefined; body = pending.pop()) {
    for (const { start, items } of body) {
      if (start !== undefined) found.add(start);
      for (const item of items) {
        if (item.kind === "merge") pending.push(...item.branches);
        else for (const name of item.names) found.add(name);
        if (item.operation.outputs.length > 1) for (const output of item.operation.outputs) found.add(output);
      }
    }
  }
  return found;
}

/** The statements, one after another. */
export function linesOf(
  graph: Graph,
  statements: readonly Statement[],
  naming: Naming,
  indent: number,
): readonly Line[] {
  return statements.flatMap((statement) => statementLines(graph, statement, naming, indent));
}

/** A line holds a heavy operation and the light ones after it; one whose result needs a name ends its line. */
function statementLines(
  graph: Graph,
  { start, items }: Statement,
  naming: Naming,
  indent: number,
): readonly Line[] {
  const lines: Line[] = [];
  let rest: readonly Item[] = items;
  let from = start;
  if (rest.length === 0 && start !== undefined) {
    return [{ indent, tokens: [naming.reference(start)] }];
  }
  while (rest.length > 0) {
    const count = lineLength(rest, naming);
    lines.push(...flowLines(graph, from, rest.slice(0, count), naming, indent));
    rest = rest.slice(count);
    from = undefined;
  }
  return lines;
}

function lineLength(items: readonly Item[], naming: Naming): number {
  let count = 0;
  for (const item of items) {
    if (count > 0 && (item.kind === "merge" || isHeavy(item.operation))) return count;
    count++;
    const result = resultOf(item);
    if (item.kind === "merge" || result === undefined || naming.required(result) !== undefined) return count;
    if (naming.owned(item.operation) !== undefined) return count;
  }
  return count;
}

const LIGHT: ReadonlySet<string> = new Set(["activation", "normalization", "regularization", "arithmetic"]);

/** Heavy operations begin a line: those that have weights of their own, pools, and whatever changes shapes. */
export function isHeavy({ operator }: Operation): boolean {
  if (operator === "Flatten" || operator === "Scale" || operator === "Bias") return false;
  const family = operatorNamed(operator)?.family;
  return family === undefined || !LIGHT.has(family);
}

function flowLines(
  graph: Graph,
  start: TensorId | undefined,
  items: readonly Item[],
  naming: Naming,
  indent: number,
): readonly Line[] {
  const last = items.at(-1);
  const targets = last === undefined ? "" : targetText(items, last, naming);
  const from = start === undefined ? [] : [naming.reference(start), " -> "];
  const [only] = items;
  if (only?.kind === "merge") {
    const [open, ...lines] = mergeLines(graph, only, withoutWishes(naming), indent);
    return [{ indent, tokens: [targets, ...from, ...(open?.tokens ?? [])] }, ...lines];
  }
  const calls = items.flatMap((item, index) => [
    ...(index === 0 ? [] : [" -> "]),
    ...(item.kind === "call" ? callTokens(graph, item.operation, item.names, item.takesCurrent, naming) : []),
  ]);
  return [{ indent, tokens: [targets, ...from, ...calls] }];
}

/** Within branches only tensors that are used by name have one. */
function withoutWishes(naming: Naming): Naming {
  return {
    reference: (tensor) => naming.reference(tensor),
    required: (tensor) => naming.required(tensor),
    owner: (operation) => naming.owner(operation),
    owned: (operation) => naming.owned(operation),
  };
}

function targetText(items: readonly Item[], { operation }: Item, naming: Naming): string {
  const owned = naming.owned(operation);
  if (owned !== undefined) return `${owned} = `;
  if (operation.outputs.length > 1) {
    return `${operation.outputs.map((tensor) => naming.reference(tensor)).join(", ")} = `;
  }
  const [result] = operation.outputs;
  const name =
    (result === undefined ? undefined : naming.required(result)) ??
    naming.wanted?.(items.map((item) => item.operation));
  return name === undefined ? "" : `${name} = `;
}

function callTokens(
  graph: Graph,
  operation: Operation,
  names: readonly TensorId[],
  takesCurrent: boolean,
  naming: Naming,
): readonly Token[] {
  if (operation.operator === "Custom") return customTokens(operation, names, naming);
  const byName = names.map((tensor): readonly Token[] => [naming.reference(tensor)]);
  if (operation.call !== undefined) {
    const given = [...byName, ...operation.call.map((argument): readonly Token[] => [argument])];
    return [operation.operator, "(", ...separated(given), ")"];
  }
  const shared = operation.sharedWith === undefined ? [] : [[`share=${naming.owner(operation.sharedWith)}`]];
  const all = [
    ...byName,
    ...argumentTokens(graph, operation, byName.length > 0 && !takesCurrent),
    ...frozenTokens(operation),
    ...shared,
  ];
  if (all.length === 0) return [operation.operator];
  return [operation.operator, "(", ...separated(all), ")"];
}

/** A custom operator says first what it is. */
function customTokens(operation: Operation, names: readonly TensorId[], naming: Naming): readonly Token[] {
  const { type = "", ...figures } = operation.attributes;
  const parts = [
    [valueText(type)],
    ...names.map((tensor): readonly Token[] => [naming.reference(tensor)]),
    ...Object.entries(figures).map(([name, value]) => [`${name}=`, ...valueTokens(value, name)]),
    ...frozenTokens(operation),
  ];
  return ["Custom(", ...separated(parts), ")"];
}

function frozenTokens({ frozen }: Operation): readonly (readonly Token[])[] {
  return frozen === undefined ? [] : [[`frozen=${valueText(frozen)}`]];
}

function separated(parts: readonly (readonly Token[])[]): readonly Token[] {
  return parts.flatMap((part, index) => (index === 0 || hasPrefix(part[0]) ? part : [", ", ...part]));
}

function hasPrefix(token: Token | undefined): boolean {
  return typeof token === "object" && token.prefix !== undefined;
}

function argumentTokens(
  graph: Graph,
  { operator, attributes, inputs }: Operation,
  named: boolean,
): readonly (readonly Token[])[] {
  const [first] = inputs;
  const rank = first === undefined ? undefined : graph.tensors[first]?.shape?.length;
  const parts = argumentsOf(operator, attributes, rank);
  const tokens = parts.map(({ parameter, positional, value }): readonly Token[] =>
    parameter === "stride" && operator === "Conv" && typeof value === "number"
      ? [strideHole(value)]
      : [...(positional && !named ? [] : [`${parameter}=`]), ...valueTokens(value, parameter)],
  );
  if (operator !== "Conv" || parts.some(({ parameter }) => parameter === "stride")) return tokens;
  return tokens.toSpliced(2, 0, [strideHole(1)]);
}

/** A convolution's stride stays open even where it is 1: blocks often differ in nothing else. */
function strideHole(value: number): Hole {
  return { value, role: "stride", prefix: ", stride=", without: 1 };
}

/** Numbers and truth values may become parameters; the rest is text. */
function valueTokens(value: AttributeValue, role: string): readonly Token[] {
  if (typeof value === "boolean" || (typeof value === "number" && value >= 0)) {
    return [{ value: typeof value === "number" ? rounded(value) : value, role }];
  }
  if (typeof value === "object") {
    return ["[", ...separated(value.map((item) => valueTokens(item, role))), "]"];
  }
  return [valueText(value)];
}

/** Without the digits that only show how computers subtract: 0.01 for 0.010000000000000009. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}

function mergeLines(
  graph: Graph,
  { operation, branches }: Merge,
  naming: Naming,
  indent: number,
): readonly Line[] {
  const parts = argumentTokens(graph, operation, true);
  const call = parts.length === 0 ? [] : ["(", ...separated(parts), ")"];
  const bodies = branches.flatMap((branch) => {
    const [head, ...rest] = linesOf(graph, branch, naming, indent + 2);
    const first: Line = { indent: indent + 1, tokens: ["| ", ...(head?.tokens ?? ["identity"])] };
    return [first, ...rest];
  });
  return [
    { indent, tokens: [operation.operator.toLowerCase(), ...call, " {"] },
    ...bodies,
    { indent, tokens: ["}"] },
  ];
}
