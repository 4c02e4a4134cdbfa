// Layers that read boxes and classes out of their input: yolo, Gaussian_yolo, region, detection, iseg, contrastive.

import * as l10n from "@vscode/l10n";
import { integerIn, itemsOf, optionIn } from "../options";
import type { SectionCall, SectionIssue, SectionResult, SectionRule } from "./section-type";
import { flatFeature, needsImage } from "./section-type";

/** Numbers in `mask`, or else `num`: how many boxes a position has. */
function boxesOf({ section, text }: SectionCall): number {
  const mask = optionIn(section, "mask");
  const num = integerIn(section, "num", 1) ?? NaN;
  return mask === undefined || mask.value === "" ? num : itemsOf(text, mask).length;
}

export const yolo: SectionRule = (call) => predicted("yolo", call, boxesOf(call) * (classesOf(call, 20) + 5));

export const gaussianYolo: SectionRule = (call) =>
  predicted("Gaussian_yolo", call, boxesOf(call) * (classesOf(call, 20) + 9));

export const region: SectionRule = (call) => {
  const boxes = integerIn(call.section, "num", 1) ?? NaN;
  const coords = integerIn(call.section, "coords", 4) ?? NaN;
  return predicted("region", call, boxes * (classesOf(call, 20) + coords + 1));
};

export const iseg: SectionRule = (call) =>
  predicted("iseg", call, classesOf(call, 20) + (integerIn(call.section, "ids", 32) ?? NaN));

function classesOf({ section }: SectionCall, fallback: number): number {
  return integerIn(section, "classes", fallback) ?? NaN;
}

/** The layer before must have exactly the channels that boxes and classes take. */
function predicted(type: string, call: SectionCall, channels: number): SectionResult {
  const operator = "Detection";
  const image = call.input?.image;
  if (image === undefined) return { output: undefined, operator, issues: needsImage(type, call) };
  if (Number.isNaN(channels) || image.channels === channels) {
    return { output: call.input, operator, attributes: { type } };
  }
  const issue: SectionIssue = {
    code: "filters-mismatch",
    message: l10n.t(
      "[{0}] needs filters={1} in the convolution before it, which has {2}.",
      type,
      channels,
      image.channels,
    ),
    data: { filters: channels },
  };
  return { output: call.input, operator, attributes: { type }, issues: [issue] };
}

/** detection_layer.c: side · side cells, each with boxes of coordinates and a confidence, and the classes once. */
export const detection: SectionRule = (call) => {
  const { section, input } = call;
  const operator = "Detection";
  const read = (key: string, fallback: number): number => integerIn(section, key, fallback) ?? NaN;
  const side = read("side", 7);
  const cell = (1 + read("coords", 1)) * read("num", 1) + read("classes", 1);
  const wanted = side * side * cell;
  if (input === undefined) return { output: undefined, operator };
  const output = { ...flatFeature(input.count), shape: input.shape };
  if (Number.isNaN(wanted) || wanted === input.count) {
    return { output, operator, attributes: { type: "detection" } };
  }
  const message = l10n.t(
    "[detection] needs {0} inputs ({1}·{1}·{2}), but gets {3}.",
    wanted,
    side,
    cell,
    input.count,
  );
  return { output, operator, issues: [{ code: "filters-mismatch", message, data: { output: wanted } }] };
};

export const contrastive: SectionRule = ({ input }) => ({ output: input, operator: "ContrastiveLoss" });
