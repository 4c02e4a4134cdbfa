// Groups the layers of a flat body by the scopes in their names: `inception_3a/1x1` and its neighbours become one group.

import type { Body, Group, Layer, Node, Source, Tensor } from "../model/network";
import { joinPath } from "../model/path";
import type { Origin } from "../model/origin";

/** Deeper scopes than this stay in the names. */
const MOST_DEPTH = 8;

/** A flat body, and what grouping it needs to know. */
interface Flat {
  readonly body: Body;
  readonly layers: readonly Layer[];
  readonly parts: readonly (readonly string[])[];
  /** The scopes whose layers stand together and whose name no layer has. */
  readonly scopes: ReadonlySet<string>;
  /** For each output of each layer, the last layer that takes it; Infinity for the body's outputs. */
  readonly lastUses: ReadonlyMap<string, number>;
}

/** Consecutive layers of a body, from `start` up to `end`. */
interface Run {
  readonly start: number;
  readonly end: number;
}

/** A run that becomes one node: a layer, or the group of a scope that is `depth` parts long. */
interface Item extends Run {
  readonly depth: number | undefined;
}

/**
 * The body with a group for each scope of two or more layers that stand together. A layer's path stays its name: the groups'
 * names and its own, joined by `/`. A scope in several places, or with a layer of its very name, is no group; nor is one that
 * holds the whole body.
 */
export function groupScopes(body: Body): Body {
  const layers = body.nodes.filter((node): node is Layer => node.kind === "layer");
  if (layers.length !== body.nodes.length) return body;
  const parts = layers.map(({ name }) => partsOf(name));
  const scopes = properScopes(layers, parts);
  if (scopes.size === 0) return body;
  const flat: Flat = { body, layers, parts, scopes, lastUses: lastUsesOf(body) };
  const inputs = body.inputs.map((_, input) => ({ input }));
  return bodyOf(flat, { start: 0, end: layers.length }, 0, inputs, body.outputs);
}

/** The parts of a name that has scopes; a name with an empty part has none. */
function partsOf(name: string): readonly string[] {
  const parts = name.split("/");
  return parts.some((part) => part.trim() === "") ? [name] : parts;
}

/** The scopes that are one run of at least two layers, but not of all, and are no layer's name. */
function properScopes(layers: readonly Layer[], parts: readonly (readonly string[])[]): ReadonlySet<string> {
  const sizes = new Map<string, number>();
  const broken = new Set<string>(layers.map(({ name }) => name));
  let before: ReadonlySet<string> = new Set();
  for (const names of parts) {
    const around = new Set(scopesOf(names));
    for (const scope of around) {
      if (sizes.has(scope) && !before.has(scope)) broken.add(scope);
      sizes.set(scope, (sizes.get(scope) ?? 0) + 1);
    }
    before = around;
  }
  const proper = new Map(
    [...sizes].filter(([scope, size]) => size > 1 && size < layers.length && !broken.has(scope)),
  );
  // A scope that holds nothing but one other goes by that one's name.
  for (const [scope, size] of [...proper]) {
    const around = scope.slice(0, scope.lastIndexOf("/"));
    if (proper.get(around) === size) proper.delete(around);
  }
  return new Set(proper.keys());
}

/** `a/b/c` is in the scopes `a` and `a/b`. */
function scopesOf(parts: readonly string[]): readonly string[] {
  const scopes: string[] = [];
  for (const part of parts.slice(0, Math.min(parts.length - 1, MOST_DEPTH))) {
    scopes.push(joinPath(scopes.at(-1) ?? "", part));
  }
  return scopes;
}

function lastUsesOf({ nodes, outputs }: Body): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const [index, { inputs }] of nodes.entries()) {
    for (const source of inputs) last.set(keyOf(source), index);
  }
  for (const source of outputs) last.set(keyOf(source), Infinity);
  return last;
}

function keyOf(source: Source): string {
  return "input" in source
    ? `input ${String(source.input)}`
    : `${String(source.node)} ${String(source.output)}`;
}

