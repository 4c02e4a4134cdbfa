// Figures in words: exact digits, unit and convention, as Markdown of our own.

import { flopsOf } from "../analysis/figures";
import type { Figures, FlopsConvention } from "../analysis/figures";
import { formatBytes, formatCount, formatExact, formatTally } from "../analysis/format-number";
import type { ReceptiveField } from "../analysis/receptive-field";
import type { Tally } from "../analysis/tally";
import { product } from "../model/exact";
import { formatShape } from "../model/shape";
import type { Shape } from "../model/shape";
import { position, sizes } from "./format-field";
import { code } from "./markdown";

/** `Output shape: 64×56×56 (200,704 elements, batch axis left out)` */
export function describeShape(shapes: readonly (Shape | undefined)[]): string {
  const each = shapes.map((shape) => {
    const elements = shape === undefined ? undefined : product(shape);
    const count = elements === undefined ? "" : `${formatExact(elements)} elements, `;
    return `${code(formatShape(shape))} (${count}batch axis left out)`;
  });
  return `Output shape: ${each.join(", ")}`;
}

/** Params and, where there are any, buffers. */
export function describeParams(figures: Figures): string {
  const { params, buffers, frozenParams } = figures;
  const frozen = frozenParams.value === 0 ? "" : ` Of them frozen: ${exactTally(frozenParams, "params")}.`;
  const state =
    buffers.value === 0 && buffers.uncounted === 0 ? "" : ` Besides: ${exactTally(buffers, "buffers")}.`;
  return `Learnable: ${exactTally(params, "params")}.${frozen}${state}`;
}

/** FLOPs by the convention shown, which is named. */
export function describeFlops(figures: Figures, convention: FlopsConvention): string {
  return `${exactTally(flopsOf(figures, convention), "FLOPs")}, ${conventionText(convention)}`;
}

/** What is counted as one FLOP. */
export function conventionText(convention: FlopsConvention): string {
  return convention === "multiply-add"
    ? "counted as multiply-adds (1 multiply-add = 1 FLOP)"
    : "counted as operations (1 multiply-add = 2 FLOPs, with biases, elementwise, pooling and normalization)";
}

/** `Activation memory: 784 KB (802,816 bytes)` */
export function describeBytes(label: string, bytes: Tally): string {
  return `${label}: ${formatTally(bytes, formatBytes)} (${exactTally(bytes, "bytes")})`;
}

/** Size, stride and the first element's start along the axes of the network's input; nothing where it has no spatial axes. */
export function describeField(field: ReceptiveField | undefined): string {
  if (field === undefined) return "Receptive field: not known";
  if (field.size.length === 0) return "";
  if (field.global) return "Receptive field: all of the input";
  return `Receptive field: ${sizes(field.size)} elements of the input, stride ${sizes(field.stride)}, starting at ${position(field.offset)}`;
}

/** `23,296 params`; `at least 23,296 params (2 layers are not counted)`; `an unknown number of params`. */
export function exactTally(tally: Tally, unit: string): string {
  if (tally.value === undefined) return `more than 2^53 ${unit}`;
  if (tally.uncounted === 0) return `${formatExact(tally.value)} ${unit}`;
  if (tally.value === 0) return `an unknown number of ${unit}`;
  const layers = tally.uncounted === 1 ? "1 layer is" : `${formatCount(tally.uncounted)} layers are`;
  return `at least ${formatExact(tally.value)} ${unit} (${layers} not counted)`;
}
