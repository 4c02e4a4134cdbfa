// The mapping from ONNX's operator types to the catalogue: one row for each.

import type { Count } from "../../../model/exact";
import { product, sum } from "../../../model/exact";
import { isKnown, sameShape } from "../../../model/shape";
import type { Attributes, AttributeValue } from "../../../model/network";
import { applyOperator } from "../../../operators/apply";
import { operatorNamed } from "../../../operators/index";
import type { Operator } from "../../../operators/operator";
import { checkAttributes } from "../../../operators/parameters";
import { withoutBatch } from "../graph/batch";
import type { Step } from "../graph/step";
import { intsFrom } from "../infer/contract";
import { binary, clip, power } from "./arithmetic";
import type { Draft, Mapper } from "./contract";
import { catalogueAxis, neat, plainly, sizesOf } from "./contract";
import {
  dropout,
  einsum,
  embedding,
  linear,
  matmul,
  normalization,
  quantizedLinear,
  recurrent,
} from "./layers";
import {
  concat,
  concatSequence,
  expand,
  flatten,
  pad,
  permute,
  reduction,
  reshape,
  resize,
  slice,
  split,
  splitSequence,
  squeeze,
  unsqueeze,
  gather,
} from "./shapes";
import { convolution, pool, transposedConvolution } from "./window";

const withAxis =
  (operator: string, fallback: number): Mapper =>
  (step) => ({
    operator,
    attributes: { axis: catalogueAxis(step, step.node.attributes.int("axis", fallback)) },
  });

/** A float attribute under the catalogue's name. */
const withFloat =
  (operator: string, name: string, native: string, fallback: number): Mapper =>
  (step) => ({ operator, attributes: { [name]: neat(step.node.attributes.float(native, fallback)) } });

