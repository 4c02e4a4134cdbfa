// maxpool, local_avgpool and avgpool (maxpool_layer.c, avgpool_layer.c).

import * as l10n from "@vscode/l10n";
import { integerIn, isOn } from "../options";
import { blurredSize } from "./convolution";
import { divide, Numbers } from "./numbers";
import type { SectionCall, SectionResult, SectionRule } from "./section-type";
import { imageFeature, needsImage, vectorFeature } from "./section-type";

export const maxpool: SectionRule = (call) => pool("MaxPool", "maxpool", call);
export const localAvgpool: SectionRule = (call) => pool("AvgPool", "local_avgpool", call);

/** (size + padding − window) / stride + 1, where the padding of both sides together is window − 1 unless given. */
function pool(operator: string, type: string, call: SectionCall): SectionResult {
  const { section, input } = call;
  const numbers = new Numbers(section);
  const stride = numbers.read("stride", 1);
  const strides = [numbers.read("stride_y", stride), numbers.read("stride_x", stride)] as const;
  const size = numbers.read("size", stride);
  const padding = numbers.read("padding", size - 1, 0);
  const image = input?.image;
  if (image === undefined || numbers.issues.length > 0) {
    return {
      output: undefined,
      operator,
      issues: [...numbers.issues, ...(image ? [] : needsImage(type, call))],
    };
  }
  if (isOn(section, "maxpool_depth")) {
    const channels = numbers.read("out_channels", 1);
    return { output: imageFeature(channels, image.height, image.width), operator: "ChannelMaxPool" };
  }
  const before = Math.floor(padding / 2);
  const pair = [before, padding - before];
  const attributes = {
    kernel: [size, size],
    stride: strides[0] === strides[1] ? strides[0] : [...strides],
    pad: [pair, pair],
  };
  const antialiasing = integerIn(section, "antialiasing", 0) ?? 0;
  const [height, width] = [image.height, image.width].map((length, axis) => {
    const step = strides[axis] ?? 1;
    const pooled = divide(length + padding - size, antialiasing === 0 ? step : 1) + 1;
    return antialiasing === 0 ? pooled : blurredSize(pooled, step, antialiasing);
  });
  if (height === undefined || width === undefined || Number.isNaN(height + width)) {
    return { output: undefined, operator, issues: numbers.issues };
  }
  if (height < 1 || width < 1) {
    const message = l10n.t("A window of {0} does not fit into {1}×{2}.", size, image.height, image.width);
    return { output: undefined, operator, issues: [{ code: "kernel-too-large", option: "size", message }] };
  }
  return { output: imageFeature(image.channels, height, width), operator, attributes };
}

export const avgpool: SectionRule = (call) => {
  const image = call.input?.image;
  const operator = "GlobalAvgPool";
  if (image === undefined) return { output: undefined, operator, issues: needsImage("avgpool", call) };
  return { output: vectorFeature(image.channels), operator };
};
