// Layers that change the image's size without weights of convolutions: crop, reorg, upsample, history.

import * as l10n from "@vscode/l10n";
import { integerIn, isOn } from "../options";
import { areSizes, divide, Numbers } from "./numbers";
import type { SectionRule } from "./section-type";
import { flatFeature, imageFeature, needsImage } from "./section-type";

export const crop: SectionRule = (call) => {
  const operator = "Crop";
  const numbers = new Numbers(call.section);
  const height = numbers.read("crop_height", 1);
  const width = numbers.read("crop_width", 1);
  const image = call.input?.image;
  if (image === undefined) {
    return { output: undefined, operator, issues: [...numbers.issues, ...needsImage("crop", call)] };
  }
  if (!areSizes(height, width)) return { output: undefined, operator, issues: numbers.issues };
  return {
    output: imageFeature(image.channels, height, width),
    operator,
    attributes: { size: [height, width] },
  };
};

/** reorg_layer.c: the stride must divide the sizes for values to keep their place; Darknet rounds down. */
export const reorg: SectionRule = (call) => {
  const { section, input } = call;
  const numbers = new Numbers(section);
  const stride = numbers.read("stride", 1);
  const reverse = isOn(section, "reverse");
  const operator = reverse ? "PixelShuffle" : "SpaceToDepth";
  const image = input?.image;
  if (image === undefined || input === undefined) {
    return { output: undefined, operator, issues: [...numbers.issues, ...needsImage("reorg", call)] };
  }
  if (!areSizes(stride)) return { output: undefined, operator, issues: numbers.issues };
  const extra = integerIn(section, "extra", 0) ?? 0;
  if (extra > 0) return { output: flatFeature(input.count + extra), operator: "Reshape" };
  const { channels, height, width } = image;
  const area = stride * stride;
  const output = reverse
    ? imageFeature(divide(channels, area), height * stride, width * stride)
    : imageFeature(channels * area, divide(height, stride), divide(width, stride));
  if (output.count > 0) return { output, operator, attributes: { factor: stride } };
  const message = l10n.t("A stride of {0} leaves nothing of {1}.", stride, input.shape.join("×"));
  return { output: undefined, operator, issues: [{ code: "invalid-value", option: "stride", message }] };
};

export const upsample: SectionRule = (call) => {
  const stride = integerIn(call.section, "stride", 2) ?? NaN;
  const operator = stride < 0 ? "AvgPool" : "Upsample";
  const image = call.input?.image;
  if (image === undefined) return { output: undefined, operator, issues: needsImage("upsample", call) };
  if (stride === 0) {
    const issue = {
      code: "invalid-value",
      option: "stride",
      message: l10n.t("{0} must not be 0.", "stride"),
    };
    return { output: undefined, operator, issues: [issue] };
  }
  if (!areSizes(stride)) return { output: undefined, operator };
  const scaled = (size: number): number => (stride > 0 ? size * stride : divide(size, -stride));
  const output = imageFeature(image.channels, scaled(image.height), scaled(image.width));
  if (output.count === 0) {
    const message = l10n.t("Nothing is left of {0}×{1}.", image.height, image.width);
    return { output: undefined, operator, issues: [{ code: "invalid-value", option: "stride", message }] };
  }
  const attributes =
    stride > 0 ? { scale: stride, mode: "nearest" } : { kernel: [-stride, -stride], stride: -stride };
  return { output, operator, attributes };
};

export const history: SectionRule = (call) => {
  const numbers = new Numbers(call.section);
  const size = numbers.read("history_size", 4);
  const image = call.input?.image;
  const operator = "History";
  if (image === undefined || !areSizes(size)) return { output: undefined, operator, issues: numbers.issues };
  return { output: imageFeature(image.channels * size, image.height, image.width), operator };
};
