// Convolution, Deconvolution and Im2col (base_conv_layer.cpp, conv_layer.cpp, deconv_layer.cpp, im2col_layer.cpp).

import * as l10n from "@vscode/l10n";
import type { Count } from "../../../model/exact";
import { product } from "../../../model/exact";
import type { Weight } from "../../../model/network";
import type { Dim, Shape } from "../../../model/shape";
import { flagIn, numberIn } from "../text/access";
import { axisOf, countOf, learned } from "./blob";
import type { LayerCall, LayerIssue, LayerResult, LayerType } from "./layer-type";
import { fieldIssue, missingField } from "./layer-type";
import type { WindowSizes } from "./window";
import { convolutionSize, deconvolutionSize, spatialRank, windowAttributes, windowOf } from "./window";

export const CONVOLUTION_LAYERS: readonly LayerType[] = [
  {
    name: "Convolution",
    aliases: ["CONVOLUTION", "conv", "CONVOLUTION3D"],
    forkNames: ["Convolution3D", "NdConvolution", "ConvolutionRistretto"],
    parameter: "convolution_param",
    bottoms: [1, Infinity],
    tops: [1, Infinity],
    documentation: "Convolves each bottom with learned filters.",
    infer: (call) => convolve("Convolution", call),
  },
  {
    name: "DepthwiseConvolution",
    forkNames: ["ConvolutionDepthwise"],
    parameter: "convolution_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Convolves each channel with filters of its own (MobileNet's forks).",
    infer: (call) => convolve("DepthwiseConvolution", call, true),
  },
  {
    name: "DeformableConvolution",
    parameter: "deformable_convolution_param",
    bottoms: [2, 2],
    tops: [1, 1],
    documentation: "Convolves the first bottom at positions that the second one shifts.",
    infer: (call) => convolve("DeformableConvolution", { ...call, inputs: call.inputs.slice(0, 1) }),
  },
  {
    name: "Deconvolution",
    aliases: ["DECONVOLUTION"],
    forkNames: ["Deconvolution3D", "DeconvolutionRistretto"],
    parameter: "convolution_param",
    bottoms: [1, Infinity],
    tops: [1, Infinity],
    documentation: "Convolution backwards: enlarges each bottom by the stride.",
    infer: (call) => convolve("Deconvolution", call),
  },
  {
    name: "Im2col",
    aliases: ["IM2COL", "im2col"],
    parameter: "convolution_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Copies the window at each position into the channels.",
    infer: im2col,
  },
];

interface Filters {
  readonly window: WindowSizes;
  readonly channels: Dim;
  readonly filters: number;
  readonly groups: number;
  readonly bias: boolean;
  readonly axis: number;
}

function convolve(type: string, call: LayerCall, depthwise = false): LayerResult {
  const operator = type === "Deconvolution" ? "ConvTranspose" : "Conv";
  const [input] = call.inputs;
  const checked = input ?? unknownImages(call.parameter);
  const { filters: found, issues } = filtersOf(type, call.parameter, checked, depthwise);
  if (found === undefined) return { outputs: [], operator, issues, macs: undefined };
  const attributes = {
    channels: found.filters,
    ...windowAttributes(found.window),
    groups: found.groups,
    bias: found.bias,
  };
  if (input === undefined) {
    return { outputs: [], operator, attributes, weights: weightsOf(type, found), macs: undefined, issues };
  }
  const outputs = call.inputs.map((shape) => shape && outputOf(type, found, shape));
  const empty = emptyIssue(type, found, input, outputs[0]);
  return {
    outputs: empty === undefined ? outputs : [],
    operator,
    attributes,
    weights: weightsOf(type, found),
    macs: empty === undefined ? macsOf(type, found, call.inputs, outputs) : undefined,
    issues: empty === undefined ? issues : [...issues, empty],
  };
}

/** What the window is checked against where the bottom's shape is unknown: a batch of images or, where the window has three sizes, of volumes. */
function unknownImages(parameter: LayerCall["parameter"]): Shape {
  return Array.from({ length: 2 + spatialRank(parameter) }, () => undefined);
}

