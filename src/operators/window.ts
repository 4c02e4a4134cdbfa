// Sliding windows: padding, stride and dilation along spatial axes, shared by convolutions and pools.

import * as l10n from "@vscode/l10n";
import type { AttributeValue, Attributes } from "../model/network";
import type { Dim } from "../model/shape";
import type { Issue } from "./operator";

/** Padding before and after, along one axis. */
export type PadPair = readonly [begin: number, end: number];

/** One number for each of `rank` axes; undefined when a list has another length. */
export function perAxis(value: AttributeValue | undefined, rank: number): readonly number[] | undefined {
  if (typeof value === "number") return Array.from({ length: rank }, () => value);
  if (!Array.isArray(value)) return undefined;
  const numbers = value.filter((item): item is number => typeof item === "number");
  if (numbers.length !== value.length) return undefined;
  return numbers.length === rank ? numbers : undefined;
}

/** Everything about a window along its spatial axes, numbers only. */
export interface Sliding {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** "same" pads so that the output is ceil(input / stride), as TensorFlow does: the odd one after. */
  readonly pad: readonly PadPair[] | "same";
}

export interface SlidingReading {
  readonly sliding?: Sliding;
  readonly issues: readonly Issue[];
}

/** A call's shape rule, weights, costs and window all ask; attributes are immutable, and the same object for all of them. */
const READINGS = new WeakMap<Attributes, { readonly rank: number; readonly reading: SlidingReading }>();

/** Reads kernel, stride, pad and dilation for `rank` axes; an issue for each list of a wrong length. */
export function slidingOf(attributes: Attributes, rank: number): SlidingReading {
  const known = READINGS.get(attributes);
  if (known?.rank === rank) return known.reading;
  const reading = readSliding(attributes, rank);
  READINGS.set(attributes, { rank, reading });
  return reading;
}

function readSliding(attributes: Attributes, rank: number): SlidingReading {
  const issues: Issue[] = [];
  const axes = (name: string, fallback: readonly number[]): readonly number[] => {
    const value = attributes[name];
    if (value === undefined) return fallback;
    const numbers = perAxis(value, rank);
    if (numbers === undefined) issues.push(wrongAxisCount(name, rank));
    return numbers ?? fallback;
  };
  const ones = Array.from({ length: rank }, () => 1);
  const kernel = axes("kernel", ones);
  const stride = axes("stride", "stride" in attributes ? ones : kernel);
  const dilation = axes("dilation", ones);
  const pad = padOf(attributes["pad"], rank);
  if (pad === undefined) issues.push(wrongAxisCount("pad", rank));
  return pad === undefined || issues.length > 0
    ? { issues }
    : { sliding: { kernel, stride, dilation, pad }, issues };
}

/** The issue for a list that does not have one number for each spatial axis. */
export function wrongAxisCount(parameter: string, rank: number): Issue {
  const axes = rank === 1 ? l10n.t("1 spatial axis") : l10n.t("{0} spatial axes", rank);
  return {
    code: "wrong-argument",
    parameter,
    message: l10n.t("{0} must have one number for each of the {1} of its input.", parameter, axes),
  };
}

/** Padding along each of `rank` axes; undefined when a list has another length. */
export function padOf(
  value: AttributeValue | undefined,
  rank: number,
): readonly PadPair[] | "same" | undefined {
  if (value === "same") return "same";
  if (value === undefined || value === "valid") return Array.from({ length: rank }, () => [0, 0] as const);
  const numbers = perAxis(value, rank);
  if (numbers !== undefined) return numbers.map((number) => [number, number] as const);
  if (!Array.isArray(value) || value.length !== rank) return undefined;
  const pairs = value.map((item): PadPair | undefined => {
    const pair = perAxis(item as AttributeValue, 2);
    return Array.isArray(item) && pair !== undefined ? [pair[0] ?? 0, pair[1] ?? 0] : undefined;
  });
  return pairs.includes(undefined) ? undefined : pairs.filter((pair) => pair !== undefined);
}

/** The padding along `axis` for an input of that size; "same" needs the size, except at stride 1. */
export function padAlong(sliding: Sliding, axis: number, size: Dim): PadPair | undefined {
  if (sliding.pad !== "same") return sliding.pad[axis];
  const extent = extentOf(sliding, axis);
  const stride = sliding.stride[axis] ?? 1;
  if (stride !== 1 && typeof size !== "number") return undefined;
  const missing =
    typeof size === "number"
      ? Math.max(0, (Math.ceil(size / stride) - 1) * stride + extent - size)
      : extent - 1;
  const begin = Math.floor(missing / 2);
  return [begin, missing - begin];
}

/** The extent of the dilated kernel along `axis`: dilation·(kernel − 1) + 1. */
export function extentOf(sliding: Sliding, axis: number): number {
  return (sliding.dilation[axis] ?? 1) * ((sliding.kernel[axis] ?? 1) - 1) + 1;
}
