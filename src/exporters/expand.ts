// What a layer of any source becomes in terms of the catalogue: fused normalizations and activations apart, shapes adapted.

import { product } from "../model/exact";
import type { AttributeValue, Attributes, Layer, Weight } from "../model/network";
import type { Shape } from "../model/shape";
import { formatShape, isKnown, mayBeEqual, sameShape } from "../model/shape";
import { applyOperator } from "../operators/apply";
import { costOf } from "../operators/cost";
import { allOperators, operatorNamed } from "../operators/index";
import type { InferredCall, Operator } from "../operators/operator";
import type { Expand, Expansion, Piece } from "./graph";
import { Refusal } from "./graph";

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

export const expandLayer: Expand = (layer, inputs) => {
  const output = layer.outputs[0]?.shape;
  const operator = operatorNamed(layer.operator);
  const attributes = given(operator, layer.attributes);
  const own = operator && withOwnWeights(layer, operator, attributes, inputs);
  if (own !== undefined) return own;
  if (isPassedOn(layer, operator, inputs)) return { before: [], pieces: [] };
  if (layer.operator === "Axpy") {
    const outputs = [output];
    const product: Piece = { operator: "Mul", attributes: {}, outputs, takes: 2 };
    return { before: [], pieces: [product, { operator: "Add", attributes: {}, outputs }] };
  }
  if (operator === undefined) throw new Refusal(noCounterpart(layer));
  if (layer.nativeOperator === "shortcut" && inputs.length === 2) {
    const before = inputs.map((shape, index) => (index === 0 ? [] : fitted(shape, inputs[0])));
    return { before, pieces: [piece(operator, attributes, layer), ...followers(layer, output)] };
  }
  const before = inputs.map((shape, index) => (index === 0 ? adapted(layer, shape) : []));
  const seen = inputs.map((shape, index) => before[index]?.at(-1)?.outputs[0] ?? shape);
  const main = mainPieces(layer, operator, attributes, seen);
  return { before, pieces: [...main, ...reshapedBack(main.at(-1), output), ...followers(layer, output)] };
};

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
  const { known, outputs } = layer;
  if (layer.operator === "Identity" || outputs.length === 0) return true;
  const keepsShape = inputs.length === 1 && outputs.length === 1 && sameShape(inputs[0], outputs[0]?.shape);
  if (operator === undefined) return keepsShape && known?.macs === 0 && known.weights?.length === 0;
  return (operator.merge === true && inputs.length === 1) || (operator.name === "Pad" && keepsShape);
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
  const parameters = weights.map(({ shape }): Piece => {
    if (!isKnown(shape)) throw new Refusal("A weight's shape is not known.");
    return { operator: "Parameter", attributes: { shape }, outputs: [shape] };
  });
  const all = [...inputs, ...weights.map(({ shape }) => shape)];
  const application = applyOperator(operator, attributes, all);
  const fits = application.issues.length === 0 && sameShape(application.outputs[0], outputs[0]?.shape);
  if (!fits) return { before: [], pieces: [], aside: parameters };
  const merge = { operator: operator.name, attributes, outputs: application.outputs };
  return { before: [], pieces: [merge], operands: parameters };
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

function noCounterpart({ name, operator, nativeOperator }: Layer): string {
  return `The layer "${name}" (${nativeOperator ?? operator}) has no counterpart among Netlens' operators.`;
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
    if (application.issues.length > 0) continue;
    const fits = outputs.every((shape, index) => agrees(application.outputs[index], shape));
    if (fits || outputs.includes(undefined)) {
      const call = { attributes: application.attributes, inputs, outputs: application.outputs };
      checkCounts(layer, operator, call);
      return [{ operator: operator.name, attributes: candidate, outputs: application.outputs }];
    }
  }
  const reshaped = asReshape(operator, inputs, outputs);
  if (reshaped !== undefined) return reshaped;
  if (inputs.includes(undefined) || known === undefined) return [piece(operator, written, layer)];
  const shapes = `${inputs.map(formatShape).join(", ")} to ${outputs.map(formatShape).join(", ")}`;
  throw new Refusal(
    `The layer "${layer.name}" (${layer.nativeOperator ?? layer.operator}, from ${shapes}) cannot be written as ${operator.name}.`,
  );
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

