// Layers that merge, split and rearrange blobs without learning anything.

import * as l10n from "@vscode/l10n";
import { product, sum } from "../../../model/exact";
import type { Dim, Shape } from "../../../model/shape";
import { mayBeEqual } from "../../../model/shape";
import { choiceIn, messageIn, numberIn, numbersIn } from "../text/access";
import { valuesOf } from "../schema/schema";
import { axisOf, countOf, withAxis } from "./blob";
import { crop } from "./crop";
import type { LayerCall, LayerIssue, LayerResult, LayerType } from "./layer-type";
import { fieldIssue, missingField, wrongAxis } from "./layer-type";

export const ARRANGEMENT_LAYERS: readonly LayerType[] = [
  {
    name: "Concat",
    aliases: ["CONCAT", "concat"],
    parameter: "concat_param",
    bottoms: [1, Infinity],
    tops: [1, 1],
    documentation: "Joins its bottoms along an axis, the channels unless given.",
    infer: concat,
  },
  {
    name: "Eltwise",
    aliases: ["ELTWISE"],
    parameter: "eltwise_param",
    // Caffe's own wants two; FlowNet's scales a single one.
    bottoms: [1, Infinity],
    tops: [1, 1],
    documentation: "Sum, product or maximum of its bottoms, element by element.",
    infer: eltwise,
  },
  {
    name: "Axpy",
    bottoms: [3, 3],
    tops: [1, 1],
    documentation: "The first bottom's factor for each channel times the second, plus the third (SENet).",
    infer: ({ inputs: [, x, y] }) => {
      const issue = x && y && mismatch("Axpy", x, y, 2);
      return {
        outputs: issue === undefined ? [x] : [],
        operator: "Axpy",
        issues: issue === undefined ? [] : [issue],
      };
    },
  },
  {
    name: "CReLU",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "ReLU of its bottom and of its negative, joined over the channels.",
    infer: ({ inputs: [input] }) => ({
      outputs: [input && withAxis(input, 1, product([2, input[1]]))],
      operator: "CReLU",
    }),
  },
  {
    name: "Slice",
    aliases: ["SLICE"],
    parameter: "slice_param",
    bottoms: [1, 1],
    tops: [1, Infinity],
    documentation: "Cuts its bottom into its tops along an axis.",
    infer: slice,
  },
  {
    name: "Split",
    aliases: ["SPLIT", "split"],
    bottoms: [1, 1],
    tops: [1, Infinity],
    documentation: "Gives its bottom to several tops.",
    infer: ({ inputs: [input], tops }) => ({
      outputs: Array.from({ length: tops }, () => input),
      operator: "Identity",
    }),
  },
  {
    name: "Flatten",
    aliases: ["FLATTEN", "flatten"],
    parameter: "flatten_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Joins the axes from `axis` to `end_axis`.",
    infer: flatten,
  },
  {
    name: "Reshape",
    parameter: "reshape_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Gives its bottom another shape of as many elements.",
    infer: reshape,
  },
  {
    name: "Permute",
    parameter: "permute_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Puts the axes into another order (SSD).",
    infer: permute,
  },
  {
    name: "Tile",
    parameter: "tile_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Repeats its bottom along an axis.",
    infer: tile,
  },
  {
    name: "Crop",
    aliases: ["CROP"],
    parameter: "crop_param",
    bottoms: [2, 2],
    tops: [1, 1],
    documentation: "Cuts the first bottom to the second one's size.",
    infer: crop,
  },
  {
    name: "Unsqueeze",
    parameter: "unsqueeze_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Adds an axis of size 1.",
    infer: ({ inputs: [input], parameter }) => {
      const dim = numberIn(parameter, "dim") ?? 0;
      const axis = input && axisOf(dim, input.length + 1);
      const output = axis === undefined ? undefined : input?.toSpliced(axis, 0, 1);
      return { outputs: [output], operator: "Unsqueeze", attributes: { axis: dim } };
    },
  },
  {
    name: "ShuffleChannel",
    parameter: "shuffle_channel_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Mixes the channels of the groups (ShuffleNet).",
    infer: ({ inputs: [input], parameter }) => ({
      outputs: [input],
      operator: "ChannelShuffle",
      attributes: { groups: numberIn(parameter, "group") ?? 1 },
    }),
  },
  {
    name: "BatchReindex",
    bottoms: [2, 2],
    tops: [1, 1],
    documentation: "Picks samples of the first bottom by the indices in the second.",
    infer: ({ inputs: [input, order] }) => ({
      outputs: [input && withAxis(input, 0, order?.[0])],
      operator: "Gather",
    }),
  },
  {
    name: "Filter",
    bottoms: [2, Infinity],
    tops: [1, Infinity],
    documentation: "Keeps the samples for which the last bottom is not 0.",
    infer: ({ inputs }) => ({
      outputs: inputs.slice(0, -1).map((input) => input && withAxis(input, 0, undefined)),
      operator: "Filter",
    }),
  },
];

