// Layers that change each value by itself (neuron_layer.hpp): outputs are shaped as inputs.

import type { Attributes } from "../../../model/network";
import { flagIn, numberIn } from "../text/access";
import type { Message } from "../text/tree";
import { learned } from "./blob";
import type { LayerCall, LayerResult, LayerType } from "./layer-type";

type Row = readonly [
  name: string,
  aliases: readonly string[],
  parameter: string | undefined,
  documentation: string,
  operator: (parameter: Message) => readonly [operator: string, attributes?: Attributes],
];

const ROWS: readonly Row[] = [
  ["AbsVal", ["ABSVAL"], undefined, "Absolute value.", () => ["Abs"]],
  ["BNLL", ["BNLL", "bnll"], undefined, "log(1 + exp(x)).", () => ["Softplus"]],
  ["Clip", [], "clip_param", "Limits values to a range.", () => ["Clip"]],
  [
    "Dropout",
    ["DROPOUT", "dropout"],
    "dropout_param",
    "Drops values at random while training.",
    (parameter) => ["Dropout", { p: numberIn(parameter, "dropout_ratio") ?? 0.5 }],
  ],
  [
    "ELU",
    [],
    "elu_param",
    "x where positive, else alpha · (exp(x) − 1).",
    (parameter) => ["ELU", { alpha: numberIn(parameter, "alpha") ?? 1 }],
  ],
  ["Exp", ["EXP"], "exp_param", "base ^ (shift + scale · x).", () => ["Exp"]],
  ["HardSigmoid", [], "hardsigmoid_param", "A sigmoid made of lines.", () => ["HardSigmoid"]],
  ["GELU", [], undefined, "x · the normal distribution's share below x.", () => ["GELU"]],
  ["HardSwish", ["Hswish"], undefined, "x · hard sigmoid of x.", () => ["HardSwish"]],
  ["Log", [], "log_param", "log of (shift + scale · x).", () => ["Log"]],
  ["Mish", [], undefined, "x · tanh(softplus(x)).", () => ["Mish"]],
  [
    "Power",
    ["POWER", "power"],
    "power_param",
    "(shift + scale · x) ^ power.",
    (parameter) => [
      "Affine",
      {
        scale: numberIn(parameter, "scale") ?? 1,
        shift: numberIn(parameter, "shift") ?? 0,
        power: numberIn(parameter, "power") ?? 1,
      },
    ],
  ],
  [
    "ReLU",
    ["RELU", "relu"],
    "relu_param",
    "x where positive, else negative_slope · x.",
    (parameter) => {
      const slope = numberIn(parameter, "negative_slope") ?? 0;
      return slope === 0 ? ["ReLU"] : ["LeakyReLU", { slope }];
    },
  ],
  ["ReLU6", [], "relu6_param", "x limited to 0 … 6.", () => ["ReLU6"]],
  ["Sigmoid", ["SIGMOID", "sigmoid"], "sigmoid_param", "1 / (1 + exp(−x)).", () => ["Sigmoid"]],
  [
    "SpatialDropout",
    [],
    "spatial_dropout_param",
    "Drops whole channels at random while training (ENet).",
    (parameter) => ["Dropout", { p: numberIn(parameter, "dropout_ratio") ?? 0.5 }],
  ],
  ["Swish", [], "swish_param", "x · sigmoid(x).", () => ["SiLU"]],
  ["TanH", ["TANH", "tanh"], "tanh_param", "Hyperbolic tangent.", () => ["Tanh"]],
  [
    "Threshold",
    ["THRESHOLD"],
    "threshold_param",
    "1 above the threshold, else 0.",
    (parameter) => ["Threshold", { threshold: numberIn(parameter, "threshold") ?? 0 }],
  ],
];

export const ACTIVATION_LAYERS: readonly LayerType[] = [
  ...ROWS.map(([name, aliases, parameter, documentation, operator]): LayerType => ({
    name,
    aliases,
    ...(parameter === undefined ? {} : { parameter }),
    bottoms: [1, 1],
    tops: [1, 1],
    documentation,
    infer: (call) => {
      const [catalogued, attributes = {}] = operator(call.parameter);
      return { outputs: [call.inputs[0]], operator: catalogued, attributes };
    },
  })),
  {
    name: "PReLU",
    parameter: "prelu_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "x where positive, else a learned slope · x.",
    infer: prelu,
  },
];

function prelu(call: LayerCall): LayerResult {
  const [input] = call.inputs;
  const slopes = flagIn(call.parameter, "channel_shared") === true ? 1 : input?.[1];
  const weights = slopes === undefined ? [learned("slope", [undefined])] : [learned("slope", [slopes])];
  const attributes = slopes === undefined ? {} : { parameters: Number(slopes) };
  return { outputs: [input], operator: "PReLU", attributes, weights };
}