/** The catalogue must count what the source says; a fused normalization is counted by itself. */
function checkCounts(layer: Layer, operator: Operator, call: InferredCall): void {
  const { known, attributes } = layer;
  if (known === undefined || attributes["batch_normalize"] === true) return;
  const ours = costOf(operator, call);
  const theirs = costOf(operator, call, known);
  for (const figure of ["params", "buffers", "macs"] as const) {
    const [a, b] = [ours[figure], theirs[figure]];
    if (a === undefined || b === undefined || a === b) continue;
    // A layer that uses another's weights has none of its own, which `share` says.
    if (figure !== "macs" && layer.sharedWith !== undefined) continue;
    throw new Refusal(
      `The layer "${layer.name}" (${layer.nativeOperator ?? layer.operator}) has ${String(b)} ${figure}, which ${operator.name} cannot have.`,
    );
  }
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

/** The same window without rounding up or padding at the end, tried first: often neither makes a difference. */
function simpler(attributes: Attributes): readonly Attributes[] {
  const { kernel, pad, ceil } = attributes;
  if (kernel === undefined) return [];
  const pairs = Array.isArray(pad) && pad.every((pair) => Array.isArray(pair) && pair[0] === 0);
  return [
    ...(pairs ? [{ ...attributes, pad: 0, ...(ceil === undefined ? {} : { ceil: false }) }] : []),
    ...(ceil === true ? [{ ...attributes, ceil: false }] : []),
  ];
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

/** Windows whose last position is counted otherwise: padding after the end, rounded down. */
function alternatives(
  attributes: Attributes,
  input: Shape | undefined,
  output: Shape | undefined,
): readonly Attributes[] {
  const { kernel, ceil } = attributes;
  if (kernel === undefined || !isKnown(input) || !isKnown(output)) return [];
  const rank = Array.isArray(kernel) ? kernel.length : input.length - 1;
  const perAxis = (value: AttributeValue | undefined, axis: number, fallback: number): number => {
    const number = Array.isArray(value) ? (value as readonly AttributeValue[])[axis] : value;
    return typeof number === "number" ? number : fallback;
  };
  const pads = Array.from({ length: rank }, (_, axis) => {
    const before = perAxis(attributes["pad"], axis, 0);
    const size = input[input.length - rank + axis] ?? 0;
    const wanted = output[output.length - rank + axis] ?? 0;
    const window = perAxis(kernel, axis, 1);
    const stride = perAxis(attributes["stride"], axis, 1);
    return [before, Math.max(0, (wanted - 1) * stride + window - size - before)];
  });
  return [{ ...attributes, pad: pads, ...(ceil === undefined ? {} : { ceil: false }) }];
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
function reshapedBack(main: Piece | undefined, wanted: Shape | undefined): readonly Piece[] {
  const shape = main?.outputs[0];
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
    throw new Refusal(
      `The activation "${name}" of "${layer.name}" has no counterpart among Netlens' operators.`,
    );
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

/** Darknet adds layers of different shapes where they overlap: every n-th position, and the channels that both have. */
function fitted(shape: Shape | undefined, wanted: Shape | undefined): readonly Piece[] {
  if (!isKnown(shape) || !isKnown(wanted) || sameShape(shape, wanted)) return [];
  if (shape.length !== 3 || wanted.length !== 3) return [];
  return [...subsampled(shape, wanted), ...withChannels(shape[0] ?? 0, wanted)];
}

function subsampled(shape: readonly number[], wanted: readonly number[]): readonly Piece[] {
  const [channels = 0, ...sizes] = shape;
  const [, ...fewer] = wanted;
  if (sizes.join() === fewer.join()) return [];
  const stride = Math.floor((sizes[1] ?? 0) / (fewer[1] ?? 1));
  if (stride < 1 || sizes.some((size, axis) => Math.ceil(size / stride) !== fewer[axis])) {
    throw new Refusal(`Layers of ${formatShape(shape)} and ${formatShape(wanted)} cannot be added.`);
  }
  return [{ operator: "MaxPool", attributes: { kernel: 1, stride }, outputs: [[channels, ...fewer]] }];
}

function withChannels(channels: number, wanted: readonly number[]): readonly Piece[] {
  const [more = 0] = wanted;
  if (channels > more) return [{ operator: "Slice", attributes: { end: more }, outputs: [wanted] }];
  if (channels === more) return [];
  const pad = [
    [0, more - channels],
    [0, 0],
    [0, 0],
  ];
  return [{ operator: "Pad", attributes: { pad }, outputs: [wanted] }];
}
