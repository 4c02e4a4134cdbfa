// convolutional, deconvolutional and local (convolutional_layer.c, deconvolutional_layer.c, local_layer.c).

import * as l10n from "@vscode/l10n";
import { product } from "../../../model/exact";
import type { Attributes, Weight } from "../../../model/network";
import { integerIn, isOn, textIn } from "../options";
import { referencesIn } from "../references";
import { divide, areSizes, Numbers } from "./numbers";
import type { Image, SectionCall, SectionIssue, SectionResult, SectionRule } from "./section-type";
import { biasesAndScales, imageFeature, learned, needsImage } from "./section-type";

/** Height and width. */
type Size = readonly [number, number];

export interface Filters {
  readonly count: number;
  readonly groups: number;
  readonly size: number;
  /** Vertical, then horizontal. */
  readonly stride: readonly [number, number];
  readonly padding: number;
  readonly dilation: number;
  readonly normalized: boolean;
}

/** Everything about the filters, and what is wrong with it. */
function filtersOf({ section, input }: SectionCall): {
  readonly filters: Filters;
  readonly issues: readonly SectionIssue[];
} {
  const numbers = new Numbers(section);
  const size = numbers.read("size", 1);
  const stride = numbers.read("stride", 1);
  const padding = isOn(section, "pad") ? divide(size, 2) : numbers.read("padding", 0, 0);
  const filters = {
    count: numbers.read("filters", 1),
    groups: numbers.read("groups", 1),
    size,
    stride: [numbers.read("stride_y", stride), numbers.read("stride_x", stride)] as const,
    padding,
    dilation: size === 1 ? 1 : numbers.read("dilation", 1),
    normalized: isOn(section, "batch_normalize") || isOn(section, "cbn"),
  };
  const channels = input?.image?.channels;
  const indivisible = [channels, filters.count].find(
    (count) => count !== undefined && count % filters.groups !== 0,
  );
  if (indivisible !== undefined && areSizes(indivisible, filters.groups)) {
    const message = l10n.t("{0} groups do not divide {1} channels.", filters.groups, indivisible);
    numbers.issues.push({ code: "groups-do-not-divide", option: "groups", message });
  }
  return { filters, issues: numbers.issues };
}

function attributesOf({ section }: SectionCall, filters: Filters, conv: boolean): Attributes {
  const { count, size, stride, padding, dilation, groups, normalized } = filters;
  return {
    channels: count,
    kernel: [size, size],
    stride: stride[0] === stride[1] ? stride[0] : [...stride],
    pad: padding,
    ...(conv ? { dilation, groups } : {}),
    bias: !normalized,
    ...(normalized ? { batch_normalize: true } : {}),
    activation: textIn(section, "activation", "logistic"),
  };
}

export const convolutional: SectionRule = (call) => {
  const { filters, issues } = filtersOf(call);
  const attributes = attributesOf(call, filters, true);
  const image = call.input?.image;
  if (image === undefined)
    return failed("Conv", attributes, [...issues, ...needsImage("convolutional", call)]);
  const { count, size, groups } = filters;
  const sized = convolvedSize(image, filters);
  const tooLarge = sized.some((length) => length < 1);
  if (tooLarge) return failed("Conv", attributes, [...issues, kernelTooLarge(size, image)]);
  const perGroup = divide(image.channels, groups);
  const shared = sharedLayer(call);
  const weights = [
    learned("weights", [count, perGroup, size, size]),
    ...biasesAndScales(count, filters.normalized),
  ];
  const { dense, output } = blurred(call, filters, image, sized);
  const macs = product([count, size, size, perGroup, ...dense]);
  return {
    output: issues.length === 0 ? imageFeature(count, ...output) : undefined,
    operator: "Conv",
    attributes,
    weights: shared === undefined ? weights : weights.map((weight): Weight => ({ ...weight, shared: true })),
    macs,
    issues,
    ...(shared === undefined ? {} : { sharedWith: shared }),
  };
};

