// Normalizations, and the Scale and Bias layers that follow Caffe's BatchNorm.

import * as l10n from "@vscode/l10n";
import type { Shape } from "../../../model/shape";
import { choiceIn, flagIn, numberIn } from "../text/access";
import { valuesOf } from "../schema/schema";
import { axisOf, learned, state } from "./blob";
import type { LayerCall, LayerIssue, LayerResult, LayerType } from "./layer-type";
import { fieldIssue } from "./layer-type";

export const NORMALIZATION_LAYERS: readonly LayerType[] = [
  {
    name: "BatchNorm",
    parameter: "batch_norm_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Normalizes each channel over the batch; a Scale layer learns its scale and shift.",
    infer: batchNorm,
  },
  {
    name: "BN",
    parameter: "bn_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Batch normalization with its own scale and shift (SegNet, PSPNet, ICNet).",
    infer: ({ inputs: [input] }) => ({
      outputs: [input],
      operator: "BatchNorm",
      weights: [
        learned("slope", [input?.[1]]),
        learned("bias", [input?.[1]]),
        state("mean", [input?.[1]]),
        state("variance", [input?.[1]]),
      ],
    }),
  },
  {
    name: "Scale",
    parameter: "scale_param",
    bottoms: [1, 2],
    tops: [1, 1],
    documentation: "Multiplies by a learned scale, or by the second bottom; can add a bias.",
    infer: scale,
  },
  {
    name: "Bias",
    parameter: "bias_param",
    bottoms: [1, 2],
    tops: [1, 1],
    documentation: "Adds a learned bias, or the second bottom.",
    infer: bias,
  },
  {
    name: "LRN",
    aliases: ["LRN", "lrn"],
    parameter: "lrn_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Local response normalization.",
    infer: localResponse,
  },
  {
    name: "MVN",
    aliases: ["MVN"],
    parameter: "mvn_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Normalizes each sample's mean and variance.",
    infer: ({ inputs: [input], parameter }) => ({
      // mvn_layer.cpp makes four axes of fewer.
      outputs: [input && [...input, ...Array.from({ length: 4 - Math.min(4, input.length) }, () => 1)]],
      operator: flagIn(parameter, "across_channels") === true ? "LayerNorm" : "InstanceNorm",
      attributes: { affine: false, epsilon: numberIn(parameter, "eps") ?? 1e-9 },
    }),
  },
  {
    name: "Normalize",
    parameter: "norm_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Divides by the L2 norm and multiplies by a learned scale (SSD).",
    infer: normalize,
  },
];

/** Mean, variance and the factor that both are divided by: two for each channel, and one. */
function batchNorm({ inputs: [input], parameter }: LayerCall): LayerResult {
  const channels = input === undefined ? undefined : input.length === 1 ? 1 : input[1];
  const blobs = [state("mean", [channels]), state("variance", [channels]), state("factor", [1])];
  const affine = flagIn(parameter, "scale_bias") === true;
  return {
    outputs: [input],
    operator: "BatchNorm",
    attributes: { affine, factor: true, epsilon: numberIn(parameter, "eps") ?? 1e-5 },
    weights: affine ? [...blobs, learned("scale", [channels]), learned("bias", [channels])] : blobs,
  };
}

/** The axes that a learned scale or bias covers, or an issue. */
function coveredAxes(type: string, { parameter, inputs }: LayerCall): Shape | LayerResult {
  const [input] = inputs;
  const rank = input?.length ?? 4;
  const axis = axisOf(numberIn(parameter, "axis") ?? 1, rank);
  const axes = numberIn(parameter, "num_axes") ?? 1;
  const end = axis === undefined || axes < 0 ? rank : axis + axes;
  if (axis === undefined || end > rank || axes < -1) {
    const message = l10n.t("{0}: its bottom has {1} axes, too few for axis and num_axes.", type, rank);
    return { outputs: [], operator: type, issues: [fieldIssue("invalid-axis", "axis", message)] };
  }
  if (input === undefined) return [undefined];
  return input.slice(axis, end);
}

function isShape(value: Shape | LayerResult): value is Shape {
  return Array.isArray(value);
}

function scale(call: LayerCall): LayerResult {
  const [input, factor] = call.inputs;
  const withBias = flagIn(call.parameter, "bias_term") === true;
  if (call.inputs.length > 1) {
    const weights = withBias ? [learned("bias", factor ?? [undefined])] : [];
    return { outputs: [input], operator: "Mul", weights, issues: factorIssues("Scale", call) };
  }
  const covered = coveredAxes("Scale", call);
  if (!isShape(covered)) return covered;
  const weights = [learned("scale", covered), ...(withBias ? [learned("bias", covered)] : [])];
  return { outputs: [input], operator: "Scale", attributes: { bias: withBias }, weights };
}

function bias(call: LayerCall): LayerResult {
  const [input] = call.inputs;
  if (call.inputs.length > 1) {
    return { outputs: [input], operator: "Add", issues: factorIssues("Bias", call) };
  }
  const covered = coveredAxes("Bias", call);
  if (!isShape(covered)) return covered;
  return { outputs: [input], operator: "Bias", weights: [learned("bias", covered)] };
}

/** The second bottom's shape must be found in the first one's, from `axis` on. */
function factorIssues(type: string, { inputs, parameter }: LayerCall): readonly LayerIssue[] {
  const [input, factor] = inputs;
  if (input === undefined || factor === undefined) return [];
  const asked = numberIn(parameter, "axis") ?? 1;
  const axis = factor.length === 0 ? 0 : (axisOf(asked, input.length) ?? input.length);
  const fits = factor.every((dim, index) => {
    const other = input[axis + index];
    return (
      axis + index < input.length && (typeof dim !== "number" || typeof other !== "number" || dim === other)
    );
  });
  if (fits) return [];
  const message = l10n.t(
    "{0}: the second bottom ({1}) does not match the first ({2}) from axis {3} on.",
    type,
    factor.join("×"),
    input.join("×"),
    asked,
  );
  return [{ code: "shape-mismatch", input: 1, message }];
}

function localResponse({ inputs: [input], parameter }: LayerCall): LayerResult {
  const size = numberIn(parameter, "local_size") ?? 5;
  const within = choiceIn(parameter, "norm_region", valuesOf("NormRegion")) === "WITHIN_CHANNEL";
  const issues =
    size % 2 === 0
      ? [fieldIssue("invalid-value", "local_size", l10n.t("LRN: local_size must be odd, not {0}.", size))]
      : [];
  const attributes = {
    size,
    alpha: numberIn(parameter, "alpha") ?? 1,
    beta: numberIn(parameter, "beta") ?? 0.75,
    k: numberIn(parameter, "k") ?? 1,
    ...(within ? { region: "within_channel" } : {}),
  };
  return { outputs: [input], operator: "LocalResponseNorm", attributes, issues };
}

function normalize({ inputs: [input], parameter }: LayerCall): LayerResult {
  const shared = flagIn(parameter, "channel_shared") ?? true;
  return {
    outputs: [input],
    operator: "L2Norm",
    attributes: { affine: true },
    weights: [learned("scale", [shared ? 1 : input?.[1]])],
  };
}
