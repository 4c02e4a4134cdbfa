// Pooling over windows, pyramids and regions (pooling_layer.cpp, spp_layer.cpp; ROI pooling of Fast R-CNN and R-FCN).

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../../../model/shape";
import { product, sum } from "../../../model/exact";
import { choiceIn, flagIn, numberIn } from "../text/access";
import { valuesOf } from "../schema/schema";
import type { LayerCall, LayerIssue, LayerResult, LayerType } from "./layer-type";
import { fieldIssue, missingField } from "./layer-type";
import { poolingSize, spatialRank, windowAttributes, windowOf } from "./window";

export const POOLING_LAYERS: readonly LayerType[] = [
  {
    name: "Pooling",
    aliases: ["POOLING", "pool", "POOLING3D"],
    forkNames: ["Pooling3D", "NdPooling"],
    parameter: "pooling_param",
    bottoms: [1, 1],
    tops: [1, 2],
    documentation: "Maximum or average of each window; the output's size is rounded up.",
    infer: pool,
  },
  {
    name: "SPP",
    parameter: "spp_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Spatial pyramid pooling: pools into 1, 4, 16, … bins and joins them.",
    infer: poolPyramid,
  },
  {
    name: "ROIPooling",
    parameter: "roi_pooling_param",
    bottoms: [2, 3],
    tops: [1, 2],
    documentation: "Pools each region of interest to a fixed size.",
    infer: (call) => poolRegions("ROIPooling", call),
  },
  {
    name: "ROIAlign",
    parameter: "roi_pooling_param",
    bottoms: [2, 2],
    tops: [1, 1],
    documentation: "Samples each region of interest to a fixed size.",
    infer: (call) => poolRegions("ROIAlign", call),
  },
  {
    name: "PSROIPooling",
    parameter: "psroi_pooling_param",
    bottoms: [2, 2],
    tops: [1, 2],
    documentation: "Position-sensitive pooling of each region (R-FCN).",
    infer: poolPositions,
  },
];

function methodOf(call: LayerCall): "MaxPool" | "AvgPool" {
  const method = choiceIn(call.parameter, "pool", valuesOf("PoolMethod")) ?? "MAX";
  return method === "MAX" ? "MaxPool" : "AvgPool";
}

function pool(call: LayerCall): LayerResult {
  const [input] = call.inputs;
  const operator = methodOf(call);
  if (flagIn(call.parameter, "global_pooling") === true) return poolGlobally(call, operator);
  const rank = input === undefined ? spatialRank(call.parameter) : input.length === 5 ? 3 : 2;
  const { window, issues } = windowOf(call.parameter, rank, "Pooling");
  if (window === undefined) return { outputs: [], operator, issues };
  const all = [...issues, ...padIssues(call, window.pad, window.kernel)];
  const down =
    flagIn(call.parameter, "ceil_mode") === false ||
    choiceIn(call.parameter, "round_mode", valuesOf("RoundMode")) === "FLOOR";
  const { kernel, stride, pad } = windowAttributes(window);
  const attributes = { kernel, stride, pad, ceil: !down };
  if (input === undefined || all.length > 0) return { outputs: [], operator, attributes, issues: all };
  if (input.length !== rank + 2) {
    return { outputs: [], operator, attributes, issues: [wrongRank("Pooling", input)] };
  }
  const size = input.slice(2);
  const sizes = size.map((dim, axis) => poolingSize(window, axis, dim, down));
  if (sizes.some((dim) => typeof dim === "number" && dim < 1)) {
    const message = l10n.t(
      "Pooling: a kernel of {0} does not fit into {1}.",
      window.kernel.join("×"),
      size.join("×"),
    );
    return {
      outputs: [],
      operator,
      attributes,
      issues: [fieldIssue("kernel-too-large", "kernel_size", message)],
    };
  }
  const output = [input[0], input[1], ...sizes];
  return { outputs: Array.from({ length: call.tops }, () => output), operator, attributes };
}

