// Convolutions of rank 1, 2 and 3: Conv, DepthwiseConv and ConvTranspose.
// Shape rules follow the documentation of PyTorch's nn.Conv2d and nn.ConvTranspose2d.

import { product } from "../model/exact";
import type { Count } from "../model/exact";
import type { Weight } from "../model/network";
import type { Dim, Shape } from "../model/shape";
import { formatShape } from "../model/shape";
import type {
  Call,
  Explanation,
  Inference,
  InferredCall,
  Issue,
  Operator,
  Parameter,
  Window,
} from "./operator";
import { explainWindow, outputSize } from "./sliding";
import type { Sliding } from "./window";
import { extentOf, padAlong, slidingOf } from "./window";

const KERNEL: Parameter = {
  name: "kernel",
  type: "axes",
  min: 1,
  aliases: ["kernel_size"],
  documentation: "Size of the window.",
};
const STRIDE: Parameter = {
  name: "stride",
  type: "axes",
  default: 1,
  min: 1,
  documentation: "Step of the window.",
};
const PAD: Parameter = {
  name: "pad",
  type: "padding",
  default: 0,
  min: 0,
  aliases: ["padding"],
  documentation: 'Zeros added on both sides, or "same" to keep ceil(input / stride).',
};
const DILATION: Parameter = {
  name: "dilation",
  type: "axes",
  default: 1,
  min: 1,
  documentation: "Distance between the window's elements.",
};
const BIAS: Parameter = {
  name: "bias",
  type: "boolean",
  default: true,
  documentation: "Adds a learnable bias to each channel.",
};
const CHANNELS: Parameter = {
  name: "channels",
  type: "integer",
  min: 1,
  aliases: ["out_channels", "filters"],
  documentation: "Output channels (filters).",
};
const GROUPS: Parameter = {
  name: "groups",
  type: "integer",
  default: 1,
  min: 1,
  documentation: "Independent groups that input and output channels are divided into.",
};

const CONV: Operator = {
  name: "Conv",
  family: "convolution",
  documentation:
    "Convolution over 1, 2 or 3 spatial axes, as many as the input has after its channels (PyTorch's `Conv1d`, `Conv2d`, `Conv3d`).",
  parameters: [CHANNELS, KERNEL, STRIDE, PAD, DILATION, GROUPS, BIAS],
  arity: { min: 1, max: 1 },
  weightLayers: 1,
  infer: (call) => inferConvolution("Conv", call, () => asInteger(call.attributes["channels"])),
  weights: convolutionWeights,
  macs: convolutionMacs,
  biasAdds,
  window: windowOf,
  explain: explainConvolution,
};

const DEPTHWISE_CONV: Operator = {
  name: "DepthwiseConv",
  family: "convolution",
  documentation: "Convolution of each channel on its own (a `Conv` whose groups are its input channels).",
  parameters: [
    KERNEL,
    STRIDE,
    PAD,
    DILATION,
    {
      name: "multiplier",
      type: "integer",
      default: 1,
      min: 1,
      documentation: "Output channels for each input channel.",
    },
    BIAS,
  ],
  arity: { min: 1, max: 1 },
  weightLayers: 1,
  infer: (call) =>
    inferConvolution("DepthwiseConv", call, (channels) =>
      product([channels, asInteger(call.attributes["multiplier"])]),
    ),
  weights: convolutionWeights,
  macs: convolutionMacs,
  biasAdds,
  window: windowOf,
  explain: explainConvolution,
};

