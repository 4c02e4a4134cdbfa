// Pooling over a sliding window of rank 1, 2 and 3, with the shape rules of PyTorch's nn.MaxPool2d, AvgPool2d and LPPool2d.

import * as l10n from "@vscode/l10n";
import { product } from "../model/exact";
import type { Count } from "../model/exact";
import { fails, isOn, outputElements, UNKNOWN } from "./call";
import type { Call, Inference, InferredCall, Issue, Operator, Parameter } from "./operator";
import { explainWindow } from "./sliding";
import { DILATION, inferSpatial, KERNEL, layoutOf, PAD, slidingWindow, wrongSpatialRank } from "./spatial";
import type { Sliding } from "./window";
import { extentOf, slidingOf } from "./window";

const STRIDE: Parameter = {
  name: "stride",
  type: "axes",
  optional: true,
  min: 1,
  aliases: ["strides"],
  documentation: "Step of the window; the kernel unless given.",
};
const CEIL: Parameter = {
  name: "ceil",
  type: "boolean",
  default: false,
  aliases: ["ceil_mode"],
  documentation:
    "Keeps a last, incomplete window as long as it starts within the input or the padding before.",
};

const MAX_POOL = pool({
  name: "MaxPool",
  aliases: ["MaxPooling"],
  documentation: "The greatest element of each window (PyTorch's `MaxPool2d`).",
  parameters: [
    KERNEL,
    STRIDE,
    { ...PAD, documentation: 'Padding on both sides, or "same".' },
    DILATION,
    CEIL,
  ],
});

const AVG_POOL = pool({
  name: "AvgPool",
  aliases: ["AveragePool", "AvgPooling"],
  documentation: "The mean of each window (PyTorch's `AvgPool2d`).",
  parameters: [
    KERNEL,
    STRIDE,
    PAD,
    CEIL,
    {
      name: "count_include_pad",
      type: "boolean",
      default: true,
      documentation: "Counts the padding's zeros in the mean.",
    },
  ],
});

const LP_POOL = pool({
  name: "LPPool",
  documentation: "The p-norm of each window (PyTorch's `LPPool2d`).",
  parameters: [
    KERNEL,
    {
      name: "p",
      type: "number",
      default: 2,
      aliases: ["norm_type", "power"],
      documentation: "The norm's exponent.",
    },
    STRIDE,
    CEIL,
  ],
});

export const POOLS: readonly Operator[] = [MAX_POOL, AVG_POOL, LP_POOL];

function pool(declaration: Pick<Operator, "name" | "aliases" | "documentation" | "parameters">): Operator {
  return {
    ...declaration,
    family: "pooling",
    arity: { min: 1, max: 1 },
    infer: (call) => inferPool(declaration.name, call),
    operations: poolOperations,
    window: slidingWindow,
    explain: (call) => ({ shape: explainWindow(call, isOn(call, "ceil") ? "ceil" : "floor") }),
  };
}

function inferPool(name: string, call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const layout = layoutOf(call, input);
  if (layout === undefined) return fails(wrongSpatialRank(name, input, call.attributes["kernel"]));
  const { sliding, issues } = slidingOf(call.attributes, layout.spatial);
  if (sliding === undefined) return fails(...issues);
  const rounding = isOn(call, "ceil") ? "ceil" : "floor";
  const spatial = inferSpatial(name, sliding, input.slice(layout.channelAxis + 1), rounding);
  const all = [...padIssues(name, sliding, call), ...spatial.issues];
  if (all.length > 0) return fails(...all);
  const shape = [...input.slice(0, layout.channelAxis + 1), ...spatial.sizes];
  const outputs = Array.from({ length: Math.max(1, Math.min(call.wanted ?? 1, 2)) }, () => shape);
  return { outputs, issues: [] };
}

/** PyTorch wants a padding of at most half the kernel; a pair for each side may be anything less than the kernel. */
function padIssues(name: string, sliding: Sliding, call: Call): readonly Issue[] {
  const { pad } = sliding;
  if (pad === "same") return [];
  const given = call.attributes["pad"];
  const pairs = Array.isArray(given) && given.some((item) => Array.isArray(item));
  const axis = pad.findIndex((pair, index) => {
    const extent = extentOf(sliding, index);
    return Math.max(...pair) > (pairs ? extent - 1 : Math.floor(extent / 2));
  });
  if (axis < 0) return [];
  const most = pairs ? l10n.t("less than the kernel") : l10n.t("at most half the kernel");
  const message = l10n.t(
    "{0}: the padding ({1}) must be {2} ({3}).",
    name,
    Math.max(...(pad[axis] ?? [0])),
    most,
    extentOf(sliding, axis),
  );
  return [{ code: "pad-too-large", parameter: "pad", message }];
}

/** Output elements × kernel elements. */
function poolOperations(call: InferredCall): Count {
  const [input] = call.inputs;
  const layout = input && layoutOf(call, input);
  const sliding = layout && slidingOf(call.attributes, layout.spatial).sliding;
  return sliding && product([outputElements(call), ...sliding.kernel]);
}