function concat(call: LayerCall): LayerResult {
  const operator = "Concat";
  const { inputs, parameter } = call;
  const [first] = inputs;
  const asked = numberIn(parameter, "axis") ?? numberIn(parameter, "concat_dim") ?? 1;
  if (first === undefined || inputs.includes(undefined)) {
    return { outputs: [], operator, attributes: { axis: asked } };
  }
  const axis = axisOf(asked, first.length);
  if (axis === undefined) return wrongAxis("Concat", operator, first);
  const shapes = inputs.filter((input) => input !== undefined);
  const issue = shapes.map((shape, index) => mismatch("Concat", first, shape, index, axis)).find(Boolean);
  const total: Dim = shapes.every((shape) => typeof shape[axis] === "number")
    ? sum(shapes.map((shape) => Number(shape[axis])))
    : undefined;
  return {
    outputs: issue === undefined ? [withAxis(first, axis, total)] : [],
    operator,
    attributes: { axis },
    issues: issue === undefined ? [] : [issue],
  };
}

function eltwise({ inputs, parameter }: LayerCall): LayerResult {
  const operation = choiceIn(parameter, "operation", valuesOf("EltwiseOp")) ?? "SUM";
  const operator = { PROD: "Mul", SUM: "Add", MAX: "Max" }[operation] ?? "Add";
  const coefficients = numbersIn(parameter, "coeff").length;
  const issues: LayerIssue[] = [];
  if (coefficients > 0 && coefficients !== inputs.length) {
    const message = l10n.t("Eltwise: {0} coefficients for {1} bottoms.", coefficients, inputs.length);
    issues.push(fieldIssue("wrong-count", "coeff", message));
  }
  if (coefficients > 0 && operation !== "SUM") {
    const message = l10n.t("Eltwise: only a SUM has coefficients.");
    issues.push(fieldIssue("invalid-value", "coeff", message));
  }
  const [first] = inputs;
  if (first === undefined || inputs.includes(undefined)) return { outputs: [], operator, issues };
  const issue = inputs.map((shape, index) => shape && mismatch("Eltwise", first, shape, index)).find(Boolean);
  return issue === undefined
    ? { outputs: [first], operator, issues }
    : { outputs: [], operator, issues: [...issues, issue] };
}

/** Bottoms must agree in all axes but `except`. */
function mismatch(
  type: string,
  first: Shape,
  shape: Shape,
  input: number,
  except?: number,
): LayerIssue | undefined {
  const agrees =
    shape.length === first.length &&
    shape.every((dim, axis) => axis === except || mayBeEqual(dim, first[axis]));
  if (agrees) return undefined;
  const message = l10n.t(
    "{0}: this bottom is {1}, but the first one is {2}.",
    type,
    sampleText(shape),
    sampleText(first),
  );
  return { code: "shape-mismatch", input, message };
}

/** A shape as the rest of the program shows it: without the batch. */
function sampleText(shape: Shape): string {
  return shape.length < 2
    ? "a scalar"
    : shape
        .slice(1)
        .map((dim) => dim ?? "?")
        .join("×");
}

function slice({ inputs: [input], parameter, tops }: LayerCall): LayerResult {
  const operator = "Split";
  const asked = numberIn(parameter, "axis") ?? numberIn(parameter, "slice_dim") ?? 1;
  const points = numbersIn(parameter, "slice_point");
  const attributes = { axis: asked };
  if (points.length > 0 && points.length !== tops - 1) {
    const message = l10n.t(
      "Slice: {0} slice points make {1} tops, not {2}.",
      points.length,
      points.length + 1,
      tops,
    );
    return { outputs: [], operator, attributes, issues: [fieldIssue("wrong-count", "slice_point", message)] };
  }
  if (input === undefined) return { outputs: [], operator, attributes };
  const axis = axisOf(asked, input.length);
  if (axis === undefined) return wrongAxis("Slice", operator, input);
  const size = input[axis];
  if (typeof size !== "number") return { outputs: [], operator, attributes };
  const bounds = points.length > 0 ? [0, ...points, size] : undefined;
  const sizes =
    bounds === undefined
      ? Array.from({ length: tops }, () => size / tops)
      : bounds.slice(1).map((end, index) => end - (bounds[index] ?? 0));
  if (sizes.some((part) => part < 1 || !Number.isInteger(part))) {
    const message = l10n.t("Slice: {0} cannot be cut like that into {1} tops.", size, tops);
    return {
      outputs: [],
      operator,
      attributes,
      issues: [fieldIssue("invalid-value", "slice_point", message)],
    };
  }
  return {
    outputs: sizes.map((part) => withAxis(input, axis, part)),
    operator,
    attributes: { axis, parts: sizes },
  };
}

