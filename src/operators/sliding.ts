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
  if (size + free < 0) return 0;
  if (rounding === "floor") return Math.floor((size + free) / stride) + 1;
  const output = Math.ceil((size + free) / stride) + 1;
  return startsBeyond(output, stride, size + pad[0]) ? output - 1 : output;
}

function startsBeyond(output: number, stride: number, end: number): boolean {
  return (output - 1) * stride >= end;
}

/** One line for each spatial axis (equal lines once, without the axis' name): `(227 − 11 + 2·2)/4 + 1 = 56`. */
export function explainWindow(call: Call, rounding: Rounding): readonly string[] {
  const [input] = call.inputs;
  if (input === undefined) return [];
  const { kernel } = call.attributes;
  const rank = Array.isArray(kernel) ? kernel.length : input.length - 1;
  const { sliding } = slidingOf(call.attributes, rank);
  if (sliding === undefined || rank < 1) return [];
  const sizes = input.slice(-rank);
  return axisLines(sizes.map((size, axis) => explainAxis(sliding, axis, size, rounding)));
}

const AXIS_NAMES: readonly (readonly string[])[] = [
  [],
  ["length"],
  ["height", "width"],
  ["depth", "height", "width"],
];

/** Equal lines once; different ones with the names of their axes: `height: …`, `width: …`. */
export function axisLines(lines: readonly string[]): readonly string[] {
  const distinct = [...new Set(lines)];
  if (distinct.length <= 1) return distinct;
  const names = AXIS_NAMES[lines.length] ?? [];
  return lines.map((line, axis) => `${names[axis] ?? `axis ${String(axis)}`}: ${line}`);
}

function explainAxis(sliding: Sliding, axis: number, size: Dim, rounding: Rounding): string {
  const [begin, end] = padAlong(sliding, axis, size) ?? [0, 0];
  const stride = sliding.stride[axis] ?? 1;
  const extent = extentOf(sliding, axis);
  const window = `(${String(size ?? "?")} − ${String(extent)}${explainPadding(begin, end)})`;
  const output = outputSize(sliding, axis, size, rounding);
  const span = typeof size === "number" ? size + begin + end - extent : 0;
  const [open, close] = span % stride === 0 ? ["", ""] : rounding === "floor" ? ["⌊", "⌋"] : ["⌈", "⌉"];
  const clipped =
    rounding === "ceil" && typeof output === "number" && output === Math.ceil(span / stride) ? " − 1" : "";
  return `${open}${window}/${String(stride)}${close} + 1${clipped} = ${String(output ?? "?")}`;
}

function explainPadding(begin: number, end: number): string {
  if (begin === 0 && end === 0) return "";
  return begin === end ? ` + 2·${String(begin)}` : ` + ${String(begin)} + ${String(end)}`;
}
