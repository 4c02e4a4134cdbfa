// Normalization layers, with PyTorch's parameters. Operations for each element are small constants, said in the documentation.

import * as l10n from "@vscode/l10n";
import type { Weight } from "../model/network";
import type { Dim, Shape } from "../model/shape";
import { axisIndices, wrongAxis } from "./axis";
import {
  buffer,
  fails,
  isOn,
  keepsShape,
  numberOf,
  numbersOf,
  outputElements,
  parameter,
  times,
  UNKNOWN,
  wrongRank,
} from "./call";
import { explainParams } from "./explain";
import { withLayouts } from "./layout";
import type { Call, Inference, InferredCall, Operator, Parameter } from "./operator";

const AFFINE: Parameter = {
  name: "affine",
  type: "boolean",
  default: true,
  aliases: ["elementwise_affine"],
  documentation: "Learnable scale and shift.",
};

const SCALE: Parameter = {
  name: "scale",
  type: "boolean",
  optional: true,
  documentation: "Learnable scale; as `affine` unless given.",
};
const SHIFT: Parameter = {
  name: "bias",
  type: "boolean",
  optional: true,
  aliases: ["center"],
  documentation: "Learnable shift; as `affine` unless given.",
};

function epsilon(fallback: number): Parameter {
  return {
    name: "epsilon",
    type: "number",
    default: fallback,
    min: 0,
    // More is no epsilon: `BatchNorm(64)` means the channels, which follow from the input.
    max: 1,
    aliases: ["eps"],
    documentation: "Added to the variance.",
  };
}

function track(fallback: boolean): Parameter {
  return {
    name: "track",
    type: "boolean",
    default: fallback,
    aliases: ["track_running_stats"],
    documentation: "Keeps a running mean and variance (state, not parameters).",
  };
}

const MOMENTUM: Parameter = {
  name: "momentum",
  type: "number",
  default: 0.1,
  documentation: "Weight of the newest batch in the running mean and variance.",
};

interface Norm {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly documentation: string;
  readonly parameters: readonly Parameter[];
  readonly infer?: (call: Call) => Inference;
  readonly weights: (call: InferredCall) => readonly Weight[];
  /** Operations for each element. */
  readonly perElement: (call: InferredCall) => number;
}

function norm({ perElement, infer, ...declaration }: Norm): Operator {
  return {
    ...declaration,
    family: "normalization",
    arity: { min: 1, max: 1 },
    infer: infer ?? ((call) => inferChannels(declaration.name, call)),
    operations: (call) => times(outputElements(call), perElement(call)),
    explain: (call) => ({ params: explainParams(declaration.weights(call)) }),
  };
}

function inferChannels(name: string, call: Call): Inference {
  const [input] = call.inputs;
  return input?.length === 0 ? fails(wrongRank(name, l10n.t("at least 1 axis"), input)) : keepsShape(call);
}

/** Scale and shift as `affine` says, unless each is given by itself. */
function scaleAndShift(call: Call, shape: Shape): readonly Weight[] {
  return [
    ...(isScaled(call) ? [parameter("weight", shape)] : []),
    ...(isShifted(call) ? [parameter("bias", shape)] : []),
  ];
}

function isScaled(call: Call): boolean {
  return (call.attributes["scale"] ?? call.attributes["affine"]) === true;
}

function isShifted(call: Call): boolean {
  return (call.attributes["bias"] ?? call.attributes["affine"]) === true;
}

function runningState(call: Call, channels: Dim): readonly Weight[] {
  return isOn(call, "track") ? [buffer("running_mean", [channels]), buffer("running_var", [channels])] : [];
}

function channelsOf(call: Call): Dim {
  return call.inputs[0]?.[0];
}

/** Mean, difference, square, variance, quotient; and scale and shift. */
function statisticsOperations(call: Call): number {
  return 5 + Number(isScaled(call)) + Number(isShifted(call));
}

const FACTOR: Parameter = {
  name: "factor",
  type: "boolean",
  default: false,
  documentation: "Keeps a number that mean and variance are divided by, as Caffe does.",
};

const RENORM: Parameter = {
  name: "renorm",
  type: "boolean",
  default: false,
  documentation: "Batch renormalization, which keeps three more vectors of state.",
};

function renormState(call: Call): readonly Weight[] {
  const names = ["running_std", "renorm_mean", "renorm_std"];
  return isOn(call, "renorm") ? names.map((name) => buffer(name, [channelsOf(call)])) : [];
}

const BATCH_NORM = norm({
  name: "BatchNorm",
  aliases: ["BN", "BatchNormalization"],
  documentation:
    "Normalizes each channel by its running mean and variance (PyTorch's `BatchNorm2d`). Counted as 2 operations for each element: one factor and one term.",
  parameters: [epsilon(1e-5), MOMENTUM, AFFINE, track(true), SCALE, SHIFT, FACTOR, RENORM],
  weights: (call) => [
    ...scaleAndShift(call, [channelsOf(call)]),
    ...runningState(call, channelsOf(call)),
    ...(isOn(call, "factor") ? [buffer("factor", [1])] : []),
    ...renormState(call),
  ],
  perElement: () => 2,
});

const INSTANCE_NORM = norm({
  name: "InstanceNorm",
  documentation:
    "Normalizes each channel of each sample (PyTorch's `InstanceNorm2d`). Counted as 5 operations for each element, and 1 each for scale and shift.",
  parameters: [epsilon(1e-5), MOMENTUM, { ...AFFINE, default: false }, track(false), SCALE, SHIFT],
  weights: (call) => [...scaleAndShift(call, [channelsOf(call)]), ...runningState(call, channelsOf(call))],
  perElement: statisticsOperations,
});

