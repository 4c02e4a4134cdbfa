// Transposed convolution of rank 1, 2 and 3, with the shape rule of PyTorch's nn.ConvTranspose2d.

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import { product } from "../model/exact";
import type { Weight } from "../model/network";
import type { Dim } from "../model/shape";
import { formatShape } from "../model/shape";
import { BIAS, biasAdds, withBias } from "./bias";
import { fails, gives, numberOf, parameter, UNKNOWN } from "./call";
import { CHANNELS, divide, geometryOf, GROUPS } from "./convolution";
import { equation, explainParams, factors } from "./explain";
import type { Call, Explanation, Inference, InferredCall, Issue, Operator, Window } from "./operator";
import { axisLines } from "./sliding";
import { DILATION, groupIssues, KERNEL, layoutOf, PAD, STRIDE, wrongSpatialRank } from "./spatial";
import type { Sliding } from "./window";
import { extentOf, perAxis, slidingOf } from "./window";

export const CONV_TRANSPOSE: Operator = {
  name: "ConvTranspose",
  aliases: ["Deconv", "Deconvolution"],
  family: "convolution",
  documentation:
    "Transposed convolution, which enlarges its input by the stride (PyTorch's `ConvTranspose1d`, `ConvTranspose2d`, `ConvTranspose3d`).",
  parameters: [
    CHANNELS,
    KERNEL,
    STRIDE,
    {
      ...PAD,
      documentation: 'Cut from both sides of the output, or "same" for an output of input · stride.',
    },
    {
      name: "output_pad",
      type: "axes",
      default: 0,
      min: 0,
      aliases: ["output_padding"],
      documentation: "Added to one side of the output.",
    },
    DILATION,
    GROUPS,
    BIAS,
  ],
  arity: { min: 1, max: 1 },
  weightLayers: 1,
  infer: inferTransposed,
  weights: transposedWeights,
  macs: transposedMacs,
  biasAdds,
  window: transposedWindow,
  explain: explainTransposed,
};

function inferTransposed(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const layout = layoutOf(call, input);
  if (layout === undefined) return fails(wrongSpatialRank("ConvTranspose", input, call.attributes["kernel"]));
  const { sliding, issues } = slidingOf(call.attributes, layout.spatial);
  if (sliding === undefined) return fails(...issues);
  const channels = numberOf(call, "channels");
  const wrong = [
    ...groupIssues(call, input[layout.channelAxis], channels),
    ...outputPadIssues(call, sliding),
  ];
  if (wrong.length > 0) return fails(...wrong);
  const sizes = input
    .slice(layout.channelAxis + 1)
    .map((size, axis) => transposedSize(call, sliding, axis, size));
  if (sizes.some((size) => typeof size === "number" && size < 1)) {
    const message = l10n.t("ConvTranspose: padding cuts the whole output away ({0}).", formatShape(sizes));
    return fails({ code: "kernel-too-large", parameter: "pad", message });
  }
  return gives([...input.slice(0, layout.channelAxis), channels, ...sizes]);
}

/** (input − 1)·stride − padding + dilation·(kernel − 1) + 1 + output_pad; with "same": input·stride. */
function transposedSize(call: Call, sliding: Sliding, axis: number, size: Dim): Dim {
  if (typeof size !== "number") return undefined;
  const stride = sliding.stride[axis] ?? 1;
  if (sliding.pad === "same") return size * stride;
  const [begin, end] = sliding.pad[axis] ?? [0, 0];
  return (size - 1) * stride - begin - end + extentOf(sliding, axis) + outputPad(call, sliding, axis);
}

function outputPad(call: Call, sliding: Sliding, axis: number): number {
  return perAxis(call.attributes["output_pad"], sliding.kernel.length)?.[axis] ?? 0;
}

