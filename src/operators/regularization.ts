// Regularization that acts in training only: nothing is counted.

import type { Operator, Parameter } from "./operator";
import { pointwise } from "./pointwise";

function probability(fallback: number): Parameter {
  return {
    name: "p",
    type: "number",
    default: fallback,
    min: 0,
    max: 1,
    aliases: ["rate", "prob", "drop_prob"],
    documentation: "Probability of dropping.",
  };
}

function regularization(
  name: string,
  documentation: string,
  parameter: Parameter,
  aliases: readonly string[] = [],
): Operator {
  return pointwise({
    name,
    aliases,
    family: "regularization",
    documentation: `${documentation} Passes its input on outside training.`,
    parameters: [parameter],
    perElement: 0,
  });
}

export const REGULARIZATIONS: readonly Operator[] = [
  regularization("Dropout", "Sets elements to 0 at random (PyTorch's `Dropout`).", probability(0.5)),
  regularization(
    "SpatialDropout",
    "Sets whole channels to 0 at random (PyTorch's `Dropout2d`).",
    probability(0.5),
    ["ChannelDropout"],
  ),
  regularization("AlphaDropout", "Dropout that keeps mean and variance, for SELU.", probability(0.5)),
  regularization(
    "DropPath",
    "Drops a whole branch of a sample at random (stochastic depth).",
    probability(0),
    ["StochasticDepth"],
  ),
  regularization("GaussianNoise", "Adds random noise.", {
    name: "deviation",
    type: "number",
    default: 1,
    min: 0,
    aliases: ["stddev"],
    documentation: "Standard deviation of the noise.",
  }),
];
