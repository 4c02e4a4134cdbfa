// Kernel, stride, padding and dilation of convolutions and pools, with Caffe's two ways of writing them and its rounding.

import * as l10n from "@vscode/l10n";
import type { Dim } from "../../../model/shape";
import { hasField, messageIn, numberIn, numbersIn } from "../text/access";
import type { Message } from "../text/tree";
import type { LayerIssue } from "./layer-type";
import { fieldIssue } from "./layer-type";

export interface WindowSizes {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly pad: readonly number[];
  readonly dilation: readonly number[];
}

/** The window along `rank` axes, or what is wrong with it. Without a kernel the window is undefined, too. */
export function windowOf(
  parameter: Message,
  rank: number,
  type: string,
): { readonly window?: WindowSizes; readonly issues: readonly LayerIssue[] } {
  const issues: LayerIssue[] = [];
  const read = (all: string, short: string, fallback: number | undefined): readonly number[] | undefined => {
    const numbers = numbersOf(parameter, all, short, rank, fallback);
    if (typeof numbers !== "string") return numbers;
    issues.push(fieldIssue("wrong-count", all, `${type}: ${numbers}`));
    return undefined;
  };
  const kernel = read("kernel_size", "kernel", undefined);
  const stride = read("stride", "stride", 1);
  const pad = read("pad", "pad", 0);
  const dilation = read(dilationField(parameter), "hole", 1);
  if (kernel === undefined && issues.length === 0) {
    issues.push(fieldIssue("missing-field", "kernel_size", l10n.t('{0} needs "kernel_size".', type)));
  }
  for (const [field, numbers] of [
    ["kernel_size", kernel],
    ["stride", stride],
    ["dilation", dilation],
  ] as const) {
    if (numbers?.some((number) => number < 1) === true) {
      issues.push(fieldIssue("invalid-value", field, l10n.t("{0}: {1} must be at least 1.", type, field)));
    }
  }
  if (issues.length > 0 || !kernel || !stride || !pad || !dilation) return { issues };
  return { window: { kernel, stride, pad, dilation }, issues };
}

/** Video-caffe's sizes for all axes: `kernel_shape { dim: 3 dim: 7 dim: 7 }`. */
function shapeOf(parameter: Message, short: string): readonly number[] | undefined {
  const dims = numbersIn(messageIn(parameter, `${short}_shape`), "dim");
  return dims.length > 0 ? dims : undefined;
}

/** How many spatial axes the window is for, where its fields say so: two unless there are more sizes. */
export function spatialRank(parameter: Message): number {
  const sizes = shapeOf(parameter, "kernel") ?? numbersIn(parameter, "kernel_size");
  return hasField(parameter, "kernel_depth") ? 3 : Math.max(2, sizes.length);
}

/** DeepLab's Caffe had dilation first, and called it `hole`. */
function dilationField(parameter: Message): string {
  const isHole = ["hole", "hole_h", "hole_w"].some((field) => hasField(parameter, field));
  return isHole && !hasField(parameter, "dilation") ? "hole" : "dilation";
}

/** C3D's fields for the first of three axes. */
const DEPTH: ReadonlyMap<string, string> = new Map([
  ["kernel_size", "kernel_depth"],
  ["pad", "temporal_pad"],
  ["stride", "temporal_stride"],
]);

/** One number for each axis; undefined when none is given and there is no fallback; a text when the count is wrong. */
function numbersOf(
  parameter: Message,
  all: string,
  short: string,
  rank: number,
  fallback: number | undefined,
): readonly number[] | undefined | string {
  const each = [`${short}_h`, `${short}_w`];
  if (all !== "dilation" && each.some((name) => hasField(parameter, name))) {
    if (rank !== 2) return l10n.t("{0} are for two spatial axes; there are {1}.", each.join(" and "), rank);
    const [both] = numbersIn(parameter, all);
    const pair = each.map((name) => numberIn(parameter, name) ?? both ?? fallback);
    const known = pair.filter((number) => number !== undefined);
    return known.length === 2 ? known : l10n.t('"{0}" must both be given.', each.join('" and "'));
  }
  const numbers = shapeOf(parameter, short) ?? numbersIn(parameter, all);
  const [first] = numbers;
  const depth = numberIn(parameter, DEPTH.get(all) ?? "");
  if (rank === 3 && depth !== undefined) {
    const others = first ?? fallback;
    return others === undefined ? undefined : [depth, others, others];
  }
  if (first === undefined) {
    return fallback === undefined ? undefined : Array.from({ length: rank }, () => fallback);
  }
  if (numbers.length === 1) return Array.from({ length: rank }, () => first);
  if (numbers.length === rank) return numbers;
  return l10n.t("{0} is given {1} times, but there are {2} spatial axes.", all, numbers.length, rank);
}

/**
 * ConvolutionLayer::compute_output_shape: (size + 2·pad − (dilation·(kernel − 1) + 1)) / stride + 1, in whole numbers as C++
 * divides them: towards zero.
 */
export function convolutionSize(window: WindowSizes, axis: number, size: Dim): Dim {
  if (typeof size !== "number") return undefined;
  const { kernel, stride, pad, extent } = along(window, axis);
  if (kernel < 1) return undefined;
  return Math.trunc((size + 2 * pad - extent) / stride) + 1;
}

/** DeconvolutionLayer::compute_output_shape: stride·(size − 1) + dilation·(kernel − 1) + 1 − 2·pad. */
export function deconvolutionSize(window: WindowSizes, axis: number, size: Dim): Dim {
  if (typeof size !== "number") return undefined;
  const { stride, pad, extent } = along(window, axis);
  return stride * (size - 1) + extent - 2 * pad;
}

/**
 * PoolingLayer::Reshape: (size + 2·pad − kernel) / stride rounded up, plus 1; with padding, the last window must start
 * within the input or the padding before it. `down` rounds down, as some forks can.
 */
export function poolingSize(window: WindowSizes, axis: number, size: Dim, down: boolean): Dim {
  if (typeof size !== "number") return undefined;
  const { kernel, stride, pad } = along(window, axis);
  const steps = (size + 2 * pad - kernel) / stride;
  const output = (down ? Math.floor(steps) : Math.ceil(steps)) + 1;
  return pad > 0 && (output - 1) * stride >= size + pad ? output - 1 : output;
}

interface Along {
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
  readonly extent: number;
}

function along(window: WindowSizes, axis: number): Along {
  const kernel = window.kernel[axis] ?? 1;
  const extent = (window.dilation[axis] ?? 1) * (kernel - 1) + 1;
  return { kernel, stride: window.stride[axis] ?? 1, pad: window.pad[axis] ?? 0, extent };
}

/** The catalogue's attributes for a window: one number where all axes agree. */
export function windowAttributes(
  window: WindowSizes,
): Readonly<Record<keyof WindowSizes, number | readonly number[]>> {
  return {
    kernel: window.kernel,
    stride: oneOrAll(window.stride),
    pad: oneOrAll(window.pad),
    dilation: oneOrAll(window.dilation),
  };
}

function oneOrAll(numbers: readonly number[]): number | readonly number[] {
  const [first = 0] = numbers;
  return numbers.every((number) => number === first) ? first : numbers;
}
