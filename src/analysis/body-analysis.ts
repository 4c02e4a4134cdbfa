// The analysis of a body: computed once, and reused wherever the body is instantiated.

import { operatorNamed } from "../operators/index";
import type { Cost } from "../operators/cost";
import { costOf } from "../operators/cost";
import type { InferredCall, Operator } from "../operators/operator";
import { product, sum } from "../model/exact";
import type { Count } from "../model/exact";
import type { Body, Group, Layer, Node, Source } from "../model/network";
import type { DType, Shape } from "../model/shape";
import { BYTES_PER_ELEMENT } from "../model/shape";
import type { Figures } from "./figures";
import { addFigures, layerFigures, NO_FIGURES, scaleFigures, sumFigures } from "./figures";

export interface LayerAnalysis {
  readonly kind: "layer";
  readonly operator: Operator | undefined;
  readonly call: InferredCall;
  readonly cost: Cost;
  readonly figures: Figures;
}

export interface GroupAnalysis {
  readonly kind: "group";
  readonly body: BodyAnalysis;
  /** All instances together, auxiliary heads apart. */
  readonly figures: Figures;
  readonly auxiliary: Figures;
}

export type NodeAnalysis = LayerAnalysis | GroupAnalysis;

export interface BodyAnalysis {
  /** One for each node of the body. */
  readonly nodes: readonly NodeAnalysis[];
  /** Without auxiliary heads. */
  readonly figures: Figures;
  /** Auxiliary heads only. */
  readonly auxiliary: Figures;
}

const CACHES = new Map<DType, WeakMap<Body, BodyAnalysis>>();

/** The analysis of `body` for tensors of `dtype`; the same object for the same body. */
export function analyseBody(body: Body, dtype: DType): BodyAnalysis {
  const cache = cacheFor(dtype);
  const known = cache.get(body);
  if (known !== undefined) return known;
  const nodes = body.nodes.map((node) =>
    node.kind === "layer" ? analyseLayer(body, node, dtype) : analyseGroup(node, dtype),
  );
  const analysis: BodyAnalysis = {
    nodes,
    figures: sumFigures(nodes.map((node) => node.figures)),
    auxiliary: sumFigures(nodes.flatMap((node) => (node.kind === "group" ? [node.auxiliary] : []))),
  };
  cache.set(body, analysis);
  return analysis;
}

/** The shape of the tensor that `source` refers to. */
export function shapeOf(body: Body, source: Source): Shape | undefined {
  return tensorShape(body, source);
}

function tensorShape(body: Body, source: Source): Shape | undefined {
  if ("input" in source) return body.inputs[source.input]?.shape;
  const node = body.nodes[source.node];
  if (node?.kind !== "group") return node?.outputs[source.output]?.shape;
  const inner = node.body.outputs[source.output];
  return inner && tensorShape(node.body, inner);
}

/** The shapes that a node leaves. */
export function outputShapes(node: Node): readonly (Shape | undefined)[] {
  if (node.kind === "layer") return node.outputs.map((tensor) => tensor.shape);
  return node.body.outputs.map((source) => tensorShape(node.body, source));
}

function cacheFor(dtype: DType): WeakMap<Body, BodyAnalysis> {
  let cache = CACHES.get(dtype);
  if (cache === undefined) CACHES.set(dtype, (cache = new WeakMap()));
  return cache;
}

function analyseGroup(group: Group, dtype: DType): GroupAnalysis {
  const body = analyseBody(group.body, dtype);
  const main = scaleFigures(body.figures, group.count);
  const auxiliary = scaleFigures(body.auxiliary, group.count);
  if (group.groupKind !== "auxiliary") return { kind: "group", body, figures: main, auxiliary };
  return { kind: "group", body, figures: NO_FIGURES, auxiliary: addFigures(main, auxiliary) };
}

function analyseLayer(body: Body, layer: Layer, dtype: DType): LayerAnalysis {
  const operator = operatorNamed(layer.operator);
  const call: InferredCall = {
    attributes: layer.attributes,
    inputs: layer.inputs.map((source) => tensorShape(body, source)),
    outputs: layer.outputs.map((tensor) => tensor.shape),
    wanted: layer.outputs.length,
  };
  const cost = ownCost(costOf(operator, call, layer.known), layer);
  const activationBytes = sum(layer.outputs.map((tensor) => bytesOf(tensor.shape, tensor.dtype ?? dtype)));
  const { params, frozenParams, buffers, macs, operations } = cost;
  const figures = layerFigures({ params, frozenParams, buffers, macs, operations, activationBytes });
  return { kind: "layer", operator, call, cost, figures };
}

/** A layer that uses another one's weights owns none. */
function ownCost(cost: Cost, layer: Layer): Cost {
  if (layer.sharedWith === undefined) return cost;
  const weights = cost.weights.map((weight) => ({ ...weight, shared: true }));
  return { ...cost, weights, params: 0, frozenParams: 0, buffers: 0 };
}

/** Bytes of a tensor of that shape. */
export function bytesOf(shape: Shape | undefined, dtype: DType): Count {
  return shape === undefined ? undefined : product([BYTES_PER_ELEMENT[dtype], ...shape]);
}
