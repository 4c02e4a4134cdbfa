// The words that options with a choice take.

export const ACTIVATIONS: readonly string[] = [
  "elu",
  "gelu",
  "hard_mish",
  "hardtan",
  "leaky",
  "lhtan",
  "linear",
  "loggy",
  "logistic",
  "mish",
  "normalize_channels",
  "normalize_channels_softmax",
  "normalize_channels_softmax_maxval",
  "plse",
  "ramp",
  "relie",
  "relu",
  "relu6",
  "revleaky",
  "selu",
  "silu",
  "stair",
  "swish",
  "tanh",
];

export const POLICIES: readonly string[] = [
  "constant",
  "exp",
  "poly",
  "random",
  "sgdr",
  "sig",
  "sigmoid",
  "step",
  "steps",
];

export const COSTS: readonly string[] = ["L1", "masked", "seg", "smooth", "sse", "wgan"];
