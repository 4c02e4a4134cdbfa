// Shape rules of elementwise operators, which also compute the values of small constants (shape arithmetic).

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../../../model/shape";
import { formatShape, isKnown } from "../../../model/shape";
import { addDims, floorDivide, multiplyDims, subtractDims } from "../dims";
import { BOOL, isReal } from "../proto/element-types";
import { broadcast, broadcastIndex } from "./broadcast";
import type { Call, Result, Rule, Tensor } from "./contract";
import { issue, MOST_ELEMENTS, one, shapeOf } from "./contract";

type Binary = (a: Dim, b: Dim, real: boolean) => Dim;

/** A function of numbers, unknown for symbols. */
function numeric(compute: (a: number, b: number) => number): Binary {
  return (a, b) => (typeof a === "number" && typeof b === "number" ? compute(a, b) : undefined);
}

const divide: Binary = (a, b, real) => {
  if (b === 0) return undefined;
  if (typeof a === "number" && typeof b === "number") return real ? a / b : Math.trunc(a / b);
  return real && typeof b === "number"
    ? undefined
    : floorDivide(a, typeof b === "number" && b < 0 ? undefined : b);
};

const equal: Binary = (a, b) => {
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === typeof b) return a === b ? 1 : typeof a === "number" ? 0 : undefined;
  // A size is never negative, so that it is never the -1 that shape arithmetic looks for.
  const number = typeof a === "number" ? a : Number(b);
  return number < 0 ? 0 : undefined;
};

const BINARY: Readonly<Record<string, Binary | undefined>> = {
  Add: (a, b) => addDims(a, b),
  And: numeric((a, b) => (a !== 0 && b !== 0 ? 1 : 0)),
  BiasAdd: undefined,
  BiasGelu: undefined,
  BiasSoftmax: undefined,
  BitShift: undefined,
  BitwiseAnd: undefined,
  BitwiseOr: undefined,
  BitwiseXor: undefined,
  Div: divide,
  Equal: equal,
  FastGelu: undefined,
  Greater: numeric((a, b) => (a > b ? 1 : 0)),
  GreaterOrEqual: numeric((a, b) => (a >= b ? 1 : 0)),
  Less: numeric((a, b) => (a < b ? 1 : 0)),
  LessOrEqual: numeric((a, b) => (a <= b ? 1 : 0)),
  Max: numeric(Math.max),
  Mean: undefined,
  Min: numeric(Math.min),
  Mod: numeric((a, b) => (b === 0 ? NaN : a - b * Math.floor(a / b))),
  Mul: (a, b) => multiplyDims(a, b),
  Or: numeric((a, b) => (a !== 0 || b !== 0 ? 1 : 0)),
  Pow: numeric((a, b) => a ** b),
  Sub: (a, b) => subtractDims(a, b),
  Sum: (a, b) => addDims(a, b),
  SwiGLU: undefined,
  Xor: numeric((a, b) => ((a !== 0) !== (b !== 0) ? 1 : 0)),
};

const PREDICATES: ReadonlySet<string> = new Set([
  "And",
  "Equal",
  "Greater",
  "GreaterOrEqual",
  "Less",
  "LessOrEqual",
  "Or",
  "Xor",
]);

/** Before opset 7 operators broadcast only with `broadcast` and `axis`; that form is read as well. */
function aligned(call: Call): readonly (Shape | undefined)[] {
  const shapes = call.inputs.filter((input) => input !== undefined).map((input) => input.shape);
  const [first, second] = shapes;
  const axis = call.attributes.int("axis", -1);
  if (call.opset >= 7 || axis < 0 || first === undefined || second === undefined) return shapes;
  const trailing = Math.max(0, first.length - axis - second.length);
  return [first, [...second, ...Array.from({ length: trailing }, () => 1)]];
}

const elementwise: Rule = (call) => {
  const shapes = aligned(call);
  const shape = broadcast(shapes);
  if (shape === "conflict") {
    const list = shapes.map((each) => formatShape(each)).join(", ");
    return issue("shape-mismatch", l10n.t("{0}: {1} do not broadcast.", call.op, list));
  }
  const type = PREDICATES.has(call.op) ? BOOL : (call.inputs.find((input) => input !== undefined)?.type ?? 0);
  return one(call, shape, type, computed(call, shape));
};

function computed(call: Call, shape: Shape | undefined): readonly Dim[] | undefined {
  const compute = BINARY[call.op];
  if (compute === undefined || !isKnown(shape) || !few(shape)) return undefined;
  const real = isReal(call.inputs[0]?.type ?? 0);
  let values: readonly Dim[] | undefined;
  for (const input of call.inputs) {
    if (input?.data === undefined || !isKnown(input.shape)) return undefined;
    const { data } = input;
    const stretched = broadcastIndex(shape, input.shape).map((index) => data[index]);
    values =
      values === undefined ? stretched : values.map((value, index) => compute(value, stretched[index], real));
  }
  return values?.map(finite);
}

/** Values that are no finite number are unknown. */
function finite(value: Dim): Dim {
  return typeof value === "number" && !Number.isFinite(value) ? undefined : value;
}

function few(shape: readonly number[]): boolean {
  return shape.reduce((total, dim) => total * dim, 1) <= MOST_ELEMENTS;
}

const where: Rule = (call) => {
  const [condition, yes, no] = call.inputs;
  const shape = broadcast([condition?.shape, yes?.shape, no?.shape]);
  if (shape === "conflict")
    return issue("shape-mismatch", l10n.t("Where: its three inputs do not broadcast."));
  return one(call, shape, yes?.type ?? 0, chosen(shape, condition, yes, no));
};

