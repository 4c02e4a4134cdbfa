// Convolutional LSTM over [T, C, …]: gates that are convolutions of each step's input and of the state (Keras' ConvLSTM2D).

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import { product, sum } from "../model/exact";
import type { Weight } from "../model/network";
import type { Dim, Shape } from "../model/shape";
import { BIAS, withBias } from "./bias";
import { fails, isOn, numberOf, parameter, UNKNOWN, wrongRank } from "./call";
import { CHANNELS } from "./convolution";
import { explainParams } from "./explain";
import type { Call, Inference, InferredCall, Operator } from "./operator";
import { DILATION, inferSpatial, KERNEL, PAD, STRIDE } from "./spatial";
import type { Sliding } from "./window";
import { slidingOf } from "./window";

/** Elementwise operations for each element of the state and step. */
const PER_UNIT = 13;

export const CONV_LSTM: Operator = {
  name: "ConvLSTM",
  family: "recurrent",
  documentation:
    "An LSTM over `[T, C, H, W]` whose products are convolutions: of the input, and of the state, which keeps its size (Keras' `ConvLSTM2D`). " +
    `Further outputs are the last states. Besides the convolutions, ${String(PER_UNIT)} operations are counted for each element of the state and step.`,
  parameters: [
    CHANNELS,
    KERNEL,
    STRIDE,
    PAD,
    DILATION,
    BIAS,
    {
      name: "sequence",
      type: "boolean",
      default: true,
      aliases: ["return_sequences"],
      documentation: "Gives the result of every step, otherwise that of the last one.",
    },
    {
      name: "layout",
      type: "choice",
      choices: ["channels-first", "channels-last"],
      optional: true,
      aliases: ["data_format"],
      documentation:
        "Whether channels come before the spatial axes, as they do unless said otherwise, or last.",
    },
  ],
  arity: { min: 1, max: 3 },
  weightLayers: 1,
  infer: inferConvLstm,
  weights: convLstmWeights,
  macs: convLstmMacs,
  operations: (call) => product([...(framesOf(call) ?? [undefined]), PER_UNIT]),
  biasAdds: (call) => (isOn(call, "bias") ? product([...(framesOf(call) ?? [undefined]), 4]) : 0),
  window: () => "global",
  explain: (call) => ({ params: explainParams(convLstmWeights(call)) }),
};

interface Frames {
  readonly steps: Dim;
  readonly channels: Dim;
  readonly sizes: Shape;
  readonly sliding: Sliding;
}

function isLast(call: Call): boolean {
  return call.attributes["layout"] === "channels-last";
}

function framesIn(call: Call): Frames | undefined {
  const [input] = call.inputs;
  if (input === undefined || input.length < 3 || input.length > 5) return undefined;
  const [steps, ...frame] = input;
  const { sliding } = slidingOf(call.attributes, frame.length - 1);
  if (sliding === undefined) return undefined;
  const channels = isLast(call) ? frame.at(-1) : frame[0];
  const sizes = isLast(call) ? frame.slice(0, -1) : frame.slice(1);
  return { steps, channels, sizes, sliding };
}

function inferConvLstm(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  if (input.length < 3 || input.length > 5)
    return fails(wrongRank("ConvLSTM", l10n.t("steps, channels and 1 to 3 spatial axes"), input));
  const frames = framesIn(call);
  if (frames === undefined) return fails(...slidingOf(call.attributes, input.length - 2).issues);
  const spatial = inferSpatial("ConvLSTM", frames.sliding, frames.sizes, "floor");
  if (spatial.issues.length > 0) return fails(...spatial.issues);
  const channels = numberOf(call, "channels");
  const frame = isLast(call) ? [...spatial.sizes, channels] : [channels, ...spatial.sizes];
  const output = isOn(call, "sequence") ? [frames.steps, ...frame] : frame;
  const wanted = Math.min(3, Math.max(1, call.wanted ?? 1));
  return { outputs: [output, frame, frame].slice(0, wanted), issues: [] };
}

/** All steps' states together. */
function framesOf(call: InferredCall): Shape | undefined {
  const frames = framesIn(call);
  if (frames === undefined) return undefined;
  const { sizes } = inferSpatial("ConvLSTM", frames.sliding, frames.sizes, "floor");
  return [frames.steps, ...sizes, numberOf(call, "channels")];
}

function convLstmWeights(call: InferredCall): readonly Weight[] {
  const frames = framesIn(call);
  const channels = numberOf(call, "channels");
  const gates = product([4, channels]);
  const kernel = frames?.sliding.kernel ?? [undefined];
  return [
    parameter("weight_ih", [gates, frames?.channels, ...kernel]),
    ...withBias(call, parameter("weight_hh", [gates, channels, ...kernel]), gates),
  ];
}

/** Positions × kernel elements × 4 gates × (input channels + state channels), for each step. */
function convLstmMacs(call: InferredCall): Count {
  const frames = framesIn(call);
  const channels = numberOf(call, "channels");
  if (frames === undefined) return undefined;
  const each = [...(framesOf(call) ?? [undefined]), 4, ...frames.sliding.kernel];
  return sum([product([...each, frames.channels]), product([...each, channels])]);
}
