// Layers of forks that read and write sequences: speech, handwriting, video.

import * as l10n from "@vscode/l10n";
import type { Shape } from "../../../model/shape";
import { messageIn, numberIn, numbersIn } from "../text/access";
import { axisOf, withAxis } from "./blob";
import type { LayerCall, LayerResult, LayerType } from "./layer-type";
import { fieldIssue, missingField } from "./layer-type";

export const SEQUENCE_LAYERS: readonly LayerType[] = [
  {
    name: "Reverse",
    parameter: "reverse_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Turns an axis around, time unless given.",
    infer: ({ inputs: [input], parameter }) => ({
      outputs: [input],
      operator: "Reverse",
      attributes: { axis: numberIn(parameter, "axis") ?? 0 },
    }),
  },
  {
    name: "Transpose",
    parameter: "transpose_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Puts all axes into another order.",
    infer: transpose,
  },
  {
    name: "ContinuationIndicator",
    parameter: "continuation_indicator_param",
    bottoms: [0, 1],
    tops: [1, 1],
    documentation: "Says for each step of each sequence whether it continues the one before.",
    infer: indicate,
  },
  {
    name: "BatchReduction",
    parameter: "batch_reduction_param",
    bottoms: [1, 2],
    tops: [1, 1],
    documentation: "Joins the predictions for a video's snippets (TSN).",
    infer: reduce,
  },
];

function transpose({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "Permute";
  const order = numbersIn(parameter, "dim");
  const attributes = { order };
  if (input === undefined) return { outputs: [], operator, attributes };
  const isComplete = order.length === input.length && new Set(order).size === order.length;
  if (!isComplete || order.some((axis) => axisOf(axis, input.length) !== axis)) {
    const message = l10n.t("Transpose: dim must name the axes 0 to {0}, each once.", input.length - 1);
    return { outputs: [], operator, issues: [fieldIssue("invalid-value", "dim", message)] };
  }
  return { outputs: [order.map((axis) => input[axis])], operator, attributes };
}

/** A row for each step, a column for each sequence. */
function indicate({ parameter }: LayerCall): LayerResult {
  const operator = "ContinuationIndicator";
  const steps = numberIn(parameter, "time_step");
  if (steps === undefined) {
    return { outputs: [], operator, issues: [missingField("ContinuationIndicator", "time_step")] };
  }
  return { outputs: [[steps, numberIn(parameter, "batch_size") ?? 1]], operator };
}

/** batch_reduction_layer.cpp: a level of n makes one of n² entries; one level of 1 makes one of all, and takes the axis away. */
function reduce({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "BatchReduction";
  const levels = numbersIn(parameter, "level");
  if (input === undefined) return { outputs: [], operator };
  const axis = axisOf(numberIn(messageIn(parameter, "reduction_param"), "axis") ?? 0, input.length);
  if (axis === undefined) {
    const message = l10n.t("BatchReduction: its bottom has {0} axes, and none of that number.", input.length);
    return { outputs: [], operator, issues: [fieldIssue("invalid-axis", "reduction_param", message)] };
  }
  const all = levels.length === 0 || (levels.length === 1 && levels[0] === 1);
  const output: Shape = all
    ? input.filter((_, index) => index !== axis)
    : withAxis(input, axis, levels.length);
  const entries = levels.reduce((total, level) => total + level ** 2, 0);
  if (!all && typeof input[axis] === "number" && input[axis] !== entries) {
    const message = l10n.t(
      "BatchReduction: its levels take {0} entries, but there are {1}.",
      entries,
      input[axis],
    );
    return { outputs: [], operator, issues: [fieldIssue("shape-mismatch", "level", message)] };
  }
  return { outputs: [output], operator };
}
