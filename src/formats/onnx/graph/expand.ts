// Replaces calls of model-local functions by their bodies, so that what follows sees operators only.

import * as l10n from "@vscode/l10n";
import { NodeAttributes } from "../infer/contract";
import { ruleName } from "../infer/rules";
import { NAME_SCOPES } from "../proto/decode";
import type { AttributeProto, FunctionProto, GraphProto, ModelProto, NodeProto } from "../proto/schema";
import type { Report } from "../report";
import { quoted } from "../report";
import type { GraphNode } from "./node";
import { scopesWithin } from "./scope-names";

const DEEPEST_CALL = 24;
/** Nodes that come from functions, in all; beyond, calls stay opaque boxes. */
const MOST_NODES = 50_000;

/** What the expansion of one file shares. */
export interface Expansion {
  readonly functions: ReadonlyMap<string, FunctionProto>;
  readonly opsets: ReadonlyMap<string, number>;
  readonly report: Report;
  /** A part of the file is missing, so that it is no news that nodes take what nothing gives. */
  readonly isPartial: boolean;
  nodes: number;
  isFull: boolean;
}

/** Prepares expanding the graphs of `model`. */
export function expansionOf(model: ModelProto, report: Report, isPartial: boolean): Expansion {
  const functions = new Map(
    model.functions.map((each) => [functionKey(each.domain, each.name, each.overload), each] as const),
  );
  return { functions, opsets: model.opsets, report, isPartial, nodes: 0, isFull: false };
}

function functionKey(domain: string, name: string, overload: string): string {
  return `${domain}\u0000${name}\u0000${overload}`;
}