function filtersOf(
  type: string,
  parameter: LayerCall["parameter"],
  input: Shape,
  depthwise: boolean,
): { readonly filters?: Filters; readonly issues: readonly LayerIssue[] } {
  const axis = axisOf(numberIn(parameter, "axis") ?? 1, input.length);
  if (axis === undefined) {
    return {
      issues: [fieldIssue("invalid-axis", "axis", l10n.t("{0}: its bottom has no such axis.", type))],
    };
  }
  const rank = input.length - axis - 1;
  const { window, issues: windowIssues } = windowOf(parameter, rank, type);
  const filters = numberIn(parameter, "num_output");
  const channels = input[axis];
  const groups = groupsOf(parameter, channels, depthwise);
  const issues = [...windowIssues];
  if (filters === undefined) issues.push(missingField(type, "num_output"));
  else issues.push(...groupIssues(type, groups, channels, filters));
  if (window === undefined || filters === undefined || issues.length > 0) return { issues };
  const bias = flagIn(parameter, "bias_term") ?? true;
  return { filters: { window, channels, filters, groups, bias, axis }, issues };
}

function groupsOf(parameter: LayerCall["parameter"], channels: Dim, depthwise: boolean): number {
  return depthwise && typeof channels === "number" ? channels : (numberIn(parameter, "group") ?? 1);
}

function groupIssues(type: string, groups: number, channels: Dim, filters: number): readonly LayerIssue[] {
  if (filters < 1) {
    return [fieldIssue("invalid-value", "num_output", l10n.t("{0}: num_output must be at least 1.", type))];
  }
  if (groups < 1)
    return [fieldIssue("invalid-value", "group", l10n.t("{0}: group must be at least 1.", type))];
  const indivisible = [channels, filters].find((count) => typeof count === "number" && count % groups !== 0);
  if (indivisible === undefined) return [];
  const message = l10n.t("{0}: {1} groups do not divide {2} channels.", type, groups, indivisible);
  return [fieldIssue("groups-do-not-divide", "group", message)];
}

function outputOf(type: string, { window, filters, axis }: Filters, input: Shape): Shape {
  const size = type === "Deconvolution" ? deconvolutionSize : convolutionSize;
  const spatial = input.slice(axis + 1).map((dim, index) => size(window, index, dim));
  return [...input.slice(0, axis), filters, ...spatial];
}

function emptyIssue(
  type: string,
  { window, axis }: Filters,
  input: Shape,
  output: Shape | undefined,
): LayerIssue | undefined {
  const at = output?.findIndex((dim, index) => index > axis && typeof dim === "number" && dim < 1) ?? -1;
  if (at < 0) return undefined;
  const index = at - axis - 1;
  const kernel = String(window.kernel[index] ?? 1);
  const message = l10n.t(
    "{0}: a kernel of {1} does not fit into the bottom's {2} with padding {3}.",
    type,
    kernel,
    String(input[at]),
    window.pad[index] ?? 0,
  );
  return fieldIssue("kernel-too-large", "kernel_size", message);
}

function weightsOf(type: string, { window, channels, filters, groups, bias }: Filters): readonly Weight[] {
  const perGroup = typeof channels === "number" ? channels / groups : undefined;
  const shape =
    type === "Deconvolution"
      ? [channels, filters / groups, ...window.kernel]
      : [filters, perGroup, ...window.kernel];
  const weight = learned("weight", shape);
  return bias ? [weight, learned("bias", [filters])] : [weight];
}

/** Positions of the smaller side × both sides' channels / groups × kernel elements, for one sample and all bottoms. */
function macsOf(
  type: string,
  { window, channels, filters, groups, axis }: Filters,
  inputs: LayerCall["inputs"],
  outputs: LayerResult["outputs"],
): Count {
  const slid = type === "Deconvolution" ? inputs : outputs;
  const perGroup = typeof channels === "number" ? channels / groups : undefined;
  let total: Count = 0;
  for (const shape of slid) {
    const positions =
      shape && product([...shape.slice(1, Math.max(1, axis)), countOf(shape, Math.max(1, axis + 1))]);
    const macs = product([positions, perGroup, filters, ...window.kernel]);
    total = total === undefined || macs === undefined ? undefined : total + macs;
  }
  return total;
}

function im2col(call: LayerCall): LayerResult {
  const operator = "Unfold";
  const [input] = call.inputs;
  if (input === undefined) return { outputs: [], operator };
  const axis = axisOf(numberIn(call.parameter, "axis") ?? 1, input.length);
  if (axis === undefined) return { outputs: [], operator };
  const { window, issues } = windowOf(call.parameter, input.length - axis - 1, "Im2col");
  if (window === undefined) return { outputs: [], operator, issues };
  const channels = product([input[axis], ...window.kernel]);
  const sizes = input.slice(axis + 1).map((dim, index) => convolutionSize(window, index, dim));
  return {
    outputs: [[...input.slice(0, axis), channels, ...sizes]],
    operator,
    attributes: windowAttributes(window),
  };
}
