// What a layer of any source becomes in terms of the catalogue: fused normalizations and activations apart, shapes adapted.

import { product } from "../model/exact";
import type { Attributes, Layer, Weight } from "../model/network";
import type { Shape } from "../model/shape";
import { isKnown, mayBeEqual, sameShape } from "../model/shape";
import { applyOperator } from "../operators/apply";
import { allOperators, operatorNamed } from "../operators/index";
import type { Operator } from "../operators/operator";
import { customLayer, hasFiguresOf, Inexpressible, withRemainder } from "./custom-layer";
import { alternatives, simpler } from "./equal-windows";
import type { Expand, Expansion, Piece } from "./expansion";
import { withFrozen } from "./frozen-weights";
import { fitted } from "./overlap";

/** Darknet's activations, which stand in the layer that they follow. */
const ACTIVATIONS: ReadonlyMap<string, readonly [operator: string, attributes?: Attributes]> = new Map<
  string,
  readonly [operator: string, attributes?: Attributes]
>([
  ["elu", ["ELU"]],
  ["gelu", ["GELU"]],
  ["leaky", ["LeakyReLU", { slope: 0.1 }]],
  ["logistic", ["Sigmoid"]],
  ["mish", ["Mish"]],
  ["relu", ["ReLU"]],
  ["relu6", ["ReLU6"]],
  ["selu", ["SELU"]],
  ["swish", ["SiLU"]],
  ["tanh", ["Tanh"]],
]);

/** As operators of the catalogue where they have the layer's shapes and figures, else as a custom operator. */
export const expandLayer: Expand = (layer, inputs) => {
  try {
    const expansion = withFrozen(layer, catalogued(layer, inputs), inputs);
    if (hasFiguresOf(layer, inputs, expansion)) return expansion;
    const extended = withRemainder(layer, inputs, expansion);
    if (extended !== undefined) return extended;
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error;
  }
  return withFrozen(layer, customLayer(layer, inputs), inputs);
};

function catalogued(layer: Layer, inputs: readonly (Shape | undefined)[]): Expansion {
  const output = layer.outputs[0]?.shape;
  const operator = operatorNamed(layer.operator);
  const attributes = given(operator, layer.attributes);
  const own = operator && withOwnWeights(layer, operator, attributes, inputs);
  if (own !== undefined) return own;
  if (isPassedOn(layer, operator, inputs)) return { before: [], pieces: [] };
  const sum = specialSum(layer, inputs);
  if (sum !== undefined) return sum;
  if (operator === undefined) throw new Inexpressible();
  const before = inputs.map((shape, index) => (index === 0 ? adapted(layer, shape) : []));
  const seen = inputs.map((shape, index) => before[index]?.at(-1)?.outputs[0] ?? shape);
  const main = mainPieces(layer, operator, attributes, seen);
  if (layer.outputs.length > 1) {
    const made = main.at(-1)?.outputs ?? [];
    const after = layer.outputs.map(({ shape }, index) => reshapedBack(made[index], shape));
    return { before, pieces: main, after };
  }
  const made = main.at(-1)?.outputs[0];
  return { before, pieces: [...main, ...reshapedBack(made, output), ...followers(layer, output)] };
}

/** Caffe's product and sum in one, Keras' sum with a scaled branch, and Darknet's sum of what overlaps. */
function specialSum(layer: Layer, inputs: readonly (Shape | undefined)[]): Expansion | undefined {
  const outputs = [layer.outputs[0]?.shape];
  const sum: Piece = { operator: "Add", attributes: {}, outputs };
  if (layer.operator === "Axpy") {
    return { before: [], pieces: [{ operator: "Mul", attributes: {}, outputs, takes: 2 }, sum] };
  }
  if (layer.operator !== "Add" || inputs.length !== 2) return undefined;
  const { scale } = layer.attributes;
  if (typeof scale === "number") {
    const product: Piece = { operator: "Mul", attributes: { value: scale }, outputs: inputs.slice(1) };
    return { before: [[], [product]], pieces: [sum] };
  }
  if (layer.nativeOperator !== "shortcut") return undefined;
  const before = inputs.map((shape, index) => (index === 0 ? [] : fitted(shape, inputs[0])));
  return { before, pieces: [sum, ...followers(layer, outputs[0])] };
}

/** Only the attributes that the catalogue's operator has. */
function given(operator: Operator | undefined, attributes: Attributes): Attributes {
  const names = new Set(operator?.parameters.map(({ name }) => name));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.has(name)));
}

