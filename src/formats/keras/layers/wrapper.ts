// Layers that wrap another layer: TimeDistributed, SpectralNormalization.

import type { Attributes } from "../../../model/network";
import { product } from "../../../model/exact";
import { buffer, parameter } from "../../../operators/call";
import { operatorNamed } from "../../../operators/index";
import type { Shape } from "../../../model/shape";
import { figuresOf } from "./figures";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";

export const WRAPPERS: KerasLayers = {
  TimeDistributed: timeDistributed,
  SpectralNormalization: spectralNormalization,
  Wrapper: (call) => call.inner(call.config["layer"], call.inputs) ?? opaque(call),
};

function opaque({ className }: KerasCall): KerasResult {
  return {
    operator: className,
    outputs: [undefined],
    weights: [parameter("layer", [undefined])],
    macs: undefined,
    operations: undefined,
  };
}

/** The layer at each step: its shape for one step, its costs once for each. */
function timeDistributed(call: KerasCall): KerasResult {
  const frames = call.inputs.map((input) => input?.slice(1));
  const inner = call.inner(call.config["layer"], frames, call);
  const [first] = call.inputs;
  const [frame] = frames;
  if (inner === undefined || first === undefined || frame === undefined) return opaque(call);
  const attributes = spelledOut(inner.attributes ?? {}, frame);
  const mean = meanOverFrame(inner, frame);
  if (mean !== undefined) return mean;
  const [steps] = first;
  const { activationOperations: _, ...rest } = inner;
  const step = figuresOf({ ...inner, attributes }, frames);
  return {
    ...rest,
    attributes,
    outputs: step.outputs.map((shape) => shape && [steps, ...shape]),
    weights: step.weights,
    macs: product([step.macs, steps]),
    operations: product([step.operations, steps]),
    issues: step.issues,
  };
}

/** A global average of each step is a mean over all axes but the steps and the channels. */
function meanOverFrame({ operator, attributes = {} }: KerasResult, frame: Shape): KerasResult | undefined {
  if (operator !== "GlobalAvgPool" || frame.length < 2) return undefined;
  const first = attributes["layout"] === "channels-last" ? 2 : 3;
  const axis = frame.slice(1).map((_, index) => first + index);
  return { operator: "Mean", attributes: { axis, keepdim: attributes["keepdim"] === true } };
}

/** A kernel with a size for each axis, so that the steps are not taken for one more spatial axis. */
function spelledOut(attributes: Attributes, frame: Shape | undefined): Attributes {
  const { kernel } = attributes;
  if (typeof kernel !== "number" || frame === undefined) return attributes;
  return { ...attributes, kernel: Array.from({ length: Math.max(1, frame.length - 1) }, () => kernel) };
}

/** One vector of state, as long as the kernel's last axis: the output channels. */
function spectralNormalization(call: KerasCall): KerasResult {
  const inner = call.inner(call.config["layer"], call.inputs);
  if (inner === undefined || operatorNamed(inner.operator) === undefined) return opaque(call);
  const { weights } = figuresOf(inner, call.inputs);
  const channels =
    inner.attributes?.["channels"] ?? inner.attributes?.["features"] ?? inner.attributes?.["dim"];
  const vector = buffer("vector_u", [1, typeof channels === "number" ? channels : undefined]);
  return { ...inner, weights: [...weights, vector] };
}
