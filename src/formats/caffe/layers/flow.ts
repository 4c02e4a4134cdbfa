// Layers of FlowNet's Caffe (lmb-freiburg/flownet2): two images are compared, and flow fields warp one onto the other.

import * as l10n from "@vscode/l10n";
import { product, sum } from "../../../model/exact";
import type { Dim, Shape } from "../../../model/shape";
import { mayBeEqual } from "../../../model/shape";
import { flagIn, hasField, numberIn } from "../text/access";
import { imageSize } from "./blob";
import type { LayerCall, LayerIssue, LayerResult, LayerType } from "./layer-type";
import { fieldIssue, missingField } from "./layer-type";
import { wrongRank } from "./pooling";

export const FLOW_LAYERS: readonly LayerType[] = [
  {
    name: "Correlation",
    parameter: "correlation_param",
    bottoms: [2, 2],
    tops: [1, 1],
    documentation: "Compares each patch of the first bottom with displaced patches of the second (FlowNet).",
    infer: correlate,
  },
  {
    name: "FlowWarp",
    parameter: "flow_warp_param",
    bottoms: [2, 2],
    tops: [1, 1],
    documentation: "Moves the first bottom's pixels by the flow in the second (FlowNet).",
    infer: ({ inputs: [input] }) => ({ outputs: [input], operator: "FlowWarp" }),
  },
  {
    name: "ChannelNorm",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "The length of each pixel's vector of channels (FlowNet).",
    infer: ({ inputs: [input] }) => ({
      outputs: [input && [input[0], 1, ...input.slice(2)]],
      operator: "ChannelNorm",
    }),
  },
  {
    name: "Accum",
    parameter: "accum_param",
    bottoms: [1, Infinity],
    tops: [1, 1],
    documentation: "Brings its bottoms to one size and joins their channels (FlowNet).",
    infer: accumulate,
  },
  {
    name: "Resample",
    parameter: "resample_param",
    bottoms: [1, 2],
    tops: [1, 1],
    documentation: "Interpolates to a size, or to the second bottom's (FlowNet).",
    infer: (call) => resample("Resample", call, ["height", "width"]),
  },
  {
    name: "Downsample",
    parameter: "downsample_param",
    bottoms: [1, 2],
    tops: [1, 1],
    documentation: "Averages down to a size, or to the second bottom's (FlowNet).",
    infer: (call) => resample("Downsample", call, ["top_height", "top_width"]),
  },
  {
    name: "DataAugmentation",
    parameter: "augmentation_param",
    bottoms: [1, 3],
    tops: [1, 2],
    documentation: "Crops, moves and recolours images, and subtracts their mean (FlowNet).",
    infer: augment,
  },
  {
    name: "Mean",
    parameter: "mean_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Adds or subtracts a mean (FlowNet).",
    infer: ({ inputs: [input] }) => ({ outputs: [input], operator: "Mean" }),
  },
];

/** correlation_layer.cpp: a channel for each displacement, and a position for each patch that fits all of them. */
function correlate({ inputs: [first, second], parameter }: LayerCall): LayerResult {
  const operator = "Correlation";
  const kernel = numberIn(parameter, "kernel_size");
  const farthest = numberIn(parameter, "max_displacement");
  if (kernel === undefined || farthest === undefined) {
    const field = kernel === undefined ? "kernel_size" : "max_displacement";
    return { outputs: [], operator, macs: undefined, issues: [missingField("Correlation", field)] };
  }
  const strides = ["stride_1", "stride_2"].map((field) => numberIn(parameter, field) ?? 1);
  const wrong = strides.findIndex((stride) => stride < 1);
  if (kernel % 2 === 0 || wrong >= 0) {
    const issue: LayerIssue =
      wrong >= 0
        ? fieldIssue(
            "invalid-value",
            `stride_${String(wrong + 1)}`,
            l10n.t("Correlation: a stride must be at least 1."),
          )
        : fieldIssue("invalid-value", "kernel_size", l10n.t("Correlation: kernel_size must be odd."));
    return { outputs: [], operator, macs: undefined, issues: [issue] };
  }
  const [step = 1, displacementStep = 1] = strides;
  const displacements = (2 * Math.floor(farthest / displacementStep) + 1) ** 2;
  if (first === undefined) return { outputs: [], operator, macs: undefined };
  if (first.length !== 4) {
    return { outputs: [], operator, macs: undefined, issues: [wrongRank("Correlation", first)] };
  }
  if (second !== undefined && !first.every((dim, axis) => mayBeEqual(dim, second[axis]))) {
    const message = l10n.t("Correlation: its bottoms must have the same shape.");
    return {
      outputs: [],
      operator,
      macs: undefined,
      issues: [{ code: "shape-mismatch", input: 1, message }],
    };
  }
  const border = 2 * (farthest + (kernel - 1) / 2) - 2 * (numberIn(parameter, "pad") ?? 0);
  const size = first
    .slice(2)
    .map((dim) => (typeof dim === "number" ? Math.ceil((dim - border) / step) : undefined));
  const macs = product([displacements, ...size, first[1], kernel ** 2]);
  return { outputs: [[first[0], displacements, ...size]], operator, macs };
}

