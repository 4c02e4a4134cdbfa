// Functions within a functional model: the operations of keras.ops, and TensorFlow's as Keras 2 wraps them.

import type { Attributes } from "../../../model/network";
import { product } from "../../../model/exact";

import { broadcast } from "../../../operators/broadcast";
import { asNumbers, flagIn, numberIn, stringIn } from "../json/access";
import { activationOperator } from "./activation-names";
import { argument } from "./arguments";
import { getItem } from "./get-item";
import type { KerasCall, KerasLayer, KerasLayers, KerasResult } from "./layer";
import { FREE } from "./layer";
import { elementwise } from "./merge";
import { SHAPE_OPERATIONS } from "./shape-operations";

/** By the class of keras.ops in lower case without underscores. */
const OPERATIONS: KerasLayers = {
  add: elementwise("Add"),
  subtract: elementwise("Sub"),
  sub: elementwise("Sub"),
  multiply: elementwise("Mul"),
  mul: elementwise("Mul"),
  divide: elementwise("Div"),
  truediv: elementwise("Div"),
  truedivide: elementwise("Div"),
  maximum: elementwise("Max"),
  minimum: elementwise("Min"),
  power: power,
  pow: power,
  matmul,
  reshape,
  transpose,
  concatenate: concat,
  concat,
  expanddims: (call) => simple("Unsqueeze", axisOf(call)),
  squeeze: (call) => simple("Squeeze", axesOf(call)),
  mean: reduction("Mean"),
  reducemean: reduction("Mean"),
  sum: reduction("Sum"),
  reducesum: reduction("Sum"),
  max: reduction("ReduceMax"),
  amax: reduction("ReduceMax"),
  reducemax: reduction("ReduceMax"),
  min: reduction("ReduceMin"),
  amin: reduction("ReduceMin"),
  prod: reduction("ReduceProd"),
  var: reduction("Variance"),
  getitem: getItem,
  argmax: (call) => simple("ArgMax", { ...axesOf(call), keepdim: keeps(call) }),
  cast: () => simple("Cast"),
  stopgradient: () => simple("StopGradient"),
  clip: (call) =>
    simple("Clip", {
      ...optional("min", numberIn(call.config, "x_min")),
      ...optional("max", numberIn(call.config, "x_max")),
    }),
  clipbyvalue: () => simple("Clip"),
  absolute: () => simple("Abs"),
  abs: () => simple("Abs"),
  negative: () => simple("Neg"),
  neg: () => simple("Neg"),
  log: () => simple("Log"),
  sqrt: () => simple("Sqrt"),
  rsqrt: () => simple("Rsqrt"),
  square: () => simple("Square"),
  sin: () => simple("Sin"),
  cos: () => simple("Cos"),
  erf: () => simple("Erf"),
  where: () => simple("Where"),
  std: reduction("Variance"),
  argmin: (call) => simple("ArgMin", { ...axesOf(call), keepdim: keeps(call) }),
  logsumexp: reduction("LogSumExp"),
  prodreduce: reduction("ReduceProd"),
  glu: (call) => simple("GLU", axisOf(call)),
  l2normalize: (call) => simple("L2Norm", axisOf(call)),
  ...SHAPE_OPERATIONS,
};

/** Functions of each element by itself that the catalogue has, too. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  ceil: "Ceil",
  floor: "Floor",
  reciprocal: "Reciprocal",
  round: "Round",
  sign: "Sign",
};

/** Functions of each element by itself: one operation each. */
const POINTWISE = new Set(
  (
    "arccos arccosh arcsin arcsinh arctan arctan2 arctanh bitwiseand bitwiseor bitwisexor bitwiseinvert cbrt ceil conj cosh " +
    "deg2rad dividenonan equal erfc erfinv exp2 expm1 floor floordivide floordiv fmax fmin greater greaterequal hardshrink " +
    "heaviside invert isclose isfinite isinf isnan leakyrelu less lessequal log10 log1p log2 logaddexp logicaland " +
    "logicalnot logicalor logicalxor mod nantonum notequal rad2deg reciprocal round sign sinc sinh softshrink sparseplus " +
    "sparsesigmoid squareplus tan tanhshrink trunc truncate"
  ).split(" "),
);