function chosen(
  shape: Shape | undefined,
  condition: Tensor | undefined,
  yes: Tensor | undefined,
  no: Tensor | undefined,
): readonly Dim[] | undefined {
  if (!isKnown(shape) || !few(shape)) return undefined;
  const columns = [condition, yes, no].map((input) =>
    input?.data !== undefined && isKnown(input.shape)
      ? broadcastIndex(shape, input.shape).map((index) => input.data?.[index])
      : undefined,
  );
  const [picks, a, b] = columns;
  if (picks === undefined) return undefined;
  return picks.map((pick, index) => (pick === undefined ? undefined : (pick === 0 ? b : a)?.[index]));
}

type Unary = (value: number) => number;

/** Unary operators whose output has the input's shape and type; with a function where constants are folded through them. */
const UNARY: Readonly<Record<string, Unary | undefined>> = {
  Abs: Math.abs,
  Acos: undefined,
  Acosh: undefined,
  Asin: undefined,
  Asinh: undefined,
  Atan: undefined,
  Atanh: undefined,
  Bernoulli: undefined,
  BitwiseNot: undefined,
  Ceil: Math.ceil,
  Celu: undefined,
  Clip: undefined,
  Cos: Math.cos,
  Cosh: undefined,
  CumProd: undefined,
  CumSum: undefined,
  Elu: undefined,
  Erf: undefined,
  Exp: Math.exp,
  Floor: Math.floor,
  Gelu: undefined,
  HardSigmoid: undefined,
  HardSwish: undefined,
  Hardmax: undefined,
  Inverse: undefined,
  LRN: undefined,
  LeakyRelu: undefined,
  Log: Math.log,
  LogSoftmax: undefined,
  LpNormalization: undefined,
  MeanVarianceNormalization: undefined,
  Mish: undefined,
  Neg: (value) => -value,
  PRelu: undefined,
  QLinearLeakyRelu: undefined,
  QLinearSigmoid: undefined,
  QLinearSoftmax: undefined,
  QuickGelu: undefined,
  Reciprocal: (value) => 1 / value,
  Relu: (value) => Math.max(0, value),
  Round: Math.round,
  Selu: undefined,
  Shrink: undefined,
  Sigmoid: undefined,
  Sign: Math.sign,
  Sin: Math.sin,
  Sinh: undefined,
  Softmax: undefined,
  SoftmaxCrossEntropy: undefined,
  Softplus: undefined,
  Softsign: undefined,
  Sqrt: Math.sqrt,
  Swish: undefined,
  Tan: undefined,
  Tanh: Math.tanh,
  ThresholdedRelu: undefined,
  Trilu: undefined,
};

const unary: Rule = (call) => {
  const [input] = call.inputs;
  const compute = UNARY[call.op];
  const data =
    compute === undefined
      ? undefined
      : input?.data?.map((value) => finite(typeof value === "number" ? compute(value) : undefined));
  return one(call, shapeOf(call, 0), input?.type ?? 0, data);
};

/** The input's shape, as truth values. */
const predicate: Rule = (call) => {
  const data =
    call.op === "Not"
      ? call.inputs[0]?.data?.map((value) => (typeof value === "number" ? (value === 0 ? 1 : 0) : undefined))
      : undefined;
  return one(call, shapeOf(call, 0), BOOL, data);
};

/** A tensor passed through as it is, values and all. */
const identity: Rule = (call) => one(call, shapeOf(call, 0), call.inputs[0]?.type ?? 0, call.inputs[0]?.data);

/** Clip of constants between constant bounds (opset 11) or attributes. */
const clip: Rule = (call) => {
  const [input, low, high] = call.inputs;
  const least = low === undefined ? call.attributes.float("min", -Infinity) : low.data?.[0];
  const most = high === undefined ? call.attributes.float("max", Infinity) : high.data?.[0];
  const data =
    typeof least === "number" && typeof most === "number"
      ? input?.data?.map((value) =>
          typeof value === "number" ? Math.min(most, Math.max(least, value)) : undefined,
        )
      : undefined;
  return one(call, shapeOf(call, 0), input?.type ?? 0, data);
};

const dropout: Rule = (call): Result => {
  const shape = shapeOf(call, 0);
  const first: Tensor = { shape, type: call.inputs[0]?.type ?? 0, data: call.inputs[0]?.data };
  return call.wanted < 2 ? [first] : [first, { shape, type: BOOL }];
};

const cast: Rule = (call) => {
  const type = call.op === "CastLike" ? (call.inputs[1]?.type ?? 0) : call.attributes.int("to", 0);
  const data = call.inputs[0]?.data;
  const whole = (value: Dim): Dim => (typeof value === "number" ? Math.trunc(value) : value);
  return one(call, shapeOf(call, 0), type, isReal(type) ? data : data?.map(whole));
};

export const ELEMENTWISE_RULES: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(Object.keys(BINARY).map((op) => [op, elementwise])),
  ...Object.fromEntries(Object.keys(UNARY).map((op) => [op, unary])),
  BiasDropout: dropout,
  BitCast: (call) => one(call, shapeOf(call, 0), call.attributes.int("to", 0)),
  Cast: cast,
  CastLike: cast,
  Clip: clip,
  Dropout: dropout,
  Identity: identity,
  IsInf: predicate,
  IsNaN: predicate,
  Not: predicate,
  Where: where,
};