/** accum_layer.cpp */
function accumulate({ inputs, parameter }: LayerCall): LayerResult {
  const operator = "Accum";
  const hasReference = flagIn(parameter, "have_reference") === true;
  const joined = hasReference ? inputs.slice(0, -1) : inputs;
  const channels = joined.map((shape) => shape?.[1]);
  const total: Dim = channels.every((dim) => typeof dim === "number") ? sum(channels) : undefined;
  const size = hasReference ? imageSize(inputs.at(-1)) : commonSize(inputs, parameter);
  return { outputs: [[inputs[0]?.[0], total, ...(size ?? [undefined, undefined])]], operator };
}

/** The largest bottom's size, or a larger one that is asked for. */
function commonSize(inputs: LayerCall["inputs"], parameter: LayerCall["parameter"]): readonly Dim[] {
  const sizes = inputs.map((shape) => imageSize(shape));
  const largest = [0, 1].map((axis) => {
    const dims = sizes.map((size) => size?.[axis]);
    return dims.every((dim) => typeof dim === "number") ? Math.max(...dims) : undefined;
  });
  const unit = numberIn(parameter, "size_divisible_by");
  const asked = largest.map((dim, axis) => {
    if (!hasField(parameter, "size_divisible_by")) {
      return numberIn(parameter, axis === 0 ? "top_height" : "top_width") ?? 0;
    }
    return dim === undefined || unit === undefined || unit < 1 ? undefined : Math.ceil(dim / unit) * unit;
  });
  if (asked.includes(undefined) || largest.includes(undefined)) return [undefined, undefined];
  const isLarger = asked.every((dim, axis) => (dim ?? 0) > (largest[axis] ?? 0));
  return isLarger ? asked : largest;
}

/** resample_layer.cpp and downsample_layer.cpp */
function resample(type: string, { inputs, parameter }: LayerCall, fields: readonly string[]): LayerResult {
  const operator = "Upsample";
  const [input, reference] = inputs;
  const given = fields.map((field) => numberIn(parameter, field));
  const missing = fields.find((_, index) => (given[index] ?? 0) < 1);
  if (inputs.length === 1 && missing !== undefined) {
    return { outputs: [], operator, issues: [missingField(type, missing)] };
  }
  const size = inputs.length > 1 ? (imageSize(reference) ?? [undefined, undefined]) : given;
  const known = size.flatMap((dim) => (typeof dim === "number" ? [dim] : []));
  return {
    outputs: [[input?.[0], input?.[1], ...size]],
    operator,
    attributes: known.length === 2 ? { size: known } : {},
  };
}

/** The second top has the coefficients of what was done. */
function augment({ inputs: [input], parameter }: LayerCall): LayerResult {
  const crop = ["crop_height", "crop_width"].map((field) => numberIn(parameter, field) ?? 0);
  const isCropped = crop.every((size) => size > 0);
  const output: Shape | undefined = input && (isCropped ? [input[0], input[1], ...crop] : input);
  return { outputs: [output], operator: "DataAugmentation" };
}
