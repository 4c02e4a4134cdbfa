// A layer that the catalogue cannot express, as a custom operator that states its outputs and figures; and the check of
// figures that tells which layers are such.

import type { Count } from "../model/exact";
import { sum } from "../model/exact";
import type { AttributeValue, Attributes, Layer } from "../model/network";
import type { Shape } from "../model/shape";
import type { Cost } from "../operators/cost";
import { costOf } from "../operators/cost";
import { UNKNOWN_SIZE } from "../operators/custom";
import { operatorNamed, weightLayersOf } from "../operators/index";
import { checkAttributes } from "../operators/parameters";
import type { Expansion, Piece } from "./expansion";

/** Thrown when a layer cannot be written with the catalogue's operators. */
export class Inexpressible extends Error {}

type Shapes = readonly (Shape | undefined)[];

/** The layer as one custom operator: nothing is lost but what it does within. */
export function customLayer(layer: Layer, inputs: Shapes): Expansion {
  const outputs = layer.outputs.map(({ shape }) => shape);
  const cost = costOfLayer(layer, inputs);
  const own = layer.sharedWith === undefined ? cost : { ...cost, params: 0, frozenParams: 0, buffers: 0 };
  const type = layer.nativeOperator ?? layer.operator;
  const depth = weightLayersOf(layer);
  const attributes = {
    type,
    ...outputAttribute(outputs),
    ...figureAttributes(own),
    ...(inputs.length === 0 ? { inputs: 0 } : {}),
    ...(depth === 0 ? {} : { depth }),
  };
  return { before: [], pieces: [{ operator: "Custom", attributes, outputs }] };
}

/**
 * The expansion with a custom operator after it for the scalars that the layer has beyond the catalogue's operator, such as
 * the state of a normalization of its weights; undefined where that is not what differs.
 */
export function withRemainder(layer: Layer, inputs: Shapes, expansion: Expansion): Expansion | undefined {
  const theirs = costOfLayer(layer, inputs);
  const ours = costOfExpansion(expansion, inputs);
  const params = more(theirs.params, ours.params);
  const buffers = more(theirs.buffers, ours.buffers);
  const isEqual = theirs.macs === ours.macs && layer.sharedWith === undefined && layer.outputs.length === 1;
  if (params === undefined || buffers === undefined || !isEqual || expansion.pieces.length === 0)
    return undefined;
  const operations = more(theirs.operations ?? ours.operations, ours.operations);
  if (operations === undefined) return undefined;
  const output = layer.outputs[0]?.shape;
  const figures = { params, ...(buffers === 0 ? {} : { buffers }), macs: 0, operations };
  const type = layer.nativeOperator ?? layer.operator;
  const rest = { operator: "Custom", attributes: { type, ...outputAttribute([output]), ...figures } };
  return { ...expansion, pieces: [...expansion.pieces, { ...rest, outputs: [output] }] };
}

/** The difference, where it is known and not negative. */
function more(a: Count, b: Count): Count {
  return a === undefined || b === undefined || a < b ? undefined : a - b;
}

function outputAttribute(outputs: Shapes): Attributes {
  if (outputs.every((shape) => shape === undefined)) return {};
  const [only] = outputs;
  return { shape: outputs.length === 1 ? sizes(only) : outputs.map(sizes) };
}

function sizes(shape: Shape | undefined): AttributeValue {
  return shape === undefined ? UNKNOWN_SIZE : shape.map((dim) => dim ?? UNKNOWN_SIZE);
}

function figureAttributes({ params, frozenParams, buffers, macs, operations }: Cost): Attributes {
  const others = operations === undefined || macs === undefined ? undefined : operations - 2 * macs;
  const figures: Readonly<Record<string, Count>> = {
    params,
    frozen_params: frozenParams === 0 || frozenParams === params ? undefined : frozenParams,
    buffers: buffers === 0 && params !== undefined ? undefined : buffers,
    macs,
    operations: others,
  };
  const stated = Object.entries(figures).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(stated);
}

function costOfLayer(layer: Layer, inputs: Shapes): Cost {
  const outputs = layer.outputs.map(({ shape }) => shape);
  return costOf(
    operatorNamed(layer.operator),
    { attributes: layer.attributes, inputs, outputs },
    layer.known,
  );
}

/** Whether the pieces have the layer's figures; FLOPs that the layer leaves unknown may be known. */
export function hasFiguresOf(layer: Layer, inputs: Shapes, expansion: Expansion): boolean {
  const theirs = costOfLayer(layer, inputs);
  const ours = costOfExpansion(expansion, inputs);
  // A layer that uses another's weights has none of its own, which `share` says.
  const owns = layer.sharedWith === undefined;
  return (
    (!owns || (ours.params === theirs.params && ours.buffers === theirs.buffers)) &&
    ours.macs === theirs.macs &&
    (theirs.operations === undefined || ours.operations === theirs.operations)
  );
}

type Figures = Pick<Cost, "params" | "buffers" | "macs" | "operations">;

function costOfExpansion({ before, pieces, operands = [], after = [] }: Expansion, inputs: Shapes): Figures {
  const costs: Figures[] = [];
  const run = (piece: Piece, taken: Shapes): Shapes => {
    const operator = operatorNamed(piece.operator);
    const attributes =
      operator === undefined ? piece.attributes : checkAttributes(operator, piece.attributes).attributes;
    costs.push(
      costOf(operator, { attributes, inputs: taken, outputs: piece.outputs, wanted: piece.outputs.length }),
    );
    return piece.outputs;
  };
  let tensors: Shapes = inputs.map((shape, index) =>
    (before[index] ?? []).reduce((from, piece) => run(piece, [from])[0], shape),
  );
  tensors = [
    ...tensors,
    ...operands.flatMap((each) => each.reduce<Shapes>((from, piece) => run(piece, from), [])),
  ];
  for (const piece of pieces) {
    const count = piece.takes ?? tensors.length;
    tensors = [...run(piece, tensors.slice(0, count)), ...tensors.slice(count)];
  }
  for (const [output, each] of after.entries())
    each.reduce((from, piece) => run(piece, [from])[0], tensors[output]);
  const total = (figure: keyof Figures): Count => sum(costs.map((cost) => cost[figure]));
  return {
    params: total("params"),
    buffers: total("buffers"),
    macs: total("macs"),
    operations: total("operations"),
  };
}