const MAPPING: Readonly<Record<string, Mapper>> = {
  Abs: plainly("Abs"),
  Add: binary("Add"),
  And: plainly("And"),
  ArgMax: withAxis("ArgMax", 0),
  ArgMin: withAxis("ArgMin", 0),
  Attention: plainly("ScaledDotProductAttention"),
  AveragePool: pool("AvgPool"),
  BatchNormalization: normalization("BatchNorm"),
  BiasGelu: plainly("GELU"),
  Cast: plainly("Cast"),
  CastLike: plainly("Cast"),
  Ceil: plainly("Ceil"),
  Celu: withFloat("CELU", "alpha", "alpha", 1),
  Clip: clip,
  Concat: concat,
  ConcatFromSequence: concatSequence,
  Conv: convolution(1, 2),
  ConvInteger: convolution(1, 9),
  ConvTranspose: transposedConvolution,
  Cos: plainly("Cos"),
  CumSum: (step) => ({
    operator: "CumSum",
    attributes: { axis: catalogueAxis(step, Number(step.inputs[1]?.tensor.data?.[0] ?? -1)) },
  }),
  DepthToSpace: (step) => ({
    operator: "PixelShuffle",
    attributes: { factor: step.node.attributes.int("blocksize", 1) },
  }),
  Div: binary("Div"),
  Dropout: dropout,
  Einsum: einsum,
  Elu: withFloat("ELU", "alpha", "alpha", 1),
  Equal: plainly("Equal"),
  Erf: plainly("Erf"),
  Exp: plainly("Exp"),
  Expand: expand,
  FastGelu: plainly("GELU"),
  Flatten: flatten,
  Floor: plainly("Floor"),
  FusedConv: convolution(1, 2),
  FusedMatMul: matmul,
  GRU: recurrent,
  Gather: gather(embedding),
  Gelu: plainly("GELU"),
  Gemm: linear,
  GlobalAveragePool: plainly("GlobalAvgPool"),
  GlobalMaxPool: plainly("GlobalMaxPool"),
  Greater: plainly("Greater"),
  GreaterOrEqual: plainly("GreaterOrEqual"),
  GridSample: plainly("GridSample"),
  GroupNormalization: normalization("GroupNorm"),
  HardSigmoid: plainly("HardSigmoid"),
  HardSwish: plainly("HardSwish"),
  InstanceNormalization: normalization("InstanceNorm"),
  LRN: (step) => {
    const { attributes } = step.node;
    return {
      operator: "LocalResponseNorm",
      attributes: {
        size: attributes.int("size", 1),
        alpha: neat(attributes.float("alpha", 0.0001)),
        beta: neat(attributes.float("beta", 0.75)),
        k: neat(attributes.float("bias", 1)),
      },
    };
  },
  LSTM: recurrent,
  LayerNormalization: normalization("LayerNorm"),
  LeakyRelu: withFloat("LeakyReLU", "slope", "alpha", 0.01),
  Less: plainly("Less"),
  LessOrEqual: plainly("LessOrEqual"),
  Log: plainly("Log"),
  LogSoftmax: withAxis("LogSoftmax", -1),
  LpPool: pool("LPPool"),
  MatMul: matmul,
  MatMulInteger: matmul,
  Max: binary("Max"),
  MaxPool: pool("MaxPool"),
  MaxRoiPool: plainly("ROIPool"),
  Mean: plainly("Average"),
  Min: binary("Min"),
  Mish: plainly("Mish"),
  Mod: plainly("Mod"),
  Mul: binary("Mul"),
  Neg: plainly("Neg"),
  NonMaxSuppression: plainly("NonMaxSuppression"),
  Not: plainly("Not"),
  Or: plainly("Or"),
  PRelu: (step) => ({
    operator: "PReLU",
    attributes: { parameters: product(step.inputs[1]?.tensor.shape ?? [1]) ?? 1 },
  }),
  Pad: pad,
  Pow: power,
  QLinearConv: convolution(3, 8),
  QLinearMatMul: quantizedLinear,
  RMSNormalization: normalization("RMSNorm"),
  RNN: recurrent,
  Reciprocal: plainly("Reciprocal"),
  ReduceL1: reduction("ReduceL1"),
  ReduceL2: reduction("ReduceL2"),
  ReduceLogSumExp: reduction("LogSumExp"),
  ReduceMax: reduction("ReduceMax"),
  ReduceMean: reduction("Mean"),
  ReduceMin: reduction("ReduceMin"),
  ReduceProd: reduction("ReduceProd"),
  ReduceSum: reduction("Sum"),
  Relu: plainly("ReLU"),
  Reshape: reshape,
  Resize: resize,
  RoiAlign: (step) => {
    const { attributes } = step.node;
    const size = [attributes.int("output_height", 1), attributes.int("output_width", 1)];
    return { operator: "ROIAlign", attributes: { size, scale: neat(attributes.float("spatial_scale", 1)) } };
  },
  Round: plainly("Round"),
  Selu: plainly("SELU"),
  Sigmoid: plainly("Sigmoid"),
  Sign: plainly("Sign"),
  SimplifiedLayerNormalization: normalization("RMSNorm"),
  Sin: plainly("Sin"),
  Slice: slice,
  Softmax: withAxis("Softmax", -1),
  Softplus: plainly("Softplus"),
  Softsign: plainly("Softsign"),
  SpaceToDepth: (step) => ({
    operator: "SpaceToDepth",
    attributes: { factor: step.node.attributes.int("blocksize", 1) },
  }),
  Split: split,
  SplitToSequence: splitSequence,
  Sqrt: plainly("Sqrt"),
  Squeeze: squeeze,
  Sub: binary("Sub"),
  Sum: binary("Add"),
  Swish: plainly("SiLU"),
  Tanh: plainly("Tanh"),
  Tile: (step) => {
    const repeats = intsFrom(step.call, "repeats", 1);
    return repeats === undefined
      ? undefined
      : { operator: "Tile", attributes: { repeats: repeats.slice(1) } };
  },
  Transpose: permute,
  Unsqueeze: unsqueeze,
  Upsample: resize,
  Where: plainly("Where"),
};

/** Operators that only move or pick elements, or change their type. */
const MOVES: ReadonlySet<string> = new Set(
  `CenterCropPad Compress Constant ConstantOfShape DequantizeLinear Expand EyeLike Gather GatherElements GatherND OneHot Pad
   QuantizeLinear ReorderInput ReorderOutput ReverseSequence Scatter ScatterElements ScatterND Slice Split Tile Transpose Trilu Unique`.split(
    /\s+/,
  ),
);
/** Operators whose work depends on the data. */
const OPEN: ReadonlySet<string> = new Set([
  "If",
  "Loop",
  "NonMaxSuppression",
  "NonZero",
  "Scan",
  "SequenceMap",
  "TopK",
]);

