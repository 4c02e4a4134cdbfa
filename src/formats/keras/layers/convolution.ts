// Convolutions: Conv1D to Conv3D, their transposed, depthwise and separable kinds.

import type { AttributeValue, Attributes } from "../../../model/network";
import type { JsonObject } from "../json/access";
import { numberIn, numbersIn, sizeIn, stringIn } from "../json/access";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";
import { bias, compact, layout, rankIssues, rankOf, sizes, withActivation } from "./layer";

export const CONVOLUTIONS: KerasLayers = {
  Conv1D: convolution,
  Conv2D: convolution,
  Conv3D: convolution,
  Convolution1D: convolution,
  Convolution2D: convolution,
  Convolution3D: convolution,
  Conv1DTranspose: transposed,
  Conv2DTranspose: transposed,
  Conv3DTranspose: transposed,
  Convolution1DTranspose: transposed,
  Convolution2DTranspose: transposed,
  Convolution3DTranspose: transposed,
  DepthwiseConv1D: depthwise,
  DepthwiseConv2D: depthwise,
  SeparableConv1D: separable,
  SeparableConv2D: separable,
  SeparableConvolution1D: separable,
  SeparableConvolution2D: separable,
};

/** One number for each spatial axis. */
function perAxis(call: KerasCall, name: string, fallback: number): readonly number[] {
  const rank = rankOf(call.className) ?? 2;
  const numbers = numbersIn(call.config, name) ?? [fallback];
  return numbers.length === rank ? numbers : Array.from({ length: rank }, () => numbers[0] ?? fallback);
}

/** "same" and "valid" as they are; causal padding is all before the input. */
function padding(call: KerasCall): AttributeValue {
  const name = stringIn(call.config, "padding")?.toLowerCase() ?? "valid";
  if (name === "same") return "same";
  if (name !== "causal") return 0;
  const kernel = perAxis(call, "kernel_size", 1);
  const dilation = perAxis(call, "dilation_rate", 1);
  return kernel.map((size, axis) => [(size - 1) * (dilation[axis] ?? 1), 0]);
}

function window(call: KerasCall): Attributes {
  const { config } = call;
  return {
    ...sizes(config, "kernel", "kernel_size"),
    ...sizes(config, "stride", "strides"),
    pad: padding(call),
    ...sizes(config, "dilation", "dilation_rate"),
  };
}

function channels(config: JsonObject): Attributes {
  const filters = sizeIn(config, "filters");
  return filters === undefined ? {} : { channels: filters };
}

function result(call: KerasCall, operator: string, attributes: Attributes): KerasResult {
  const { config } = call;
  return withActivation(config, {
    operator,
    attributes: { ...attributes, ...bias(config), ...layout(config) },
    issues: rankIssues(call),
  });
}

function convolution(call: KerasCall): KerasResult {
  const groups = sizeIn(call.config, "groups") ?? 1;
  return result(call, "Conv", { ...channels(call.config), ...window(call), groups });
}

function depthwise(call: KerasCall): KerasResult {
  const multiplier = numberIn(call.config, "depth_multiplier") ?? 1;
  return result(call, "DepthwiseConv", { ...window(call), multiplier });
}

function separable(call: KerasCall): KerasResult {
  const multiplier = numberIn(call.config, "depth_multiplier") ?? 1;
  return result(call, "SeparableConv", { ...channels(call.config), ...window(call), multiplier });
}

/**
 * Keras' output size: input·stride with padding "same", plus what the kernel sticks out beyond the stride with "valid";
 * with an output padding, (input − 1)·stride + kernel − 2·pad + output padding, where "same" pads half the kernel.
 */
function transposed(call: KerasCall): KerasResult {
  const { config } = call;
  const same = stringIn(config, "padding")?.toLowerCase() === "same";
  const kernel = perAxis(call, "kernel_size", 1);
  const stride = perAxis(call, "strides", 1);
  const dilation = perAxis(call, "dilation_rate", 1);
  const extent = kernel.map((size, axis) => (size - 1) * (dilation[axis] ?? 1) + 1);
  const given = numbersIn(config, "output_padding");
  const gap = extent.map((size, axis) => Math.max(0, (stride[axis] ?? 1) - size));
  const pads: Attributes =
    given !== undefined
      ? { pad: same ? compact(extent.map((size) => Math.floor(size / 2))) : 0, output_pad: compact(given) }
      : same
        ? { pad: "same" }
        : { pad: 0, output_pad: compact(gap) };
  return result(call, "ConvTranspose", { ...channels(config), ...window(call), ...pads });
}