/** Identities, and layers of no counterpart and no cost that keep their input's shape. */
function isPassedOn(
  layer: Layer,
  operator: Operator | undefined,
  inputs: readonly (Shape | undefined)[],
): boolean {
  if (layer.operator === "Identity" || layer.outputs.length === 0) return true;
  const [output] = layer.outputs;
  const keepsShape = inputs.length === 1 && layer.outputs.length === 1 && sameShape(inputs[0], output?.shape);
  if (operator === undefined) return keepsShape && isFree(layer);
  const isAlone = operator.merge === true && inputs.length === 1 && !("value" in layer.attributes);
  return isAlone || (operator.name === "Pad" && keepsShape);
}

function isFree({ known }: Layer): boolean {
  return known?.macs === 0 && known.operations === 0 && known.weights?.length === 0;
}

/** A merge of one tensor with weights of the layer's own, which become a tensor that it takes, if the shapes allow. */
function withOwnWeights(
  layer: Layer,
  operator: Operator,
  attributes: Attributes,
  inputs: readonly (Shape | undefined)[],
): Expansion | undefined {
  const { outputs } = layer;
  const weights = layer.known?.weights ?? [];
  if (inputs.length !== 1 || weights.length === 0) return undefined;
  if (operator.name === "PositionalEmbedding" && !isPositional(weights, inputs[0])) {
    const sum = operatorNamed("Add");
    return sum && withOwnWeights(layer, sum, {}, inputs);
  }
  if (operator.merge !== true) return undefined;
  const wanted = outputs[0]?.shape;
  const operands = weights.map(({ shape }) => asOperand(shape, inputs[0]));
  const all = [...inputs, ...operands.map((pieces) => pieces.at(-1)?.outputs[0])];
  const application = applyOperator(operator, attributes, all);
  if (application.issues.length > 0 || !sameShape(application.outputs[0], wanted)) throw new Inexpressible();
  return {
    before: [],
    pieces: [{ operator: operator.name, attributes, outputs: application.outputs }],
    operands,
  };
}

/** Weights as a tensor; of a table with a row for each kind of token, that of the first. */
function asOperand(shape: Shape, input: Shape | undefined): readonly Piece[] {
  if (!isKnown(shape)) throw new Inexpressible();
  const weights: Piece = { operator: "Parameter", attributes: { shape }, outputs: [shape] };
  const [rows = 1, width] = shape;
  const isTable = shape.length === 2 && rows > 1 && width === input?.at(-1) && rows !== input?.at(-2);
  if (!isTable) return [weights];
  return [weights, { operator: "Slice", attributes: { end: 1 }, outputs: [[1, width]] }];
}

/** Whether the weights are a vector for each position of the input, or more. */
function isPositional(weights: readonly Weight[], input: Shape | undefined): boolean {
  const [table] = weights;
  if (weights.length !== 1 || table === undefined || input === undefined) return false;
  const [positions, size] = table.shape.slice(-2);
  const [used, width] = input.slice(-2);
  const isTable = table.shape.slice(0, -2).every((dim) => dim === 1) && size === width;
  return isTable && typeof positions === "number" && (typeof used !== "number" || used <= positions);
}

function piece({ name }: Pick<Operator, "name">, attributes: Attributes, layer: Layer): Piece {
  return { operator: name, attributes, outputs: layer.outputs.map(({ shape }) => shape) };
}

/** The layer itself; where the catalogue's rounding differs, the padding is made to give the source's size. */
function mainPieces(
  layer: Layer,
  operator: Operator,
  attributes: Attributes,
  inputs: readonly (Shape | undefined)[],
): readonly Piece[] {
  const outputs = layer.outputs.map(({ shape }) => shape);
  const { known } = layer;
  const written = normalized(layer, operator, attributes, inputs[0]);
  const candidates = [...simpler(written), written, ...alternatives(written, inputs[0], outputs[0])];
  for (const candidate of candidates) {
    const application = applyOperator(operator, candidate, inputs, Math.max(1, outputs.length));
    if (application.issues.length > 0 || application.outputs.length < outputs.length) continue;
    const fits = outputs.every((shape, index) => agrees(application.outputs[index], shape));
    if (fits || outputs.includes(undefined))
      return [{ operator: operator.name, attributes: candidate, outputs: application.outputs }];
  }
  const reshaped = asReshape(operator, inputs, outputs);
  if (reshaped !== undefined) return reshaped;
  if (outputs.length < 2 && (inputs.includes(undefined) || known === undefined))
    return [piece(operator, written, layer)];
  throw new Inexpressible();
}

/** Operators without a cost that the batch's axis may take part in. */
const REARRANGEMENTS: ReadonlySet<string> = new Set([
  "Gather",
  "Permute",
  "Reshape",
  "Select",
  "Slice",
  "Transpose",
]);