export interface MappedOperator {
  readonly operator: string;
  readonly attributes: Attributes;
  /** Operations besides multiply-accumulates where the catalogue has no rule for them. */
  readonly operations: Count;
  readonly plumbing: boolean;
}

/** The node in the catalogue's terms, or under its own operator type where the catalogue has none for it. */
export function mapOperator(step: Step): MappedOperator {
  const { node } = step;
  const mapped = node.op === undefined ? undefined : MAPPING[node.op]?.(step);
  const plumbing = node.op === "Cast" || node.op === "CastLike";
  const operator = mapped && operatorNamed(mapped.operator);
  if (mapped !== undefined && operator === undefined) {
    return {
      operator: mapped.operator,
      attributes: present(mapped.attributes),
      operations: ownOperations(step),
      plumbing,
    };
  }
  if (mapped !== undefined && operator !== undefined) {
    const { attributes, issues } = checkAttributes(operator, present(mapped.attributes));
    if (issues.length === 0 && meansTheSame(operator, attributes, step)) {
      return { operator: operator.name, attributes, operations: undefined, plumbing };
    }
  }
  return { ...asReshape(step), plumbing };
}

function present(draft: Draft): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(draft)) if (value !== undefined) attributes[name] = value;
  return attributes;
}

/** Families whose meaning depends on where the batch is, which the catalogue leaves out. */
const BATCH_SENSITIVE: ReadonlySet<Operator["family"]> = new Set([
  "arithmetic",
  "merge",
  "resampling",
  "shape",
]);

/** False when the catalogue's operator would give another shape: the node mixes the batch with other axes, say. */
function meansTheSame(operator: Operator, attributes: Attributes, step: Step): boolean {
  if (!BATCH_SENSITIVE.has(operator.family)) return true;
  const inputs = step.inputs.filter((input) => input?.kind === "data");
  const shapes = inputs.map((input) => withoutBatch(input?.tensor.shape));
  const { outputs, issues } = applyOperator(operator, attributes, shapes, step.outputs.length);
  if (issues.length > 0) return false;
  return step.outputs.every(({ tensor }, index) => {
    const [inferred, own] = [outputs[index], withoutBatch(tensor.shape)];
    return !isKnown(inferred) || !isKnown(own) || sameShape(inferred, own);
  });
}

/** A node that only moves the batch or axes of one element is a Reshape; any other keeps its own operator type. */
function asReshape(step: Step): Omit<MappedOperator, "plumbing"> {
  const { node } = step;
  const shape = sizesOf(step.outputs[0]?.tensor.shape);
  if (node.op !== undefined && KEEPS_ORDER.has(node.op) && keepsOrder(step) && shape !== undefined) {
    return { operator: "Reshape", attributes: { shape }, operations: undefined };
  }
  return { operator: node.opType, attributes: {}, operations: ownOperations(step) };
}

const KEEPS_ORDER: ReadonlySet<string> = new Set(["Flatten", "Reshape", "Squeeze", "Transpose", "Unsqueeze"]);

/** True when a Transpose leaves all axes longer than 1 in their order. */
function keepsOrder({ node, inputs }: Step): boolean {
  if (node.op !== "Transpose") return true;
  const shape = inputs[0]?.tensor.shape;
  const perm = node.attributes.ints("perm") ?? [];
  const long = perm.filter((axis) => shape?.[axis] !== 1);
  return shape !== undefined && long.every((axis, index) => index === 0 || axis > (long[index - 1] ?? -1));
}

/** One for each output element, none for moves, unknown where the data decides or the operator is not known. */
function ownOperations(step: Step): Count {
  const { op } = step.node;
  if (op === undefined || OPEN.has(op)) return undefined;
  if (MOVES.has(op)) return 0;
  return sum(step.outputs.slice(0, 1).map((output) => product(output.tensor.shape ?? [undefined])));
}

/** Every operator type that is mapped to the catalogue, in alphabetical order. */
export function mappedOperators(): readonly string[] {
  return Object.keys(MAPPING);
}