const CONV_TRANSPOSE: Operator = {
  name: "ConvTranspose",
  aliases: ["Deconv"],
  family: "convolution",
  documentation:
    "Transposed convolution, which enlarges its input by the stride (PyTorch's `ConvTranspose2d`).",
  parameters: [
    CHANNELS,
    KERNEL,
    STRIDE,
    {
      ...PAD,
      documentation:
        "Cut from both sides of the output: dilation·(kernel − 1) − pad zeros are added to the input.",
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
  // An output element sees ceil(kernel / stride) input elements at most, and the map grows: jump shrinks by the stride.
  window: () => undefined,
  explain: explainTransposed,
};

export const CONVOLUTIONS: readonly Operator[] = [CONV, DEPTHWISE_CONV, CONV_TRANSPOSE];

/** Where the channel axis is: the spatial axes come after it, and anything before it is folded into the batch. */
interface Layout {
  readonly spatial: number;
  readonly channelAxis: number;
}

function layoutOf(call: Call, shape: Shape): Layout | undefined {
  const { kernel } = call.attributes;
  const spatial = Array.isArray(kernel) ? kernel.length : shape.length - 1;
  const channelAxis = shape.length - spatial - 1;
  return spatial >= 1 && spatial <= 3 && channelAxis >= 0 ? { spatial, channelAxis } : undefined;
}

function inferConvolution(name: string, call: Call, channelsFor: (channels: Dim) => Dim): Inference {
  const [input] = call.inputs;
  if (input === undefined) return { outputs: [undefined], issues: [] };
  const layout = layoutOf(call, input);
  if (layout === undefined) return wrongRank(name, input);
  const { sliding, issues } = slidingOf(call.attributes, layout.spatial);
  if (sliding === undefined) return { outputs: [undefined], issues };
  const channels = input[layout.channelAxis];
  const outChannels = channelsFor(channels);
  const spatial = inferSpatial(name, sliding, input.slice(layout.channelAxis + 1));
  const all = [...groupIssues(call, channels, outChannels), ...spatial.issues];
  if (all.length > 0) return { outputs: [undefined], issues: all };
  return { outputs: [[...input.slice(0, layout.channelAxis), outChannels, ...spatial.sizes]], issues: [] };
}

function inferSpatial(
  name: string,
  sliding: Sliding,
  sizes: Shape,
): { sizes: Shape; issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const outputs = sizes.map((size, axis) => {
    const output = outputSize(sliding, axis, size, "floor");
    if (typeof output === "number" && output < 1) {
      issues.push({
        code: "kernel-too-large",
        parameter: "kernel",
        message: kernelTooLarge(name, sliding, sizes, axis),
      });
    }
    return output;
  });
  return { sizes: outputs, issues };
}

/** The message for a window that does not fit into its padded input. */
export function kernelTooLarge(name: string, sliding: Sliding, sizes: Shape, axis: number): string {
  const [begin, end] = padAlong(sliding, axis, sizes[axis]) ?? [0, 0];
  const padded = Number(sizes[axis]) + begin + end;
  return `${name}: the kernel (${String(extentOf(sliding, axis))}) is larger than its padded input (${String(padded)}); the input is ${formatShape(sizes)}.`;
}

function wrongRank(name: string, input: Shape): Inference {
  const message = `${name} wants channels and 1 to 3 spatial axes ([C, L], [C, H, W] or [C, D, H, W]), but its input is ${formatShape(input)}.`;
  return { outputs: [undefined], issues: [{ code: "wrong-rank", input: 0, message }] };
}

function groupIssues(call: Call, channels: Dim, outChannels: Dim): readonly Issue[] {
  const groups = call.attributes["groups"];
  if (typeof groups !== "number" || groups === 1) return [];
  const check = (count: Dim, what: string): readonly Issue[] =>
    typeof count === "number" && count % groups !== 0
      ? [
          {
            code: "groups-do-not-divide",
            parameter: "groups",
            message: `${String(groups)} groups do not divide ${String(count)} ${what} channels.`,
          },
        ]
      : [];
  return [...check(channels, "input"), ...check(outChannels, "output")];
}

interface Geometry {
  readonly inChannels: Dim;
  readonly outChannels: Dim;
  readonly groups: Dim;
  readonly kernel: readonly number[];
  /** Output and input elements for one channel, with whatever is folded into the batch. */
  readonly positions: Count;
  readonly inputPositions: Count;
}

function geometryOf(call: InferredCall): Geometry | undefined {
  const [input] = call.inputs;
  const [output] = call.outputs;
  if (input === undefined || output === undefined) return undefined;
  const layout = layoutOf(call, input);
  const sliding = layout && slidingOf(call.attributes, layout.spatial).sliding;
  if (layout === undefined || sliding === undefined) return undefined;
  const inChannels = input[layout.channelAxis];
  const positions = (shape: Shape): Count => product(shape.filter((_, axis) => axis !== layout.channelAxis));
  return {
    inChannels,
    outChannels: output[layout.channelAxis],
    groups: "multiplier" in call.attributes ? inChannels : (asInteger(call.attributes["groups"]) ?? 1),
    kernel: sliding.kernel,
    positions: positions(output),
    inputPositions: positions(input),
  };
}

function divide(count: Dim, divisor: Dim): Dim {
  return typeof count === "number" && typeof divisor === "number" ? count / divisor : undefined;
}

function withBias(call: Call, weight: Weight, channels: Dim): readonly Weight[] {
  return call.attributes["bias"] === false
    ? [weight]
    : [weight, { name: "bias", shape: [channels], kind: "parameter" }];
}

function convolutionWeights(call: InferredCall): readonly Weight[] {
  const geometry = geometryOf(call);
  const inChannels = divide(geometry?.inChannels, geometry?.groups);
  const outChannels = geometry?.outChannels ?? asInteger(call.attributes["channels"]);
  const shape = [outChannels, inChannels, ...(geometry?.kernel ?? [undefined])];
  return withBias(call, { name: "weight", shape, kind: "parameter" }, outChannels);
}

/** Output elements × (input channels / groups) × kernel elements. */
function convolutionMacs(call: InferredCall): Count {
  const geometry = geometryOf(call);
  if (geometry === undefined) return undefined;
  const { positions, outChannels, inChannels, groups, kernel } = geometry;
  return product([positions, outChannels, divide(inChannels, groups), ...kernel]);
}

function biasAdds(call: InferredCall): Count {
  return call.attributes["bias"] === false ? 0 : product(call.outputs[0] ?? [undefined]);
}

function windowOf(call: InferredCall): Window | undefined {
  const [input] = call.inputs;
  const layout = input && layoutOf(call, input);
  const sliding = layout && slidingOf(call.attributes, layout.spatial).sliding;
  if (layout === undefined || sliding === undefined) return undefined;
  const sizes = input?.slice(layout.channelAxis + 1) ?? [];
  const padding = sizes.map((size, axis) => padAlong(sliding, axis, size)?.[0] ?? 0);
  return { kernel: sliding.kernel, stride: sliding.stride, dilation: sliding.dilation, padding };
}

function explainConvolution(call: InferredCall): Explanation {
  const geometry = geometryOf(call);
  if (geometry === undefined) return {};
  const { inChannels, outChannels, groups, kernel, positions } = geometry;
  const perGroup = groups === 1 ? `${String(inChannels)}` : `${String(inChannels)}/${String(groups)}`;
  const bias = call.attributes["bias"] === false ? "" : ` + ${String(outChannels)}`;
  return {
    shape: explainWindow(call, "floor"),
    params: [`${String(outChannels)}·${perGroup}·${kernel.join("·")}${bias}`],
    macs: [`${String(outChannels)}·${String(positions)} · ${perGroup}·${kernel.join("·")}`],
  };
}

function inferTransposed(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return { outputs: [undefined], issues: [] };
  const layout = layoutOf(call, input);
  if (layout === undefined) return wrongRank("ConvTranspose", input);
  const { sliding, issues } = slidingOf(call.attributes, layout.spatial);
  if (sliding === undefined) return { outputs: [undefined], issues };
  const channels = asInteger(call.attributes["channels"]);
  const wrongGroups = groupIssues(call, input[layout.channelAxis], channels);
  if (wrongGroups.length > 0) return { outputs: [undefined], issues: wrongGroups };
  const sizes = input
    .slice(layout.channelAxis + 1)
    .map((size, axis) => transposedSize(call, sliding, axis, size));
  const empty = sizes.find((size) => typeof size === "number" && size < 1);
  if (empty !== undefined) {
    const message = `ConvTranspose: padding cuts the whole output away (${formatShape(sizes)}).`;
    return { outputs: [undefined], issues: [{ code: "kernel-too-large", parameter: "pad", message }] };
  }
  return { outputs: [[...input.slice(0, layout.channelAxis), channels, ...sizes]], issues: [] };
}

/** (input − 1)·stride − 2·pad + dilation·(kernel − 1) + output_pad + 1; with "same": input·stride. */
function transposedSize(call: Call, sliding: Sliding, axis: number, size: Dim): Dim {
  if (typeof size !== "number") return undefined;
  const stride = sliding.stride[axis] ?? 1;
  if (sliding.pad === "same") return size * stride;
  const [begin, end] = sliding.pad[axis] ?? [0, 0];
  return (size - 1) * stride - begin - end + extentOf(sliding, axis) + outputPad(call, axis);
}

function outputPad(call: Call, axis: number): number {
  const value = call.attributes["output_pad"];
  const number: unknown = Array.isArray(value) ? value[axis] : value;
  return typeof number === "number" ? number : 0;
}

/** PyTorch's layout: input channels first. */
function transposedWeights(call: InferredCall): readonly Weight[] {
  const geometry = geometryOf(call);
  const outChannels = asInteger(call.attributes["channels"]);
  const shape = [
    geometry?.inChannels,
    divide(outChannels, geometry?.groups),
    ...(geometry?.kernel ?? [undefined]),
  ];
  return withBias(call, { name: "weight", shape, kind: "parameter" }, outChannels);
}

/** Input elements × (output channels / groups) × kernel elements: each input element is spread over a window. */
function transposedMacs(call: InferredCall): Count {
  const geometry = geometryOf(call);
  if (geometry === undefined) return undefined;
  const { inputPositions, inChannels, outChannels, groups, kernel } = geometry;
  return product([inputPositions, inChannels, divide(outChannels, groups), ...kernel]);
}

function explainTransposed(call: InferredCall): Explanation {
  const geometry = geometryOf(call);
  const { sliding } = slidingOf(call.attributes, geometry?.kernel.length ?? 0);
  const [input] = call.inputs;
  const [output] = call.outputs;
  if (geometry === undefined || sliding === undefined || input === undefined || output === undefined)
    return {};
  const rank = geometry.kernel.length;
  const shape = input.slice(-rank).map((size, axis) => {
    const [begin, end] = sliding.pad === "same" ? [0, 0] : (sliding.pad[axis] ?? [0, 0]);
    const result = String(output[output.length - rank + axis]);
    if (sliding.pad === "same") return `${String(size)}·${String(sliding.stride[axis])} = ${result}`;
    return `(${String(size)} − 1)·${String(sliding.stride[axis])} − ${String(begin + end)} + ${String(extentOf(sliding, axis))} + ${String(outputPad(call, axis))} = ${result}`;
  });
  const bias = call.attributes["bias"] === false ? "" : ` + ${String(geometry.outChannels)}`;
  const perGroup =
    geometry.groups === 1
      ? String(geometry.outChannels)
      : `${String(geometry.outChannels)}/${String(geometry.groups)}`;
  return {
    shape: [...new Set(shape)],
    params: [`${String(geometry.inChannels)}·${perGroup}·${geometry.kernel.join("·")}${bias}`],
    macs: [
      `${String(geometry.inChannels)}·${String(geometry.inputPositions)} · ${perGroup}·${geometry.kernel.join("·")}`,
    ],
  };
}

function asInteger(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