/** Where the nodes being expanded stand: how their values are renamed, and what their attribute references mean. */
interface Frame {
  readonly prefix: string;
  readonly names: Map<string, string>;
  readonly arguments: ReadonlyMap<string, AttributeProto>;
  readonly opsets: ReadonlyMap<string, number>;
  readonly depth: number;
  readonly calling: readonly FunctionProto[];
  /** The metadata of the call. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** The nodes of `graph` in file order, calls of functions expanded. */
export function expandGraph(graph: GraphProto, expansion: Expansion): readonly GraphNode[] {
  const nodes: GraphNode[] = [];
  const frame: Frame = {
    prefix: "",
    names: new Map(),
    arguments: new Map(),
    opsets: expansion.opsets,
    depth: 0,
    calling: [],
    metadata: new Map(),
  };
  for (const node of graph.nodes) expandNode(node, frame, expansion, nodes);
  return nodes;
}

function expandNode(node: NodeProto, frame: Frame, expansion: Expansion, into: GraphNode[]): void {
  const target = expansion.functions.get(functionKey(node.domain, node.opType, node.overload));
  if (target !== undefined && mayExpand(target, frame, expansion)) {
    expandCall(node, target, frame, expansion, into);
    return;
  }
  if (frame.depth > 0) expansion.nodes += 1;
  const op = target === undefined ? ruleName(node.opType, node.domain) : undefined;
  const attributes = resolved(node, frame);
  into.push({
    name: joined(frame.prefix, node.name),
    opType: node.opType,
    domain: node.domain,
    op,
    opset: frame.opsets.get(node.domain) ?? frame.opsets.get("") ?? 1,
    inputs: frame.depth === 0 ? node.inputs : node.inputs.map((name) => renamed(frame, name)),
    outputs: frame.depth === 0 ? node.outputs : node.outputs.map((name) => renamed(frame, name)),
    captures: capturesOf(attributes),
    attributes: new NodeAttributes(attributes),
    metadata: withScopes(node, frame),
  });
}

/** Nodes of a function stand where the call does, where they do not say themselves. */
function withScopes(node: NodeProto, frame: Frame): ReadonlyMap<string, string> {
  const scopes = frame.metadata.get(NAME_SCOPES);
  if (scopes === undefined || node.metadata.has(NAME_SCOPES)) return node.metadata;
  return new Map([...node.metadata, [NAME_SCOPES, scopesWithin(scopes, node.opType)]]);
}

function mayExpand(target: FunctionProto, frame: Frame, expansion: Expansion): boolean {
  if (expansion.nodes > MOST_NODES) {
    if (!expansion.isFull)
      expansion.report.add(
        "too-large",
        l10n.t("The functions of this model have too many nodes to show all."),
      );
    expansion.isFull = true;
    return false;
  }
  if (!frame.calling.includes(target) && frame.depth < DEEPEST_CALL) return true;
  expansion.report.add(
    "recursion",
    l10n.t("The function {0} calls itself, directly or through others.", quoted(target.name)),
  );
  return false;
}

function expandCall(
  node: NodeProto,
  target: FunctionProto,
  frame: Frame,
  expansion: Expansion,
  into: GraphNode[],
): void {
  expansion.nodes += 1;
  const prefix = joined(
    frame.prefix,
    node.name === "" ? `${node.opType}_${String(expansion.nodes)}` : node.name,
  );
  const names = new Map<string, string>();
  for (const [index, name] of target.inputs.entries())
    names.set(name, renamed(frame, node.inputs[index] ?? ""));
  for (const [index, name] of target.outputs.entries()) {
    const outer = node.outputs[index];
    if (outer !== undefined && outer !== "" && !names.has(name)) names.set(name, renamed(frame, outer));
  }
  const given = new Map(target.defaults.map((each) => [each.name, each] as const));
  for (const [name, attribute] of resolved(node, frame)) given.set(name, attribute);
  const inner: Frame = {
    prefix,
    names,
    arguments: given,
    opsets: target.opsets.size > 0 ? target.opsets : frame.opsets,
    depth: frame.depth + 1,
    calling: [...frame.calling, target],
    metadata: withScopes(node, frame),
  };
  for (const each of target.nodes) expandNode(each, inner, expansion, into);
}

/** A value inside a function is named after the call, so that two calls do not share it. */
function renamed(frame: Frame, name: string): string {
  if (name === "" || frame.depth === 0) return name;
  let unique = frame.names.get(name);
  if (unique === undefined) {
    unique = `${frame.prefix}/${name}`;
    frame.names.set(name, unique);
  }
  return unique;
}

function joined(prefix: string, name: string): string {
  return prefix === "" ? name : name === "" ? "" : `${prefix}/${name}`;
}

function resolved(node: NodeProto, frame: Frame): ReadonlyMap<string, AttributeProto> {
  if (frame.depth === 0) return node.attributes;
  const result = new Map<string, AttributeProto>();
  for (const [name, attribute] of node.attributes) {
    const value = attribute.reference === undefined ? attribute : frame.arguments.get(attribute.reference);
    if (value === undefined) continue;
    const graph = value.graph && renamedGraph(value.graph, frame);
    result.set(name, graph === undefined ? { ...value, name } : { ...value, name, graph });
  }
  return result;
}

/** A subgraph of a function's node, its values named after the call as well. */
function renamedGraph(graph: GraphProto, frame: Frame): GraphProto {
  const rename = (name: string): string => renamed(frame, name);
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
      attributes: resolved(node, frame),
    })),
    initializers: graph.initializers.map((tensor) => ({ ...tensor, name: rename(tensor.name) })),
    inputs: graph.inputs.map((input) => ({ ...input, name: rename(input.name) })),
    outputs: graph.outputs.map((output) => ({ ...output, name: rename(output.name) })),
  };
}

/** The names that subgraphs use without making them. */
function capturesOf(attributes: ReadonlyMap<string, AttributeProto>): readonly string[] {
  const graphs = graphsIn(attributes);
  return graphs.length === 0 ? NONE : [...new Set(graphs.flatMap(freeNames))];
}

/** Graphs within graphs are asked at each level, and again in each pass of a loop. */
const FREE_NAMES = new WeakMap<GraphProto, readonly string[]>();

function freeNames(graph: GraphProto): readonly string[] {
  const known = FREE_NAMES.get(graph);
  if (known !== undefined) return known;
  const own = new Set([...graph.inputs, ...graph.initializers].map((each) => each.name));
  for (const node of graph.nodes) for (const name of node.outputs) own.add(name);
  const free = new Set<string>();
  const use = (name: string): void => {
    if (name !== "" && !own.has(name)) free.add(name);
  };
  for (const node of graph.nodes) {
    node.inputs.forEach(use);
    capturesOf(node.attributes).forEach(use);
  }
  for (const output of graph.outputs) use(output.name);
  const names = [...free];
  FREE_NAMES.set(graph, names);
  return names;
}

const NONE: readonly string[] = [];
const NO_GRAPHS: readonly GraphProto[] = [];

function graphsIn(attributes: ReadonlyMap<string, AttributeProto>): readonly GraphProto[] {
  let graphs: GraphProto[] | undefined;
  for (const { graph } of attributes.values()) {
    if (graph !== undefined) (graphs ??= []).push(graph);
  }
  return graphs ?? NO_GRAPHS;
}