/** As in PyTorch, the output padding chooses among the sizes that a convolution maps to the input's, so it is less than its step. */
function outputPadIssues(call: Call, sliding: Sliding): readonly Issue[] {
  const axis = sliding.kernel.findIndex((_, at) => {
    const step = Math.max(sliding.stride[at] ?? 1, sliding.dilation[at] ?? 1);
    return outputPad(call, sliding, at) >= step;
  });
  if (axis < 0) return [];
  const message = l10n.t(
    "ConvTranspose: output_pad ({0}) must be less than the stride or the dilation.",
    outputPad(call, sliding, axis),
  );
  return [{ code: "pad-too-large", parameter: "output_pad", message }];
}

/** PyTorch's layout: input channels first. */
function transposedWeights(call: InferredCall): readonly Weight[] {
  const geometry = geometryOf(call);
  const channels = numberOf(call, "channels");
  const shape = [
    geometry?.inChannels,
    divide(channels, numberOf(call, "groups")),
    ...(geometry?.kernel ?? [undefined]),
  ];
  return withBias(call, parameter("weight", shape), channels);
}

/** Input elements × (output channels / groups) × kernel elements: each input element is spread over a window. */
function transposedMacs(call: InferredCall): Count {
  const geometry = geometryOf(call);
  if (geometry === undefined) return undefined;
  return product([...geometry.input, divide(geometry.outChannels, geometry.groups), ...geometry.kernel]);
}

/**
 * An output element sees ceil(extent / stride) input elements at most, and neighbours are 1/stride apart: element o is
 * reached from the inputs between (o + pad − (extent − 1)) / stride and (o + pad) / stride.
 */
function transposedWindow(call: InferredCall): Window | undefined {
  const [input] = call.inputs;
  const layout = input && layoutOf(call, input);
  const sliding = layout && slidingOf(call.attributes, layout.spatial).sliding;
  if (sliding === undefined) return undefined;
  const axes = sliding.kernel.map((_, axis) => axis);
  const stride = (axis: number): number => sliding.stride[axis] ?? 1;
  const pad = (axis: number): number => {
    if (sliding.pad !== "same") return sliding.pad[axis]?.[0] ?? 0;
    return Math.floor(Math.max(0, extentOf(sliding, axis) - stride(axis)) / 2);
  };
  return {
    kernel: axes.map((axis) => Math.ceil(extentOf(sliding, axis) / stride(axis))),
    stride: axes.map((axis) => 1 / stride(axis)),
    dilation: axes.map(() => 1),
    padding: axes.map((axis) => (extentOf(sliding, axis) - 1 - pad(axis)) / stride(axis)),
  };
}

function explainTransposed(call: InferredCall): Explanation {
  const geometry = geometryOf(call);
  const sliding = geometry && slidingOf(call.attributes, geometry.layout.spatial).sliding;
  if (geometry === undefined || sliding === undefined) return {};
  const { input, output, outChannels, groups, kernel, layout } = geometry;
  const sizes = input.slice(layout.channelAxis + 1).map((size, axis) => {
    const result = String(output[layout.channelAxis + 1 + axis] ?? "?");
    return `${explainSize(call, sliding, axis, size)} = ${result}`;
  });
  const filter = factors([divide(outChannels, groups), ...kernel]);
  return {
    shape: axisLines(sizes),
    params: explainParams(transposedWeights(call)),
    macs: [equation(`${factors(input)} · ${filter}`, transposedMacs(call))],
  };
}

function explainSize(call: Call, sliding: Sliding, axis: number, size: Dim): string {
  const stride = String(sliding.stride[axis] ?? 1);
  const from = String(size ?? "?");
  if (sliding.pad === "same") return `${from}·${stride}`;
  const [begin, end] = sliding.pad[axis] ?? [0, 0];
  const cut = begin + end === 0 ? "" : ` − ${begin === end ? `2·${String(begin)}` : String(begin + end)}`;
  const extra = outputPad(call, sliding, axis);
  const added = extra === 0 ? "" : ` + ${String(extra)}`;
  return `(${from} − 1)·${stride}${cut} + ${String(extentOf(sliding, axis))}${added}`;
}