/** The row for an operation of keras.ops or a TensorFlow function, by its class or function name. */
export function operationNamed(name: string): KerasLayer | undefined {
  const last = name.slice(name.lastIndexOf(".") + 1);
  const key = last.toLowerCase().replaceAll("_", "");
  if (Object.hasOwn(OPERATIONS, key)) return OPERATIONS[key];
  const same = Object.hasOwn(FUNCTIONS, key) ? FUNCTIONS[key] : undefined;
  if (same !== undefined) return () => simple(same);
  const activation = activationOperator(last);
  if (activation === undefined) return POINTWISE.has(key) ? pointwise : undefined;
  const softmax = activation === "Softmax" || activation === "LogSoftmax";
  return (call) => simple(activation, softmax ? axisOf(call) : {});
}

/** Functions that multiply and add, so that what they cost is not known without their rule. */
const CONTRACTIONS = /conv|dot|inner|outer|correl|kron|lstm|rnn|gru|solve|inv$|svd|qr$|fft|stft/i;

/** The row for an operation that has none: no function owns weights, and the file may say its output's shape. */
export function otherOperation({ className: own, config }: KerasCall): KerasResult {
  const className = stringIn(config, "function") ?? own;
  const macs = CONTRACTIONS.test(className) ? undefined : 0;
  return { operator: className, weights: [], macs, operations: undefined, outputs: [undefined] };
}

function simple(operator: string, attributes: Attributes = {}): KerasResult {
  return { operator, attributes };
}

function optional(name: string, value: number | undefined): Attributes {
  return value === undefined ? {} : { [name]: value };
}

function axisOf(call: KerasCall): Attributes {
  const value = argument(call, "axis");
  return typeof value === "number" ? { axis: value } : {};
}

function axesOf(call: KerasCall): Attributes {
  const axes = asNumbers(argument(call, "axis"));
  return axes === undefined ? {} : { axis: axes };
}

function keeps(call: KerasCall): boolean {
  return flagIn(call.config, "keepdims", flagIn(call.named, "keepdims", false));
}

function power({ positional, named }: KerasCall): KerasResult {
  const exponent = [...positional, named["x2"], named["y"]].find((value) => typeof value === "number");
  return simple("Pow", optional("exponent", typeof exponent === "number" ? exponent : undefined));
}

function pointwise({ inputs, className }: KerasCall): KerasResult {
  const met = broadcast(className, inputs);
  const shape = "issue" in met ? undefined : met.shape;
  return { operator: className, ...FREE, operations: product(shape ?? [undefined]), outputs: [shape] };
}

/** TensorFlow's product may turn either tensor around first. */
function matmul({ named }: KerasCall): KerasResult {
  const [first, second] = ["transpose_a", "transpose_b"].map((name) => flagIn(named, name, false));
  return simple("MatMul", {
    ...(second ? { transpose: true } : {}),
    ...(first ? { transpose_first: true } : {}),
  });
}

/** The batch axis, which comes first, is left out. */
function reshape(call: KerasCall): KerasResult {
  const shape = asNumbers(argument(call, "newshape", "new_shape", "shape"));
  if (shape === undefined) return { operator: "Reshape", ...FREE, outputs: [undefined] };
  return simple("Reshape", { shape: shape.slice(1) });
}

function transpose(call: KerasCall): KerasResult {
  const axes = asNumbers(argument(call, "axes", "perm"));
  if (axes !== undefined) return simple("Permute", { order: axes });
  return { operator: "Permute", ...FREE, outputs: [undefined] };
}

function concat(call: KerasCall): KerasResult {
  const value = argument(call, "axis");
  return simple("Concat", { axis: typeof value === "number" ? value : -1 });
}

/** Over all axes, batch and all, when none is given: then nothing is left for each sample. */
function reduction(operator: string): KerasLayer {
  return (call) => simple(operator, { ...axesOf(call), keepdim: keeps(call) });
}
