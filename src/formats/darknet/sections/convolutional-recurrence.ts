// crnn and conv_lstm (crnn_layer.c, AlexeyAB's conv_lstm_layer.c): recurrent layers made of convolutions.

import { product } from "../../../model/exact";
import type { Weight } from "../../../model/network";
import type { Section } from "../config";
import { isOn, optionIn } from "../options";
import type { Filters } from "./convolution";
import { convolvedSize, failed, kernelTooLarge } from "./convolution";
import { divide, Numbers } from "./numbers";
import type { SectionRule } from "./section-type";
import { biasesAndScales, imageFeature, learned, needsImage } from "./section-type";

/** Convolutional long short-term memory (AlexeyAB): eight convolutions, of the state and of the input. */
export const convLstm: SectionRule = (call) => {
  const operator = "ConvLSTM";
  const { section, input } = call;
  const numbers = new Numbers(section);
  const count = numbers.read("output", 1);
  const { size, stride, padding } = windowOf(section, numbers);
  const groups = numbers.read("groups", 1);
  const image = input?.image;
  if (image === undefined) return failed(operator, {}, [...numbers.issues, ...needsImage("conv_lstm", call)]);
  const normalized = isOn(section, "batch_normalize");
  const filters = {
    count,
    groups,
    size,
    stride: [stride, stride] as const,
    padding,
    dilation: 1,
    normalized,
  };
  const [height, width] = convolvedSize(image, filters);
  if (height < 1 || width < 1) return failed(operator, {}, [...numbers.issues, kernelTooLarge(size, image)]);
  const output = imageFeature(count, height, width);
  const bottleneck = isOn(section, "bottleneck");
  const kernels = bottleneck
    ? ([["wf", image.channels + count], ...["wi", "wg", "wo"].map((name) => [name, count] as const)] as const)
    : [
        ...["uf", "ui", "ug", "uo"].map((name) => [name, image.channels] as const),
        ...["wf", "wi", "wg", "wo"].map((name) => [name, count] as const),
      ];
  const peepholes = isOn(section, "peephole") ? ["vf", "vi", "vo"].map((name) => [name, count] as const) : [];
  const all = [...kernels, ...peepholes];
  return {
    output: numbers.issues.length === 0 ? output : undefined,
    operator,
    attributes: { channels: count, kernel: [size, size] },
    weights: all.flatMap(([name, channels]) => gate(name, channels, filters)),
    macs: product([
      all.reduce((total, [, channels]) => total + divide(channels, groups), 0),
      count,
      size,
      size,
      height,
      width,
    ]),
    issues: numbers.issues,
  };
};

function gate(
  name: string,
  channels: number,
  { count, groups, size, normalized }: Filters,
): readonly Weight[] {
  return [
    learned(`${name}_weights`, [count, divide(channels, groups), size, size]),
    ...biasesAndScales(count, normalized).map((weight) => ({ ...weight, name: `${name}_${weight.name}` })),
  ];
}

/**
 * A recurrent layer of three convolutions: of the input, of the state, and of the output. The original Darknet passes
 * height and width in the wrong order, so that they are swapped; AlexeyAB's, where the options are `output` and
 * `hidden`, does not.
 */
export const crnn: SectionRule = (call) => {
  const operator = "ConvRNN";
  const { section, input } = call;
  const numbers = new Numbers(section);
  const isOriginal = optionIn(section, "output") === undefined && optionIn(section, "hidden") === undefined;
  const output = numbers.read(isOriginal ? "output_filters" : "output", 1);
  const hidden = numbers.read(isOriginal ? "hidden_filters" : "hidden", 1);
  const window = isOriginal ? { size: 3, stride: 1, padding: 1 } : windowOf(section, numbers);
  const image = input?.image;
  if (image === undefined) return failed(operator, {}, [...numbers.issues, ...needsImage("crnn", call)]);
  const { size, stride, padding } = window;
  const [height, width] = convolvedSize(image, { size, stride: [stride, stride], padding });
  if (height < 1 || width < 1) return failed(operator, {}, [...numbers.issues, kernelTooLarge(size, image)]);
  const normalized = isOn(section, "batch_normalize");
  const convolutions = [
    ["input", image.channels, hidden],
    ["self", hidden, hidden],
    ["output", hidden, output],
  ] as const;
  const result = isOriginal ? imageFeature(output, width, height) : imageFeature(output, height, width);
  return {
    output: numbers.issues.length === 0 ? result : undefined,
    operator,
    attributes: { channels: output, hidden, kernel: [size, size] },
    weights: convolutions.flatMap(([name, from, to]) => [
      learned(`${name}_weights`, [to, from, size, size]),
      ...biasesAndScales(to, normalized).map((weight) => ({ ...weight, name: `${name}_${weight.name}` })),
    ]),
    macs: product([
      convolutions.reduce((total, [, from, to]) => total + from * to * size * size, 0),
      height,
      width,
    ]),
    issues: numbers.issues,
  };
};

function windowOf(
  section: Section,
  numbers: Numbers,
): { readonly size: number; readonly stride: number; readonly padding: number } {
  const size = numbers.read("size", 3);
  const padding = isOn(section, "pad") ? divide(size, 2) : numbers.read("padding", 0, 0);
  return { size, stride: numbers.read("stride", 1), padding };
}
