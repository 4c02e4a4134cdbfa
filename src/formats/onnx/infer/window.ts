// Sliding windows as ONNX describes them: strides, dilations, pads (begins, then ends) or auto_pad.

import type { Dim, Shape } from "../../../model/shape";
import { addDims, ceilDivide, floorDivide, multiplyDims, subtractDims } from "../dims";
import type { Call } from "./contract";

export interface Window {
  readonly kernel: readonly Dim[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly begin: readonly number[];
  readonly end: readonly number[];
  /** SAME: the output is ceil(input / stride), whatever the pads. */
  readonly same: "upper" | "lower" | undefined;
}

/** The node's window over `rank` spatial axes; `kernel` is used where there is no kernel_shape. */
export function windowOf(call: Call, rank: number, kernel: readonly Dim[]): Window {
  const list = (name: string, fallback: number): readonly number[] => {
    const given = call.attributes.ints(name);
    return Array.from({ length: rank }, (_, axis) => given?.[axis] ?? fallback);
  };
  const auto = call.attributes.text("auto_pad", "NOTSET");
  const pads = auto === "VALID" ? undefined : call.attributes.ints("pads");
  return {
    kernel: call.attributes.ints("kernel_shape") ?? kernel,
    stride: list("strides", 1).map((stride) => Math.max(1, stride)),
    dilation: list("dilations", 1).map((dilation) => Math.max(1, dilation)),
    begin: Array.from({ length: rank }, (_, axis) => pads?.[axis] ?? 0),
    end: Array.from({ length: rank }, (_, axis) => pads?.[axis + rank] ?? 0),
    same: auto === "SAME_UPPER" ? "upper" : auto === "SAME_LOWER" ? "lower" : undefined,
  };
}

/** dilation·(kernel − 1) + 1. */
export function extentOf(window: Window, axis: number): Dim {
  return addDims(multiplyDims(addDims(window.kernel[axis], -1), window.dilation[axis]), 1);
}

/**
 * floor or ceil of (size + pads − extent) / stride, plus 1, as ONNX documents Conv and MaxPool. A last window that would start
 * in the padding after the input is left out, as PyTorch and ONNX Runtime do.
 */
export function slide(window: Window, axis: number, size: Dim, ceil: boolean): Dim {
  const stride = window.stride[axis] ?? 1;
  if (window.same !== undefined) return ceilDivide(size, stride);
  const begin = window.begin[axis] ?? 0;
  const padded = addDims(addDims(size, begin), window.end[axis] ?? 0);
  const free = subtractDims(padded, extentOf(window, axis));
  if (!ceil) return addDims(floorDivide(free, stride), 1);
  const output = addDims(ceilDivide(free, stride), 1);
  if (typeof output !== "number" || typeof size !== "number") return output;
  return (output - 1) * stride >= size + begin ? output - 1 : output;
}

/** stride·(size − 1) + output_padding + extent − pads, as ONNX documents ConvTranspose. */
export function slideBack(window: Window, axis: number, size: Dim, outputPadding: number): Dim {
  const stride = window.stride[axis] ?? 1;
  if (window.same !== undefined) return multiplyDims(size, stride);
  const grown = addDims(multiplyDims(addDims(size, -1), stride), extentOf(window, axis));
  return addDims(grown, outputPadding - (window.begin[axis] ?? 0) - (window.end[axis] ?? 0));
}

/** Zeros before and after along each axis, as they are for an input of those sizes. */
export function padsFor(window: Window, sizes: Shape): readonly (readonly [number, number])[] | undefined {
  if (window.same === undefined) return window.begin.map((begin, axis) => [begin, window.end[axis] ?? 0]);
  const pairs: (readonly [number, number])[] = [];
  for (const [axis, size] of sizes.entries()) {
    const extent = extentOf(window, axis);
    const stride = window.stride[axis] ?? 1;
    if (typeof size !== "number" || typeof extent !== "number") return undefined;
    const missing = Math.max(0, (Math.ceil(size / stride) - 1) * stride + extent - size);
    const less = Math.floor(missing / 2);
    pairs.push(window.same === "upper" ? [less, missing - less] : [missing - less, less]);
  }
  return pairs;
}
