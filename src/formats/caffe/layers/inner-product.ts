// InnerProduct and Embed (inner_product_layer.cpp, embed_layer.cpp).

import * as l10n from "@vscode/l10n";
import { product } from "../../../model/exact";
import { flagIn, numberIn } from "../text/access";
import { axisOf, countOf, learned } from "./blob";
import type { LayerCall, LayerResult, LayerType } from "./layer-type";
import { fieldIssue, missingField } from "./layer-type";

export const INNER_PRODUCT_LAYERS: readonly LayerType[] = [
  {
    name: "InnerProduct",
    aliases: ["INNER_PRODUCT", "innerproduct"],
    forkNames: ["FcRistretto"],
    parameter: "inner_product_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "A fully connected layer over all axes from `axis` on.",
    infer: (call) => innerProduct("InnerProduct", call),
  },
  {
    name: "MarginInnerProduct",
    parameter: "margin_inner_product_param",
    bottoms: [2, 2],
    tops: [1, 2],
    documentation:
      "A fully connected layer whose scores are angles, with a margin for the label (SphereFace).",
    infer: (call) => innerProduct("MarginInnerProduct", call),
  },
  {
    name: "LabelSpecificAdd",
    parameter: "label_specific_add_param",
    bottoms: [2, 2],
    tops: [1, 1],
    documentation: "Adds a margin to the label's score (AM-Softmax).",
    infer: ({ inputs: [scores] }) => ({ outputs: [scores], operator: "LabelSpecificAdd" }),
  },
  {
    name: "Embed",
    parameter: "embed_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Looks each index up in a table of learned vectors.",
    infer: embed,
  },
];

function innerProduct(type: string, { inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "Linear";
  const features = numberIn(parameter, "num_output");
  if (features === undefined) {
    return { outputs: [], operator, macs: undefined, issues: [missingField(type, "num_output")] };
  }
  if (features < 1) {
    const message = l10n.t("{0}: num_output must be at least 1.", type);
    const issues = [fieldIssue("invalid-value", "num_output", message)];
    return { outputs: [], operator, macs: undefined, issues };
  }
  // margin_inner_product_layer.cpp has no bias.
  const bias = type === "InnerProduct" && (flagIn(parameter, "bias_term") ?? true);
  const attributes = { features, bias };
  const axis = axisOf(numberIn(parameter, "axis") ?? 1, input?.length ?? 4);
  if (axis === undefined) {
    const issues = [fieldIssue("invalid-axis", "axis", l10n.t("{0}: its bottom has no such axis.", type))];
    return { outputs: [], operator, attributes, macs: undefined, issues };
  }
  const inputs = input && countOf(input, axis);
  const shape = flagIn(parameter, "transpose") === true ? [inputs, features] : [features, inputs];
  const weights = [learned("weight", shape), ...(bias ? [learned("bias", [features])] : [])];
  if (input === undefined) return { outputs: [], operator, attributes, weights, macs: undefined };
  const positions = countOf(input, 1, Math.max(1, axis));
  return {
    outputs: [[...input.slice(0, axis), features]],
    operator,
    attributes,
    weights,
    macs: product([positions, inputs, features]),
  };
}

function embed({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "Embedding";
  const size = numberIn(parameter, "num_output");
  const count = numberIn(parameter, "input_dim");
  if (size === undefined || count === undefined) {
    const field = size === undefined ? "num_output" : "input_dim";
    return { outputs: [], operator, issues: [missingField("Embed", field)] };
  }
  const bias = flagIn(parameter, "bias_term") ?? true;
  return {
    outputs: [input && [...input, size]],
    operator,
    attributes: { num: count, dim: size },
    weights: [learned("weight", [count, size]), ...(bias ? [learned("bias", [size])] : [])],
  };
}