/** (size + 2·padding − window) / stride + 1; Darknet's dilation widens the window and the padding alike. */
export function convolvedSize(
  image: Image,
  { size, stride, padding }: Pick<Filters, "size" | "stride" | "padding">,
): readonly [number, number] {
  return [
    divide(image.height + 2 * padding - size, stride[0]) + 1,
    divide(image.width + 2 * padding - size, stride[1]) + 1,
  ];
}

/**
 * With antialiasing the convolution has stride 1, and a fixed blur of 3 × 3 (2 × 2 for 2) strides instead. Darknet counts the
 * convolution, and not the blur.
 */
function blurred(
  { section }: SectionCall,
  filters: Filters,
  image: Image,
  plain: Size,
): { readonly dense: Size; readonly output: Size } {
  const antialiasing = integerIn(section, "antialiasing", 0) ?? 0;
  if (antialiasing === 0) return { dense: plain, output: plain };
  const dense = convolvedSize(image, { ...filters, stride: [1, 1] });
  const output: Size = [
    blurredSize(dense[0], filters.stride[0], antialiasing),
    blurredSize(dense[1], filters.stride[1], antialiasing),
  ];
  return { dense, output };
}

/** The size after the blur of antialiasing. */
export function blurredSize(size: number, stride: number, antialiasing: number): number {
  const window = antialiasing === 2 ? 2 : 3;
  return divide(size + 2 * divide(window, 2) - window, stride) + 1;
}

function sharedLayer({ section, text, index, layers }: SectionCall): number | undefined {
  const target = referencesIn(text, section, "share_index", index)[0]?.target;
  return target !== undefined && target >= 0 && target < layers.length ? target : undefined;
}

export const deconvolutional: SectionRule = (call) => {
  const { filters, issues } = filtersOf(call);
  const attributes = attributesOf(call, filters, false);
  const image = call.input?.image;
  if (image === undefined) {
    return failed("ConvTranspose", attributes, [...issues, ...needsImage("deconvolutional", call)]);
  }
  const { count, size, stride, padding, normalized } = filters;
  const grown = (length: number): number => (length - 1) * stride[0] + size - 2 * padding;
  const height = grown(image.height);
  const width = grown(image.width);
  if (height < 1 || width < 1) {
    return failed("ConvTranspose", attributes, [...issues, kernelTooLarge(size, image)]);
  }
  return {
    output: issues.length === 0 ? imageFeature(count, height, width) : undefined,
    operator: "ConvTranspose",
    attributes,
    weights: [learned("weights", [image.channels, count, size, size]), ...biasesAndScales(count, normalized)],
    macs: product([image.channels, image.height, image.width, count, size, size]),
    issues,
  };
};

export const local: SectionRule = (call) => {
  const { filters, issues } = filtersOf(call);
  const attributes = attributesOf(call, filters, false);
  const operator = "LocallyConnected";
  const image = call.input?.image;
  if (image === undefined) return failed(operator, attributes, [...issues, ...needsImage("local", call)]);
  const { count, size, stride } = filters;
  const window = (integerIn(call.section, "pad", 0) ?? 0) === 0 ? size : 1;
  const [height, width] = [image.height, image.width].map((length) => divide(length - window, stride[0]) + 1);
  if (height === undefined || width === undefined || height < 1 || width < 1) {
    return failed(operator, attributes, [...issues, kernelTooLarge(size, image)]);
  }
  const output = imageFeature(count, height, width);
  return {
    output: issues.length === 0 ? output : undefined,
    operator,
    attributes,
    weights: [
      learned("weights", [height * width, count, image.channels, size, size]),
      learned("biases", [output.count]),
    ],
    macs: product([height, width, count, image.channels, size, size]),
    issues,
  };
};

export function kernelTooLarge(size: number, { height, width }: Image): SectionIssue {
  const message = l10n.t("A window of {0}×{0} does not fit into {1}×{2}.", size, height, width);
  return { code: "kernel-too-large", option: "size", message };
}

export function failed(
  operator: string,
  attributes: Attributes,
  issues: readonly SectionIssue[],
): SectionResult {
  return { output: undefined, operator, attributes: withoutNaN(attributes), macs: undefined, issues };
}

function withoutNaN(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) =>
      [value].flat().every((number) => typeof number !== "number" || !Number.isNaN(number)),
    ),
  );
}