/** The body of a run whose layers are in a common scope of `depth` parts; `taken` and `given` are sources of the flat body. */
function bodyOf(
  flat: Flat,
  run: Run,
  depth: number,
  taken: readonly Source[],
  given: readonly Source[],
): Body {
  const sources = new Map<string, Source>(taken.map((source, input) => [keyOf(source), { input }]));
  const local = (all: readonly Source[]): readonly Source[] =>
    all.flatMap((source) => sources.get(keyOf(source)) ?? []);
  const nodes: Node[] = [];
  for (const item of itemsOf(flat, run, depth)) {
    const node = nodes.length;
    const outputs = item.depth === undefined ? allOutputs(flat, item.start) : outputsOf(flat, item);
    nodes.push(nodeOf(flat, item, depth, outputs, local));
    for (const [output, source] of outputs.entries()) sources.set(keyOf(source), { node, output });
  }
  return { inputs: taken.map((source) => tensorOf(flat, source)), nodes, outputs: local(given) };
}

/** Cuts a run into its outermost groups and the layers between them. */
function itemsOf(flat: Flat, { start, end }: Run, depth: number): readonly Item[] {
  const items: Item[] = [];
  for (let at = start; at < end; at = items.at(-1)?.end ?? end) {
    const scope = scopeAt(flat, at, depth);
    let next = at + 1;
    while (scope !== undefined && next < end && scopeAt(flat, next, depth)?.name === scope.name) next++;
    items.push({ start: at, end: next, depth: scope?.depth });
  }
  return items;
}

/** The outermost scope of a layer, beyond the first `depth` parts, that is a group with outputs. */
function scopeAt(flat: Flat, layer: number, depth: number): { name: string; depth: number } | undefined {
  const all = scopesOf(flat.parts[layer] ?? []);
  const found = all.findIndex((scope, index) => index >= depth && flat.scopes.has(scope));
  const name = all[found];
  return name === undefined ? undefined : { name, depth: found + 1 };
}

function nodeOf(
  flat: Flat,
  item: Item,
  depth: number,
  given: readonly Source[],
  local: (all: readonly Source[]) => readonly Source[],
): Node {
  const first = flat.layers[item.start];
  if (first === undefined) throw new RangeError("A run holds no layer.");
  const parts = flat.parts[item.start] ?? [];
  if (item.depth === undefined) {
    return { ...first, name: parts.slice(depth).join("/"), inputs: local(first.inputs) };
  }
  const taken = inputsOf(flat, item);
  const group: Group = {
    kind: "group",
    groupKind: "scope",
    name: parts.slice(depth, item.depth).join("/"),
    named: true,
    body: bodyOf(flat, item, item.depth, taken, given),
    inputs: local(taken),
    count: 1,
    origin: originOf(flat, item, first.origin),
  };
  return group;
}

/** What the layers of a run take from outside, in the order of use. */
function inputsOf({ layers }: Flat, { start, end }: Run): readonly Source[] {
  const sources = layers
    .slice(start, end)
    .flatMap(({ inputs }) => inputs)
    .filter((source) => "input" in source || source.node < start);
  return [...new Map(sources.map((source) => [keyOf(source), source])).values()];
}

/** What the layers of a run give to layers after it, or to the whole. */
function outputsOf(flat: Flat, { start, end }: Run): readonly Source[] {
  const all = Array.from({ length: end - start }, (_, index) => allOutputs(flat, start + index)).flat();
  return all.filter((source) => (flat.lastUses.get(keyOf(source)) ?? -1) >= end);
}

function allOutputs({ layers }: Flat, node: number): readonly Source[] {
  return (layers[node]?.outputs ?? []).map((_, output) => ({ node, output }));
}

function tensorOf({ body, layers }: Flat, source: Source): Tensor {
  const tensor = "input" in source ? body.inputs[source.input] : layers[source.node]?.outputs[source.output];
  return tensor ?? { shape: undefined };
}

/** From the first layer's text to the last one's. */
function originOf({ layers }: Flat, { end }: Run, first: Origin): Origin {
  const last = layers[end - 1]?.origin ?? first;
  return { ...first, range: { start: first.range.start, end: last.range.end } };
}
