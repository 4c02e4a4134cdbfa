// Layers that reduce a blob: Softmax (which keeps its shape), ArgMax and Reduction.

import * as l10n from "@vscode/l10n";
import type { Dim } from "../../../model/shape";
import { choiceIn, flagIn, numberIn } from "../text/access";
import { valuesOf } from "../schema/schema";
import { axisOf, withAxis } from "./blob";
import type { LayerCall, LayerResult, LayerType } from "./layer-type";
import { fieldIssue } from "./layer-type";

export const REDUCTION_LAYERS: readonly LayerType[] = [
  {
    name: "Softmax",
    aliases: ["SOFTMAX", "softmax"],
    parameter: "softmax_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Turns scores along an axis into probabilities.",
    infer: ({ inputs: [input], parameter }) => ({
      outputs: [input],
      operator: "Softmax",
      attributes: { axis: numberIn(parameter, "axis") ?? 1 },
    }),
  },
  {
    name: "ArgMax",
    aliases: ["ARGMAX"],
    parameter: "argmax_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "The indices of the largest values.",
    infer: argMax,
  },
  {
    name: "Reduction",
    parameter: "reduction_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Sums, or otherwise reduces, all axes from `axis` on.",
    infer: reduce,
  },
];

/** argmax_layer.cpp: along one axis; or over the whole sample, giving N × 1 × k (N × 2 × k with the values). */
function argMax({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "ArgMax";
  const top = numberIn(parameter, "top_k") ?? 1;
  const withValues = flagIn(parameter, "out_max_val") === true;
  const asked = numberIn(parameter, "axis");
  if (input === undefined) return { outputs: [], operator };
  if (asked !== undefined) {
    const axis = axisOf(asked, input.length);
    return { outputs: [axis === undefined ? undefined : withAxis(input, axis, top)], operator };
  }
  const rank = Math.max(3, input.length);
  const output = Array.from({ length: rank }, (_, axis): Dim => {
    if (axis === 0) return input[0];
    if (axis === 2) return top;
    return axis === 1 && withValues ? 2 : 1;
  });
  return { outputs: [output], operator };
}

function reduce({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operation = choiceIn(parameter, "operation", valuesOf("ReductionOp")) ?? "SUM";
  const operator = operation === "MEAN" ? "Mean" : "Sum";
  if (input === undefined) return { outputs: [], operator };
  const axis = axisOf(numberIn(parameter, "axis") ?? 0, input.length);
  if (axis !== undefined) {
    const axes = input.map((_, index) => index).filter((index) => index >= Math.max(1, axis));
    return { outputs: [input.slice(0, axis)], operator, attributes: { axis: axes } };
  }
  const issue = fieldIssue("invalid-axis", "axis", l10n.t("Reduction: its bottom has no such axis."));
  return { outputs: [], operator, issues: [issue] };
}
