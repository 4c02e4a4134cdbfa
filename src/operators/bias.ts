// The bias that convolutions and fully connected layers add unless it is switched off.

import type { Count } from "../model/exact";
import type { Weight } from "../model/network";
import type { Dim } from "../model/shape";
import { outputElements, parameter } from "./call";
import type { Call, InferredCall, Parameter } from "./operator";

export const BIAS: Parameter = {
  name: "bias",
  type: "boolean",
  default: true,
  aliases: ["use_bias"],
  documentation: "Adds a learnable bias to each output channel.",
};

/** The weight, and the bias of so many channels unless switched off. */
export function withBias(call: Call, weight: Weight, channels: Dim): readonly Weight[] {
  return call.attributes["bias"] === false ? [weight] : [weight, parameter("bias", [channels])];
}

/** One addition for each output element, unless there is no bias. */
export function biasAdds(call: InferredCall): Count {
  return call.attributes["bias"] === false ? 0 : outputElements(call);
}
