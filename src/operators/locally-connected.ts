// Locally connected layers: convolutions whose weights differ at each position (Keras' LocallyConnected2D).

import type { Count } from "../model/exact";
import { product } from "../model/exact";
import type { Weight } from "../model/network";
import type { Dim, Shape } from "../model/shape";
import { BIAS, biasAdds } from "./bias";
import { elements, fails, gives, isOn, numberOf, parameter, UNKNOWN } from "./call";
import { CHANNELS, geometryOf } from "./convolution";
import { equation, explainParams, factors } from "./explain";
import type { Call, Inference, InferredCall, Operator } from "./operator";
import { explainWindow } from "./sliding";
import { inferSpatial, KERNEL, layoutOf, PAD, slidingWindow, STRIDE, wrongSpatialRank } from "./spatial";
import { slidingOf } from "./window";

export const LOCALLY_CONNECTED: Operator = {
  name: "LocallyConnected",
  family: "convolution",
  documentation:
    "A convolution whose weights and biases differ at each position (Keras 2's `LocallyConnected2D`).",
  parameters: [CHANNELS, KERNEL, STRIDE, PAD, BIAS],
  arity: { min: 1, max: 1 },
  weightLayers: 1,
  infer: inferLocal,
  weights: localWeights,
  macs: localMacs,
  biasAdds,
  window: slidingWindow,
  explain: (call) => ({
    shape: explainWindow(call, "floor"),
    params: explainParams(localWeights(call)),
    macs: [equation(factors(localFactors(call)), localMacs(call))],
  }),
};

function inferLocal(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const layout = layoutOf(call, input);
  if (layout === undefined || layout.channelAxis > 0)
    return fails(wrongSpatialRank("LocallyConnected", input, call.attributes["kernel"]));
  const { sliding, issues } = slidingOf(call.attributes, layout.spatial);
  if (sliding === undefined) return fails(...issues);
  const spatial = inferSpatial("LocallyConnected", sliding, input.slice(1), "floor");
  return spatial.issues.length > 0
    ? fails(...spatial.issues)
    : gives([numberOf(call, "channels"), ...spatial.sizes]);
}

/** Positions, input elements of a window, and output channels. */
function localFactors(call: InferredCall): readonly Dim[] {
  const geometry = geometryOf(call);
  if (geometry === undefined) return [undefined];
  const { output, inChannels, kernel, outChannels } = geometry;
  const positions: Shape = output.slice(1);
  return [elements(positions), product([inChannels, ...kernel]), outChannels];
}

function localWeights(call: InferredCall): readonly Weight[] {
  const weight = parameter("weight", localFactors(call));
  return isOn(call, "bias") ? [weight, parameter("bias", call.outputs[0] ?? [undefined])] : [weight];
}

function localMacs(call: InferredCall): Count {
  return product(localFactors(call));
}