function flatten({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "Flatten";
  if (input === undefined) return { outputs: [], operator };
  const start = axisOf(numberIn(parameter, "axis") ?? 1, input.length);
  const end = axisOf(numberIn(parameter, "end_axis") ?? -1, input.length);
  // A blob without axes after the batch is left as it is.
  if (start === undefined && input.length === 1) return { outputs: [[...input, 1]], operator };
  // An end just before the start joins nothing: a new axis of size 1.
  if (start === undefined || end === undefined || end < start - 1)
    return wrongAxis("Flatten", operator, input);
  const joined = countOf(input, start, end + 1);
  return {
    outputs: [[...input.slice(0, start), joined, ...input.slice(end + 1)]],
    operator,
    attributes: { start, end: end === input.length - 1 ? -1 : end },
  };
}

function reshape({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "Reshape";
  const dims = numbersIn(messageIn(parameter, "shape"), "dim");
  const shape = dims.length > 1 ? dims.slice(1) : dims;
  if (input === undefined) return { outputs: [], operator, attributes: { shape } };
  const rank = input.length;
  const asked = numberIn(parameter, "axis") ?? 0;
  const start = asked < 0 ? asked + rank + 1 : asked;
  const axes = numberIn(parameter, "num_axes") ?? -1;
  const end = axes < 0 ? rank : start + axes;
  if (start < 0 || start > rank || end > rank) return wrongAxis("Reshape", operator, input);
  if (dims.some((dim) => dim < -1) || dims.filter((dim) => dim === -1).length > 1) {
    const message = l10n.t("Reshape: sizes are positive, 0 (kept), or one -1 (what is left).");
    return { outputs: [], operator, issues: [fieldIssue("invalid-value", "shape", message)] };
  }
  const lost = dims.findIndex((dim, index) => dim === 0 && start + index >= rank);
  if (lost >= 0) {
    const message = l10n.t("Reshape: size {0} is 0, but the bottom has no such axis to keep.", lost + 1);
    return { outputs: [], operator, issues: [fieldIssue("invalid-value", "shape", message)] };
  }
  const replaced = dims.map((dim, index): Dim => (dim === 0 ? input[start + index] : dim));
  const output = [...input.slice(0, start), ...replaced, ...input.slice(end)];
  return fillReshape(input, output, output.indexOf(-1));
}

/** Fills the size that is left to be found, and checks the number of elements. */
function fillReshape(input: Shape, output: Shape, open: number): LayerResult {
  const operator = "Reshape";
  const total = countOf(input);
  const others = product(output.filter((_, index) => index !== open));
  const filled =
    open < 0
      ? output
      : withAxis(output, open, total === undefined || others === undefined ? undefined : total / others);
  const count = countOf(filled);
  const broken = filled.some((dim) => typeof dim === "number" && !Number.isInteger(dim));
  if (broken || (count !== undefined && total !== undefined && count !== total)) {
    const message = l10n.t(
      "Reshape: {0} cannot become {1} (batch included): the numbers of elements differ.",
      input.join("×"),
      output.join("×"),
    );
    return { outputs: [], operator, issues: [fieldIssue("shape-mismatch", "shape", message)] };
  }
  return {
    outputs: [filled],
    operator,
    attributes: { shape: filled.slice(1).map((dim) => Number(dim ?? -1)) },
  };
}

function permute({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "Permute";
  const order = numbersIn(parameter, "order");
  if (input === undefined) return { outputs: [], operator, attributes: { order } };
  const all = [...new Set(order), ...input.map((_, axis) => axis).filter((axis) => !order.includes(axis))];
  if (all.length !== input.length || new Set(order).size !== order.length) {
    const message = l10n.t("Permute: order must name axes 0 to {0}, each once.", input.length - 1);
    return { outputs: [], operator, issues: [fieldIssue("invalid-value", "order", message)] };
  }
  return { outputs: [all.map((axis) => input[axis])], operator, attributes: { order: all } };
}

function tile({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "Tile";
  const tiles = numberIn(parameter, "tiles");
  if (tiles === undefined) return { outputs: [], operator, issues: [missingField("Tile", "tiles")] };
  if (input === undefined) return { outputs: [], operator };
  const axis = axisOf(numberIn(parameter, "axis") ?? 1, input.length);
  if (axis === undefined) return wrongAxis("Tile", operator, input);
  return {
    outputs: [withAxis(input, axis, product([input[axis], tiles]))],
    operator,
    attributes: { repeats: input.slice(1).map((_, index) => (index + 1 === axis ? tiles : 1)) },
  };
}
