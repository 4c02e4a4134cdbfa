// A body of the model as a body of the picture: plumbing left out, labels written, edges between what is left.

import type { BodyAnalysis, LayerAnalysis } from "../analysis/body-analysis";
import { outputShapes, shapeOf } from "../analysis/body-analysis";
import { product } from "../model/exact";
import type { Body, Group, Layer, Node, Source } from "../model/network";
import type { Shape } from "../model/shape";
import { formatShape, sameShape } from "../model/shape";
import type { Merge } from "./concat-chain";
import { chainConcats } from "./concat-chain";
import type { FlopsConvention } from "../analysis/figures";
import { viewGroup, viewLayer } from "./build-node";
import type { ViewBody, ViewEdge, ViewEnd, ViewNode } from "./view-graph";

/** What is shared while the bodies of one network are built. */
export interface Building {
  readonly convention: FlopsConvention;
  /** Keys of bodies, in order of first use. */
  readonly keys: Map<Body, string>;
  readonly bodies: Record<string, ViewBody>;
}

/** Builds `body` and what it instantiates, unless built already; returns its key. */
export function buildBody(body: Body, analysis: BodyAnalysis, building: Building): string {
  const known = building.keys.get(body);
  if (known !== undefined) return known;
  const key = `b${String(building.keys.size)}`;
  building.keys.set(body, key);
  building.bodies[key] = viewBody(body, analysis, building);
  return key;
}

function viewBody(body: Body, analysis: BodyAnalysis, building: Building): ViewBody {
  const inner = new Map<number, string>();
  for (const [index, node] of body.nodes.entries()) {
    const own = analysis.nodes[index];
    if (node.kind === "group" && own?.kind === "group") {
      inner.set(index, buildBody(node.body, own.body, building));
    }
  }
  const visible = body.nodes.map((node, index) => isDrawn(node, building.bodies[inner.get(index) ?? ""]));
  const numbers = numberOf(visible);
  const shown = body.nodes.filter((_, index) => visible[index] === true);
  const nodes = body.nodes.flatMap((node, index): ViewNode[] => {
    const own = analysis.nodes[index];
    if (visible[index] !== true) return [];
    if (node.kind === "layer" && own?.kind === "layer") return [layerNode(body, node, own, building)];
    const bodyKey = inner.get(index);
    if (node.kind !== "group" || own?.kind !== "group" || bodyKey === undefined) return [];
    return [viewGroup(node, own, bodyKey, formatShape(outputShapes(node)[0]), building.convention)];
  });
  const edges = bodyEdges(body, { visible, numbers, shown, uses: usedInputs(body, inner, building) });
  return {
    nodes,
    edges,
    inputs: body.inputs.length,
    outputs: body.outputs.length,
    ...extent(nodes, building),
  };
}

function layerNode(body: Body, layer: Layer, analysis: LayerAnalysis, building: Building): ViewNode {
  const inputs = layer.inputs.map((source) => shapeOf(body, source));
  return viewLayer(layer, analysis, inputs, building.convention);
}

function isDrawn(node: Node, inner: ViewBody | undefined): boolean {
  if (node.kind === "layer") return node.plumbing !== true;
  return inner !== undefined && inner.nodes.length > 0;
}

function numberOf(visible: readonly boolean[]): readonly number[] {
  let next = 0;
  return visible.map((is) => (is ? next++ : -1));
}

function extent(nodes: readonly ViewNode[], building: Building): { height: number; size: number } {
  let height = 0;
  let size = 0;
  for (const node of nodes) {
    if (node.kind === "layer") size += 1;
    else {
      const inner = building.bodies[node.body];
      height = Math.max(height, 1 + (inner?.height ?? 0));
      size += node.count * (inner?.size ?? 0);
    }
  }
  return { height, size };
}

interface Drawn {
  readonly visible: readonly boolean[];
  readonly numbers: readonly number[];
  /** The drawn nodes, by their numbers. */
  readonly shown: readonly Node[];
  /** Whether the group at an index draws anything that takes its input of that number. */
  readonly uses: (index: number, input: number) => boolean;
}

function usedInputs(
  body: Body,
  inner: ReadonlyMap<number, string>,
  building: Building,
): (index: number, input: number) => boolean {
  const used = new Map<string, ReadonlySet<number>>();
  return (index, input) => {
    if (body.nodes[index]?.kind === "layer") return true;
    const key = inner.get(index) ?? "";
    let inputs = used.get(key);
    if (inputs === undefined) {
      const edges = building.bodies[key]?.edges ?? [];
      inputs = new Set(edges.flatMap(({ from }) => ("body" in from ? [from.body] : [])));
      used.set(key, inputs);
    }
    return inputs.has(input);
  };
}

