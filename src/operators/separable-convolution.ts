// Separable convolution of rank 1, 2 and 3: a convolution of each channel on its own, then one of all channels at each position.

import type { Count } from "../model/exact";
import { product, sum } from "../model/exact";
import type { Weight } from "../model/network";
import { BIAS, biasAdds, withBias } from "./bias";
import { fails, gives, numberOf, parameter, UNKNOWN } from "./call";
import { CHANNELS, geometryOf } from "./convolution";
import { equation, explainParams, factors } from "./explain";
import type { Call, Explanation, Inference, InferredCall, Operator } from "./operator";
import { explainWindow } from "./sliding";
import {
  DILATION,
  inferSpatial,
  KERNEL,
  layoutOf,
  PAD,
  slidingWindow,
  STRIDE,
  wrongSpatialRank,
} from "./spatial";
import { slidingOf } from "./window";

export const SEPARABLE_CONV: Operator = {
  name: "SeparableConv",
  family: "convolution",
  documentation:
    "A convolution of each channel on its own, then a 1×1 convolution of all channels (Keras' `SeparableConv2D`).",
  parameters: [
    CHANNELS,
    KERNEL,
    STRIDE,
    PAD,
    DILATION,
    {
      name: "multiplier",
      type: "integer",
      default: 1,
      min: 1,
      aliases: ["depth_multiplier"],
      documentation: "Channels between the two for each input channel.",
    },
    BIAS,
  ],
  arity: { min: 1, max: 1 },
  weightLayers: 2,
  infer: inferSeparable,
  weights: separableWeights,
  macs: separableMacs,
  biasAdds,
  window: slidingWindow,
  explain: explainSeparable,
};

function inferSeparable(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const layout = layoutOf(call, input);
  if (layout === undefined) return fails(wrongSpatialRank("SeparableConv", input, call.attributes["kernel"]));
  const { sliding, issues } = slidingOf(call.attributes, layout.spatial);
  if (sliding === undefined) return fails(...issues);
  const spatial = inferSpatial("SeparableConv", sliding, input.slice(layout.channelAxis + 1), "floor");
  if (spatial.issues.length > 0) return fails(...spatial.issues);
  return gives([...input.slice(0, layout.channelAxis), numberOf(call, "channels"), ...spatial.sizes]);
}

function betweenChannels(call: InferredCall): Count {
  return product([geometryOf(call)?.inChannels, numberOf(call, "multiplier")]);
}

function separableWeights(call: InferredCall): readonly Weight[] {
  const kernel = geometryOf(call)?.kernel ?? [undefined];
  const between = betweenChannels(call);
  const channels = numberOf(call, "channels");
  const pointwise = parameter("pointwise.weight", [channels, between, ...kernel.map(() => 1)]);
  return [parameter("depthwise.weight", [between, 1, ...kernel]), ...withBias(call, pointwise, channels)];
}

/** Positions × channels between × kernel elements, plus positions × channels between × output channels. */
function separableTerms(call: InferredCall): readonly (readonly (number | string | undefined)[])[] {
  const geometry = geometryOf(call);
  if (geometry === undefined) return [[undefined]];
  const { output, outChannels, kernel, layout } = geometry;
  const positions = output.filter((_, axis) => axis !== layout.channelAxis);
  const between = betweenChannels(call);
  return [
    [between, ...positions, ...kernel],
    [outChannels, ...positions, between],
  ];
}

function separableMacs(call: InferredCall): Count {
  return sum(separableTerms(call).map(product));
}

function explainSeparable(call: InferredCall): Explanation {
  const terms = separableTerms(call);
  return {
    shape: explainWindow(call, "floor"),
    params: explainParams(separableWeights(call)),
    macs: terms.length < 2 ? [] : [equation(terms.map(factors).join(" + "), separableMacs(call))],
  };
}
