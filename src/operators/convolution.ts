// Convolutions of rank 1, 2 and 3: Conv and DepthwiseConv, with the shape rules of PyTorch's nn.Conv1d, Conv2d and Conv3d.

import type { Count } from "../model/exact";
import { product } from "../model/exact";
import type { Weight } from "../model/network";
import type { Dim, Shape } from "../model/shape";
import { BIAS, biasAdds, withBias } from "./bias";
import { fails, gives, numberOf, parameter, UNKNOWN } from "./call";
import { equation, explainParams, factors } from "./explain";
import type { Call, Explanation, Inference, InferredCall, Operator, Parameter } from "./operator";
import { explainWindow } from "./sliding";
import type { Layout } from "./spatial";
import {
  DILATION,
  groupIssues,
  inferSpatial,
  KERNEL,
  layoutOf,
  PAD,
  slidingWindow,
  STRIDE,
  wrongSpatialRank,
} from "./spatial";
import { slidingOf } from "./window";

export const CHANNELS: Parameter = {
  name: "channels",
  type: "integer",
  min: 1,
  aliases: ["out_channels", "filters"],
  documentation: "Output channels (filters).",
};
export const GROUPS: Parameter = {
  name: "groups",
  type: "integer",
  default: 1,
  min: 1,
  documentation: "Independent groups that input and output channels are divided into.",
};

const CONV: Operator = {
  name: "Conv",
  aliases: ["Convolution"],
  family: "convolution",
  documentation:
    "Convolution over 1, 2 or 3 spatial axes, as many as the input has after its channels (PyTorch's `Conv1d`, `Conv2d`, `Conv3d`).",
  parameters: [CHANNELS, KERNEL, STRIDE, PAD, DILATION, GROUPS, BIAS],
  arity: { min: 1, max: 1 },
  weightLayers: 1,
  infer: (call) => inferConvolution("Conv", call, () => numberOf(call, "channels")),
  weights: convolutionWeights,
  macs: convolutionMacs,
  biasAdds,
  window: slidingWindow,
  explain: explainConvolution,
};

const DEPTHWISE_CONV: Operator = {
  name: "DepthwiseConv",
  family: "convolution",
  documentation: "Convolution of each channel on its own (a `Conv` whose groups are its input channels).",
  parameters: [
    KERNEL,
    STRIDE,
    PAD,
    DILATION,
    {
      name: "multiplier",
      type: "integer",
      default: 1,
      min: 1,
      documentation: "Output channels for each input channel.",
    },
    BIAS,
  ],
  arity: { min: 1, max: 1 },
  weightLayers: 1,
  infer: (call) =>
    inferConvolution("DepthwiseConv", call, (channels) => product([channels, numberOf(call, "multiplier")])),
  weights: convolutionWeights,
  macs: convolutionMacs,
  biasAdds,
  window: slidingWindow,
  explain: explainConvolution,
};

export const CONVOLUTIONS: readonly Operator[] = [CONV, DEPTHWISE_CONV];

function inferConvolution(name: string, call: Call, channelsFor: (channels: Dim) => Dim): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const layout = layoutOf(call, input);
  if (layout === undefined) return fails(wrongSpatialRank(name, input, call.attributes["kernel"]));
  const { sliding, issues } = slidingOf(call.attributes, layout.spatial);
  if (sliding === undefined) return fails(...issues);
  const channels = input[layout.channelAxis];
  const outChannels = channelsFor(channels);
  const spatial = inferSpatial(name, sliding, input.slice(layout.channelAxis + 1), "floor");
  const all = [...groupIssues(call, channels, outChannels), ...spatial.issues];
  if (all.length > 0) return fails(...all);
  return gives([...input.slice(0, layout.channelAxis), outChannels, ...spatial.sizes]);
}

/** What the weights and the multiply-accumulates of a convolution follow from. */
export interface Geometry {
  readonly layout: Layout;
  readonly input: Shape;
  readonly output: Shape;
  readonly inChannels: Dim;
  readonly outChannels: Dim;
  readonly groups: Dim;
  readonly kernel: readonly number[];
}

export function geometryOf(call: InferredCall): Geometry | undefined {
  const [input] = call.inputs;
  const [output] = call.outputs;
  const layout = input && layoutOf(call, input);
  const sliding = layout && slidingOf(call.attributes, layout.spatial).sliding;
  if (input === undefined || output === undefined || layout === undefined || sliding === undefined)
    return undefined;
  const inChannels = input[layout.channelAxis];
  const groups = "multiplier" in call.attributes ? inChannels : (numberOf(call, "groups") ?? 1);
  const outChannels = output[layout.channelAxis];
  return { layout, input, output, inChannels, outChannels, groups, kernel: sliding.kernel };
}

/** The quotient of two numbers; unknown when either is, or when it is not whole. */
export function divide(count: Dim, divisor: Dim): number | undefined {
  if (typeof count !== "number" || typeof divisor !== "number") return undefined;
  const quotient = count / divisor;
  return Number.isInteger(quotient) ? quotient : undefined;
}

function convolutionWeights(call: InferredCall): readonly Weight[] {
  const geometry = geometryOf(call);
  const outChannels = geometry?.outChannels ?? numberOf(call, "channels");
  const shape = [
    outChannels,
    divide(geometry?.inChannels, geometry?.groups),
    ...(geometry?.kernel ?? [undefined]),
  ];
  return withBias(call, parameter("weight", shape), outChannels);
}

/** Output elements × (input channels / groups) × kernel elements. */
function convolutionMacs(call: InferredCall): Count {
  const geometry = geometryOf(call);
  if (geometry === undefined) return undefined;
  const { output, inChannels, groups, kernel } = geometry;
  return product([...output, divide(inChannels, groups), ...kernel]);
}

function explainConvolution(call: InferredCall): Explanation {
  const geometry = geometryOf(call);
  if (geometry === undefined) return {};
  const { output, inChannels, groups, kernel } = geometry;
  const filter = factors([divide(inChannels, groups), ...kernel]);
  return {
    shape: explainWindow(call, "floor"),
    params: explainParams(convolutionWeights(call)),
    macs: [equation(`${factors(output)} · ${filter}`, convolutionMacs(call))],
  };
}