function bodyEdges(body: Body, drawn: Drawn): readonly ViewEdge[] {
  const ends = body.nodes.map((node) => node.inputs.map((source) => resolve(body, drawn, source, 0)));
  const chained = chainConcats(concatsOf(body, drawn, ends));
  const edges: ViewEdge[] = [];
  for (const [index, node] of body.nodes.entries()) {
    const number = drawn.numbers[index] ?? -1;
    if (number < 0) continue;
    const sources = chained.get(number) ?? ends[index] ?? [];
    const seen = new Set<string>();
    for (const [port, from] of sources.entries()) {
      if (from === undefined || !drawn.uses(index, port)) continue;
      const same = node.kind === "layer" ? JSON.stringify(from) : String(port);
      if (seen.has(same)) continue;
      seen.add(same);
      edges.push(edgeFrom(body, drawn, from, { node: number, port: node.kind === "layer" ? 0 : port }));
    }
  }
  for (const [output, source] of body.outputs.entries()) {
    const from = resolve(body, drawn, source, 0);
    if (from !== undefined) edges.push(edgeFrom(body, drawn, from, { body: output }));
  }
  return edges;
}

function concatsOf(
  body: Body,
  drawn: Drawn,
  ends: readonly (readonly (ViewEnd | undefined)[])[],
): readonly Merge[] {
  return body.nodes.flatMap((layer, index): Merge[] => {
    const node = drawn.numbers[index] ?? -1;
    if (layer.kind !== "layer" || layer.operator !== "Concat" || node < 0) return [];
    const inputs = (ends[index] ?? []).filter((end) => end !== undefined);
    return inputs.length === layer.inputs.length ? [{ layer, node, inputs }] : [];
  });
}

const DEEPEST = 1000;

/** Where a tensor comes from in the picture: through what only renames it; undefined from what the picture leaves out. */
function resolve(body: Body, drawn: Drawn, source: Source, depth: number): ViewEnd | undefined {
  if ("input" in source) return { body: source.input };
  const node = body.nodes[source.node];
  if (node === undefined || depth > DEEPEST) return undefined;
  if (drawn.visible[source.node] === true) {
    return { node: drawn.numbers[source.node] ?? -1, port: node.kind === "layer" ? 0 : source.output };
  }
  const before = passedThrough(body, node, source.output);
  return before === undefined ? undefined : resolve(body, drawn, before, depth + 1);
}

function passedThrough(body: Body, node: Node, output: number): Source | undefined {
  if (node.kind === "group") return passedThroughGroup(node, output);
  // What gives several tensors passes each on, or one to all of them.
  const source = node.inputs[node.inputs.length === node.outputs.length ? output : 0];
  if (source === undefined) return undefined;
  return sameShape(shapeOf(body, source), node.outputs[output]?.shape) ? source : undefined;
}

/** A group without anything to draw leaves out what it computes, and passes on what it is given. */
function passedThroughGroup(group: Group, output: number): Source | undefined {
  let source = group.body.outputs[output];
  for (let depth = 0; source !== undefined && depth < DEEPEST; depth++) {
    if ("input" in source) return group.inputs[source.input];
    const node: Node | undefined = group.body.nodes[source.node];
    source = node === undefined ? undefined : passedThrough(group.body, node, source.output);
  }
  return undefined;
}

function edgeFrom(body: Body, drawn: Drawn, from: ViewEnd, to: ViewEnd): ViewEdge {
  const { shape, before } = shapesAt(body, drawn, from);
  const size = shape === undefined ? undefined : product(shape);
  return {
    from,
    to,
    shape: formatShape(shape),
    ...(size === undefined ? {} : { size }),
    changed: !("body" in from) && !sameShape(shape, before),
  };
}

/** The shape of the tensor at an end, and that of its producer's first input. */
function shapesAt(
  body: Body,
  drawn: Drawn,
  end: ViewEnd,
): { readonly shape: Shape | undefined; readonly before: Shape | undefined } {
  if ("body" in end) return { shape: body.inputs[end.body]?.shape, before: undefined };
  const node = drawn.shown[end.node];
  const [first] = node?.inputs ?? [];
  return {
    shape: node === undefined ? undefined : outputShapes(node)[end.port],
    before: first === undefined ? undefined : shapeOf(body, first),
  };
}