function poolGlobally(call: LayerCall, method: "MaxPool" | "AvgPool"): LayerResult {
  const operator = method === "MaxPool" ? "GlobalMaxPool" : "GlobalAvgPool";
  const [input] = call.inputs;
  if (input === undefined) return { outputs: [], operator };
  if (input.length !== 4 && input.length !== 5) {
    return { outputs: [], operator, issues: [wrongRank("Pooling", input)] };
  }
  const output = input.map((dim, axis) => (axis < 2 ? dim : 1));
  return { outputs: Array.from({ length: call.tops }, () => output), operator };
}

function padIssues(
  call: LayerCall,
  pad: readonly number[],
  kernel: readonly number[],
): readonly LayerIssue[] {
  const isPadded = pad.some((number) => number !== 0);
  if (isPadded && choiceIn(call.parameter, "pool", valuesOf("PoolMethod")) === "STOCHASTIC") {
    return [fieldIssue("invalid-value", "pad", l10n.t("Pooling: only MAX and AVE can have padding."))];
  }
  if (pad.every((number, axis) => number === 0 || number < (kernel[axis] ?? 1))) return [];
  return [fieldIssue("invalid-value", "pad", l10n.t("Pooling: pad must be smaller than the kernel."))];
}

/** The issue of a bottom that is no batch of images. */
export function wrongRank(type: string, input: Shape): LayerIssue {
  const message = l10n.t(
    "{0} wants a bottom of 4 axes (number, channels, height, width), not {1}.",
    type,
    input.length,
  );
  return { code: "wrong-rank", input: 0, message };
}

/** Level n pools into 2^n × 2^n bins; the padding makes them fit. */
function poolPyramid(call: LayerCall): LayerResult {
  const operator = "SpatialPyramidPool";
  const height = numberIn(call.parameter, "pyramid_height");
  if (height === undefined) return { outputs: [], operator, issues: [missingField("SPP", "pyramid_height")] };
  const [input] = call.inputs;
  if (input === undefined) return { outputs: [], operator };
  const tooFine = levelIssue(height, input);
  if (tooFine !== undefined) return { outputs: [], operator, issues: [tooFine] };
  const levels = Array.from({ length: Math.min(height, 16) }, (_, level) => 4 ** level);
  const output = height === 1 ? [input[0], input[1], 1, 1] : [input[0], product([input[1], sum(levels)])];
  return { outputs: [output], operator };
}

/** SPPLayer::GetPoolingParam: a level's bins must not need as much padding as they are large. */
function levelIssue(height: number, input: Shape): LayerIssue | undefined {
  for (let level = 0; level < Math.min(height, 16); level++) {
    const bins = 2 ** level;
    const misfit = input.slice(2).find((dim) => {
      if (typeof dim !== "number") return false;
      const kernel = Math.ceil(dim / bins);
      const pad = Math.floor((kernel * bins - dim + 1) / 2);
      return pad > 0 && pad >= kernel;
    });
    if (misfit === undefined) continue;
    const message = l10n.t("SPP: {0} bins are too many for {1} positions.", bins, misfit);
    return fieldIssue("invalid-value", "pyramid_height", message);
  }
  return undefined;
}

function poolRegions(type: string, call: LayerCall): LayerResult {
  const size = ["pooled_h", "pooled_w"].map((field) => numberIn(call.parameter, field));
  const missing = ["pooled_h", "pooled_w"].find((_, index) => (size[index] ?? 0) < 1);
  if (missing !== undefined) return { outputs: [], operator: type, issues: [missingField(type, missing)] };
  const [input] = call.inputs;
  const attributes = {
    size: size.map((dim) => dim ?? 0),
    scale: numberIn(call.parameter, "spatial_scale") ?? 1,
  };
  const operator = type === "ROIPooling" ? "ROIPool" : type;
  return { outputs: [input && [regionsOf(call), input[1], ...size]], operator, attributes };
}

function poolPositions(call: LayerCall): LayerResult {
  const operator = "PSROIPooling";
  const channels = numberIn(call.parameter, "output_dim");
  const group = numberIn(call.parameter, "group_size");
  if (channels === undefined || group === undefined) {
    const field = channels === undefined ? "output_dim" : "group_size";
    return { outputs: [], operator, issues: [missingField("PSROIPooling", field)] };
  }
  return { outputs: [[regionsOf(call), channels, group, group]], operator };
}

/** The second bottom has a row for each region. */
function regionsOf(call: LayerCall): Dim {
  return call.inputs[1]?.[0];
}
