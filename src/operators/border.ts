// Operators that add to or cut from the border of the spatial axes: Pad and Crop.

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../model/shape";
import { formatShape } from "../model/shape";
import { fails, gives, UNKNOWN, wrongRank } from "./call";
import type { Call, Explanation, Inference, InferredCall, Operator, Window } from "./operator";
import { axisLines } from "./sliding";
import { padOf, perAxis, wrongAxisCount } from "./window";
import type { PadPair } from "./window";

const PAD: Operator = {
  name: "Pad",
  aliases: ["ZeroPad"],
  family: "shape",
  documentation:
    "Adds elements around the spatial axes (PyTorch's `ZeroPad2d`, `ReflectionPad2d` …); negative numbers cut off.",
  parameters: [
    {
      name: "pad",
      type: "padding",
      aliases: ["padding"],
      documentation: "Elements added on both sides of each spatial axis, or a list of [before, after] pairs.",
    },
    {
      name: "mode",
      type: "choice",
      choices: ["constant", "reflect", "replicate", "circular"],
      default: "constant",
      documentation: "What the elements are.",
    },
    { name: "value", type: "number", default: 0, documentation: "The constant." },
  ],
  arity: { min: 1, max: 1 },
  infer: inferPad,
  window: padWindow,
  explain: explainPad,
};

const CROP: Operator = {
  name: "Crop",
  family: "shape",
  documentation:
    "Cuts the spatial axes to a size, or to that of a second tensor; in the middle unless an offset is given.",
  parameters: [
    { name: "size", type: "axes", optional: true, min: 1, documentation: "Size along every spatial axis." },
    {
      name: "offset",
      type: "axes",
      optional: true,
      min: 0,
      documentation: "The first element that is kept.",
    },
  ],
  arity: { min: 1, max: 2 },
  infer: inferCrop,
  window: cropWindow,
};

export const BORDERS: readonly Operator[] = [PAD, CROP];

function listLength(call: Call, name: string): number | undefined {
  const value = call.attributes[name];
  return Array.isArray(value) ? value.length : undefined;
}

function spatialRank(call: Call, name: string, input: Shape): number {
  return listLength(call, name) ?? Math.max(1, input.length - 1);
}

function padsOf(call: Call, input: Shape): readonly PadPair[] | undefined {
  const pad = padOf(call.attributes["pad"], spatialRank(call, "pad", input));
  return pad === "same" ? undefined : pad;
}

function inferPad(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const rank = spatialRank(call, "pad", input);
  if (input.length < rank) return fails(wrongRank("Pad", l10n.t("at least {0} axes", rank), input));
  const pads = padsOf(call, input);
  if (pads === undefined) return fails(wrongAxisCount("pad", rank));
  const sizes = input.slice(-rank).map((size, axis) => paddedSize(size, pads[axis] ?? [0, 0]));
  const empty = sizes.some((size) => typeof size === "number" && size < 1);
  if (empty) {
    const message = l10n.t("Pad: nothing is left of {0}.", formatShape(input));
    return fails({ code: "pad-too-large", parameter: "pad", message });
  }
  return tooFarForMode(call, input.slice(-rank), pads) ?? gives([...input.slice(0, -rank), ...sizes]);
}

function explainPad(call: InferredCall): Explanation {
  const [input] = call.inputs;
  const [output] = call.outputs;
  const pads = input && padsOf(call, input);
  if (input === undefined || output === undefined || pads === undefined) return {};
  const lines = input.slice(-pads.length).map((size, axis) => {
    const [begin, end] = pads[axis] ?? [0, 0];
    const added = begin === end ? `2·${String(begin)}` : `${String(begin)} + ${String(end)}`;
    const result = output[output.length - pads.length + axis];
    return `${String(size ?? "?")} + ${added} = ${String(result ?? "?")}`;
  });
  return { shape: axisLines(lines) };
}

function paddedSize(size: Dim, [begin, end]: PadPair): Dim {
  if (begin === 0 && end === 0) return size;
  return typeof size === "number" ? size + begin + end : undefined;
}

/** Reflection needs more elements than it adds, and a circle at least as many. */
function tooFarForMode(call: Call, sizes: Shape, pads: readonly PadPair[]): Inference | undefined {
  const { mode } = call.attributes;
  if (mode !== "reflect" && mode !== "circular") return undefined;
  const spare = mode === "reflect" ? 1 : 0;
  const axis = sizes.findIndex(
    (size, index) => typeof size === "number" && Math.max(...(pads[index] ?? [0])) > size - spare,
  );
  if (axis < 0) return undefined;
  const message = l10n.t(
    "Pad: {0} cannot add {1} elements to {2}.",
    mode,
    Math.max(...(pads[axis] ?? [0])),
    String(sizes[axis]),
  );
  return fails({ code: "pad-too-large", parameter: "pad", message });
}

function shifted(padding: readonly number[]): Window {
  const ones = padding.map(() => 1);
  return { kernel: ones, stride: ones, dilation: ones, padding };
}

function padWindow(call: InferredCall): Window | undefined {
  const [input] = call.inputs;
  const pads = input && padsOf(call, input);
  return pads && shifted(pads.map(([begin]) => begin));
}

/** The sizes that Crop gives: its parameter's, or those of the second tensor. */
function cropSizes(call: Call, input: Shape): Shape | undefined {
  const reference = call.inputs[1];
  if (call.inputs.length > 1) return reference?.slice(1);
  return perAxis(call.attributes["size"], spatialRank(call, "size", input));
}

function inferCrop(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const sizes = cropSizes(call, input);
  if (sizes === undefined) {
    if (call.inputs.length > 1) return gives(undefined);
    return fails({
      code: "missing-argument",
      message: l10n.t("Crop needs a size, or a second tensor that has it."),
    });
  }
  const rank = sizes.length;
  if (input.length < rank) return fails(wrongRank("Crop", l10n.t("at least {0} axes", rank), input));
  const from = input.slice(input.length - rank);
  const offsets = perAxis(call.attributes["offset"] ?? 0, rank);
  if (offsets === undefined) return fails(wrongAxisCount("offset", rank));
  const axis = from.findIndex(
    (size, at) => typeof size === "number" && Number(sizes[at] ?? 0) + (offsets[at] ?? 0) > size,
  );
  if (axis < 0) return gives([...input.slice(0, input.length - rank), ...sizes]);
  const [small, large] = [formatShape(from), formatShape(sizes)];
  const message = offsets.some((offset) => offset > 0)
    ? l10n.t("Crop: {0} is smaller than {1} at offset {2}.", small, large, offsets.join(", "))
    : l10n.t("Crop: {0} is smaller than {1}.", small, large);
  return fails({ code: "shape-mismatch", parameter: "size", message });
}

function cropWindow(call: InferredCall): Window | undefined {
  const [input] = call.inputs;
  const sizes = input && cropSizes(call, input);
  if (input === undefined || sizes === undefined) return undefined;
  const rank = sizes.length;
  const given = call.attributes["offset"];
  const offsets = given === undefined ? undefined : perAxis(given, rank);
  const from = input.slice(input.length - rank);
  return shifted(sizes.map((size, axis) => -(offsets?.[axis] ?? middle(from[axis], size))));
}

function middle(from: Dim, to: Dim): number {
  return typeof from === "number" && typeof to === "number" ? Math.floor((from - to) / 2) : 0;
}