/** A rearrangement or selection that takes the batch's axis along, in the shapes that it has for one sample. */
function asReshape(
  operator: Operator,
  inputs: readonly (Shape | undefined)[],
  outputs: readonly (Shape | undefined)[],
): readonly Piece[] | undefined {
  const [input] = inputs;
  const [output] = outputs;
  if (!REARRANGEMENTS.has(operator.name) || inputs.length !== 1) return undefined;
  if (!isKnown(input) || !isKnown(output)) return undefined;
  const ratio = (product(input) ?? NaN) / (product(output) ?? NaN);
  if (ratio === 1) return [{ operator: "Reshape", attributes: { shape: output }, outputs: [output] }];
  if (!Number.isInteger(ratio)) return undefined;
  const parts = [ratio, ...output];
  return [
    { operator: "Reshape", attributes: { shape: parts }, outputs: [parts] },
    { operator: "Select", attributes: { axis: 1 }, outputs: [output] },
  ];
}

/** Attributes that say the same in a shorter way, and those that the source leaves open. */
function normalized(
  { known, outputs }: Layer,
  operator: Operator,
  attributes: Attributes,
  input: Shape | undefined,
): Attributes {
  const { axis } = attributes;
  const [table] = known?.weights ?? [];
  if (operator.name === "PositionalEmbedding" && typeof table?.shape[0] === "number") {
    return { ...attributes, length: Number(table.shape.at(-2) ?? table.shape[0]) };
  }
  if (operator.name === "Split" && attributes["parts"] === undefined)
    return { ...attributes, parts: outputs.length };
  const isLast = typeof axis === "number" && axis === input?.length;
  const fallback = operator.parameters.find(({ name }) => name === "axis")?.default;
  return isLast && fallback === -1 ? { ...attributes, axis: -1 } : attributes;
}

/** Equal, or equal but for axes of size 1 (a vector, or a map of one position). */
function agrees(inferred: Shape | undefined, wanted: Shape | undefined): boolean {
  if (sameShape(inferred, wanted)) return true;
  if (!isKnown(inferred) || !isKnown(wanted)) return mayAgree(inferred, wanted);
  const dense = (shape: readonly number[]): string => shape.filter((dim) => dim !== 1).join();
  return dense(inferred) === dense(wanted);
}

/** Open sizes may be anything; known ones must be equal. */
function mayAgree(inferred: Shape | undefined, wanted: Shape | undefined): boolean {
  if (inferred === undefined || wanted === undefined) return true;
  return inferred.length === wanted.length && inferred.every((dim, axis) => mayBeEqual(dim, wanted[axis]));
}

/** What must come before the layer so that the catalogue's rule applies: a vector made an image, or an image a vector. */
function adapted(layer: Layer, input: Shape | undefined): readonly Piece[] {
  if (!isKnown(input)) return [];
  const output = layer.outputs[0]?.shape;
  if (layer.operator === "Linear" && input.length > 1 && output?.length === 1) {
    const count = input.reduce((product, dim) => product * dim, 1);
    return [{ operator: "Flatten", attributes: {}, outputs: [[count]] }];
  }
  const wantsImage =
    layer.operator === "Conv" || layer.operator === "MaxPool" || layer.operator === "AvgPool";
  if (wantsImage && input.length === 1 && output?.length === 3) {
    const shape = [...input, 1, 1];
    return [{ operator: "Reshape", attributes: { shape }, outputs: [shape] }];
  }
  return [];
}

/** After the layer, for sources that show a map of one position as a vector. */
function reshapedBack(shape: Shape | undefined, wanted: Shape | undefined): readonly Piece[] {
  if (!isKnown(shape) || !isKnown(wanted) || sameShape(shape, wanted)) return [];
  return wanted.length === 1
    ? [{ operator: "Flatten", attributes: {}, outputs: [wanted] }]
    : [{ operator: "Reshape", attributes: { shape: wanted }, outputs: [wanted] }];
}

/** A fused normalization, and a fused activation. */
function followers(layer: Layer, output: Shape | undefined): readonly Piece[] {
  const { attributes } = layer;
  const pieces: Piece[] = [];
  if (attributes["batch_normalize"] === true) {
    pieces.push({ operator: "BatchNorm", attributes: {}, outputs: [output] });
  }
  const name = attributes["activation"];
  const activation = typeof name === "string" ? (ACTIVATIONS.get(name) ?? activationLike(name)) : undefined;
  if (activation !== undefined) {
    const [operator, parameters = {}] = activation;
    pieces.push({ operator, attributes: parameters, outputs: [output] });
  } else if (typeof name === "string" && name !== "linear") {
    throw new Inexpressible();
  }
  return pieces;
}

/** The catalogue's activation of that name, however it is written: Keras has `hard_sigmoid`. */
function activationLike(name: string): readonly [operator: string] | undefined {
  const wanted = name.toLowerCase().replaceAll("_", "");
  const found = allOperators().find(
    (operator) =>
      operator.family === "activation" &&
      [operator.name, ...(operator.aliases ?? [])].some((other) => other.toLowerCase() === wanted),
  );
  return found && [found.name];
}
