// The output size of a sliding window, and the formula with its numbers put in.

import type { Dim } from "../model/shape";
import type { Call } from "./operator";
import type { Sliding } from "./window";
import { extentOf, padAlong, slidingOf } from "./window";

/** How a last, incomplete window counts: left out, or kept (with PyTorch's clip: it must start within the input or left padding). */
export type Rounding = "floor" | "ceil";

/**
 * floor or ceil of (size + padding − dilation·(kernel − 1) − 1) / stride, plus 1, as in PyTorch's documentation.
 * Unknown for an unknown size, except where the window keeps every size (stride 1, padding equal to the extent minus 1).
 */
export function outputSize(sliding: Sliding, axis: number, size: Dim, rounding: Rounding): Dim {
  const pad = padAlong(sliding, axis, size);
  if (pad === undefined) return undefined;
  const stride = sliding.stride[axis] ?? 1;
  const free = pad[0] + pad[1] - extentOf(sliding, axis);
  if (typeof size !== "number") return stride === 1 && free === -1 ? size : undefined;
  if (rounding === "floor") return Math.floor((size + free) / stride) + 1;
  const output = Math.ceil((size + free) / stride) + 1;
  return (output - 1) * stride >= size + pad[0] ? output - 1 : output;
}

/** One line for each spatial axis (equal lines once): `(227 − 11 + 2·2)/4 + 1 = 56`. */
export function explainWindow(call: Call, rounding: Rounding): readonly string[] {
  const [input] = call.inputs;
  if (input === undefined) return [];
  const { kernel } = call.attributes;
  const rank = Array.isArray(kernel) ? kernel.length : input.length - 1;
  const { sliding } = slidingOf(call.attributes, rank);
  if (sliding === undefined) return [];
  const sizes = input.slice(input.length - rank);
  return [...new Set(sizes.map((size, axis) => explainAxis(sliding, axis, size, rounding)))];
}

function explainAxis(sliding: Sliding, axis: number, size: Dim, rounding: Rounding): string {
  const [begin, end] = padAlong(sliding, axis, size) ?? [0, 0];
  const stride = sliding.stride[axis] ?? 1;
  const padding = begin === end ? `2·${String(begin)}` : `${String(begin)} + ${String(end)}`;
  const window = `(${String(size)} − ${String(extentOf(sliding, axis))} + ${padding})`;
  const output = outputSize(sliding, axis, size, rounding);
  const exact = typeof size === "number" && (size + begin + end - extentOf(sliding, axis)) % stride === 0;
  const quotient = exact
    ? `${window}/${String(stride)}`
    : `${rounding === "floor" ? "⌊" : "⌈"}${window}/${String(stride)}${rounding === "floor" ? "⌋" : "⌉"}`;
  return `${quotient} + 1 = ${output === undefined ? "?" : String(output)}`;
}