const GROUP_NORM = norm({
  name: "GroupNorm",
  documentation:
    "Normalizes groups of channels (PyTorch's `GroupNorm`). Counted as 5 operations for each element, and 1 each for scale and shift.",
  parameters: [
    {
      name: "groups",
      type: "integer",
      min: 1,
      aliases: ["num_groups"],
      documentation: "Groups that the channels are divided into.",
    },
    epsilon(1e-5),
    AFFINE,
    SCALE,
    SHIFT,
  ],
  infer: inferGroupNorm,
  weights: (call) => scaleAndShift(call, [channelsOf(call)]),
  perElement: statisticsOperations,
});

function inferGroupNorm(call: Call): Inference {
  const groups = numberOf(call, "groups") ?? 1;
  const channels = channelsOf(call);
  if (typeof channels !== "number" || channels % groups === 0) return inferChannels("GroupNorm", call);
  const message = l10n.t("{0} groups do not divide {1} input channels.", groups, channels);
  return fails({ code: "groups-do-not-divide", parameter: "groups", message });
}

const NORMALIZED_AXES: Parameter = {
  name: "axis",
  type: "integers",
  default: -1,
  aliases: ["dim"],
  documentation:
    "The axes to normalize over, which are those of the scale and shift: the last one, or 1 for the channels of [C, H, W], or [-2, -1].",
};

function inferAlongAxes(name: string, call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const axes = numbersOf(call, "axis") ?? [-1];
  return axisIndices(axes, input.length) === undefined
    ? fails(wrongAxis(name, axes, input))
    : keepsShape(call);
}

function normalizedShape(call: InferredCall): Shape {
  const [input] = call.inputs;
  if (input === undefined) return [undefined];
  const axes = axisIndices(numbersOf(call, "axis") ?? [-1], input.length) ?? [];
  return axes.map((axis) => input[axis]);
}

const LAYER_NORM = norm({
  name: "LayerNorm",
  aliases: ["LN", "LayerNormalization"],
  documentation:
    "Normalizes each position over its last axis, or those given (PyTorch's `LayerNorm`). Counted as 5 operations for each element, and 1 each for scale and shift.",
  parameters: [NORMALIZED_AXES, epsilon(1e-5), AFFINE, SHIFT, SCALE],
  infer: (call) => inferAlongAxes("LayerNorm", call),
  weights: (call) => scaleAndShift(call, normalizedShape(call)),
  perElement: statisticsOperations,
});

const RMS_NORM = norm({
  name: "RMSNorm",
  documentation:
    "Divides each position by the root of its mean square (PyTorch's `RMSNorm`). Counted as 3 operations for each element, 4 when affine.",
  parameters: [NORMALIZED_AXES, epsilon(1e-6), { ...AFFINE, documentation: "Learnable scale." }],
  infer: (call) => inferAlongAxes("RMSNorm", call),
  weights: (call) => (isOn(call, "affine") ? [parameter("weight", normalizedShape(call))] : []),
  perElement: (call) => (isOn(call, "affine") ? 4 : 3),
});

const LOCAL_RESPONSE_NORM = norm({
  name: "LocalResponseNorm",
  aliases: ["LRN"],
  documentation:
    "Divides each element by a power of the sum of squares over neighbouring channels (PyTorch's `LocalResponseNorm`). Counted as size + 5 operations for each element.",
  parameters: [
    { name: "size", type: "integer", min: 1, documentation: "Channels in the window." },
    { name: "alpha", type: "number", default: 1e-4, documentation: "Factor of the mean of squares." },
    { name: "beta", type: "number", default: 0.75, documentation: "Exponent." },
    { name: "k", type: "number", default: 1, documentation: "Added before the power." },
  ],
  weights: () => [],
  perElement: (call) => (numberOf(call, "size") ?? 1) + 5,
});

const L2_NORM = norm({
  name: "L2Norm",
  aliases: ["Normalize"],
  documentation:
    "Divides each position by its Euclidean length over the channels, with a learnable scale as in SSD. Counted as 3 operations for each element, 4 when affine.",
  parameters: [
    { ...NORMALIZED_AXES, default: 1, documentation: "The axes that the length is taken over." },
    epsilon(1e-10),
    { ...AFFINE, default: false, documentation: "Learnable scale for each channel." },
  ],
  infer: (call) => inferAlongAxes("L2Norm", call),
  weights: (call) => (isOn(call, "affine") ? [parameter("weight", normalizedShape(call))] : []),
  perElement: (call) => (isOn(call, "affine") ? 4 : 3),
});

const NORMALIZATION = norm({
  name: "Normalization",
  documentation:
    "Subtracts a mean and divides by a deviation that are known before training (Keras' `Normalization`). Counted as 2 operations for each element.",
  parameters: [
    { ...NORMALIZED_AXES, default: 1, documentation: "The axes along which mean and deviation differ." },
    {
      name: "state",
      type: "boolean",
      default: true,
      documentation: "Mean, variance and a count are state of the layer, rather than constants.",
    },
  ],
  infer: (call) => inferAlongAxes("Normalization", call),
  weights: (call) =>
    isOn(call, "state")
      ? [
          buffer("mean", normalizedShape(call)),
          buffer("variance", normalizedShape(call)),
          buffer("count", []),
        ]
      : [],
  perElement: () => 2,
});

export const NORMALIZATIONS: readonly Operator[] = [
  ...withLayouts([BATCH_NORM]),
  LAYER_NORM,
  ...withLayouts([GROUP_NORM, INSTANCE_NORM]),
  RMS_NORM,
  LOCAL_RESPONSE_NORM,
  L2_NORM,
  NORMALIZATION,
];
