// Convolutional LSTMs.

import { flagIn } from "../json/access";
import { CONVOLUTIONS } from "./convolution";
import type { KerasCall, KerasResult } from "./layer";

/** The window is that of a convolution over each step. */
export function convLstm(call: KerasCall): KerasResult {
  const { config } = call;
  const className = call.className.replace("ConvLSTM", "Conv");
  const convolution = CONVOLUTIONS[className]?.({ ...call, className, inputs: [] });
  const { groups: _, activation: __, ...attributes } = convolution?.attributes ?? {};
  return {
    operator: "ConvLSTM",
    attributes: { ...attributes, sequence: flagIn(config, "return_sequences", false) },
    takes: call.inputs.map((_input, index) => index),
    wanted: flagIn(config, "return_state", false) ? 3 : 1,
  };
}
