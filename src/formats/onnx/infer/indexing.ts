// Shape rules of operators that pick elements: Slice, Gather, Scatter, TopK, ArgMax, NonZero, OneHot and the like.

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../../../model/shape";
import { formatShape } from "../../../model/shape";
import { addDims, ceilDivide, multiplyAll, subtractDims } from "../dims";
import { INT64 } from "../proto/element-types";
import type { Call, Result, Rule, Tensor } from "./contract";
import { gatheredData, slicedData } from "./fold-views";
import { axesIn, axisIn, dataOf, intsFrom, issue, numbersOf, one, shapeOf, unknown } from "./contract";

/** Exporters write "to the end" as the largest integer of some width. */
const FAR = 2 ** 31 - 1;

interface Cut {
  readonly size: Dim;
  /** The positions that are kept, where the size is a number. */
  readonly positions?: readonly number[] | undefined;
}

/** One axis of a Slice: `start` and `end` counted from the end when negative, and clamped to the axis. */
function cut(dim: Dim, start: Dim, end: Dim, step: number): Cut {
  if (Number.isNaN(step) || step === 0) return { size: undefined };
  if (typeof dim === "number" && typeof start === "number" && typeof end === "number")
    return cutNumbers(dim, start, end, step);
  if (step > 0) return { size: ceilDivide(subtractDims(endIn(dim, end), startIn(dim, start)), step) };
  const reversed = step === -1 && start === -1 && typeof end === "number" && end <= -FAR;
  return { size: reversed ? dim : undefined };
}

function startIn(dim: Dim, start: Dim): Dim {
  return typeof start === "number" && start < 0 ? addDims(dim, start) : start;
}

/** "To the end" is the size; a number of elements taken from an axis whose size is open is at most that many, so unknown. */
function endIn(dim: Dim, end: Dim): Dim {
  if (typeof end !== "number") return end;
  if (end >= FAR) return dim;
  if (end < 0) return addDims(dim, end);
  return typeof dim === "number" ? Math.min(dim, end) : undefined;
}

function cutNumbers(dim: number, start: number, end: number, step: number): Cut {
  const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
  const absolute = (value: number): number => (value < 0 ? value + dim : value);
  const from = step > 0 ? clamp(absolute(start), 0, dim) : clamp(absolute(start), 0, dim - 1);
  const to = step > 0 ? clamp(absolute(end), 0, dim) : clamp(absolute(end), -1, dim - 1);
  const size = Math.max(0, Math.ceil((to - from) / step));
  if (size > 8192) return { size };
  return { size, positions: Array.from({ length: size }, (_, index) => from + index * step) };
}

interface Cuts {
  readonly starts: readonly Dim[];
  readonly ends: readonly Dim[];
  readonly axes: readonly number[] | undefined;
}

const slice: Rule = (call) => {
  const shape = shapeOf(call, 0);
  if (shape === undefined) return one(call, undefined);
  const starts = call.attributes.ints("starts") ?? dataOf(call, 1);
  const ends = call.attributes.ints("ends") ?? dataOf(call, 2);
  const axes = intsFrom(call, "axes", 3);
  const open = axes === undefined && call.inputs[3] !== undefined;
  if (starts === undefined || ends === undefined || open)
    return one(call, openAxes(shape, open ? undefined : axes));
  return sliced(call, shape, { starts, ends, axes });
};

function sliced(call: Call, shape: Shape, { starts, ends, axes }: Cuts): Result {
  const result: Dim[] = [...shape];
  const positions = new Map<number, readonly number[] | undefined>();
  for (const [index, start] of starts.entries()) {
    const axis = axisIn(axes?.[index] ?? index, shape.length);
    if (axis === undefined)
      return issue("wrong-argument", l10n.t("Slice: there is no such axis in {0}.", formatShape(shape)));
    const part = cut(result[axis], start, ends[index], stepOf(call, index));
    result[axis] = typeof part.size === "number" ? Math.max(0, part.size) : part.size;
    positions.set(axis, positions.has(axis) ? undefined : part.positions);
  }
  return one(call, result, undefined, slicedData(call.inputs[0] ?? unknown(), positions));
}

/** 1 unless given; NaN where it is given but not known. */
function stepOf(call: Call, index: number): number {
  return numbersOf(call, 4)?.[index] ?? (call.inputs[4] === undefined ? 1 : NaN);
}

/** The shape with the sliced axes (all, unless known) unknown. */
function openAxes(shape: Shape, axes: readonly number[] | undefined): Shape {
  const open = axes && axesIn(axes, shape.length);
  return shape.map((dim, axis) => (open === undefined || open.includes(axis) ? undefined : dim));
}

const gather: Rule = (call) => {
  const [input, indices] = call.inputs;
  const shape = input?.shape;
  const axis = axisIn(call.attributes.int("axis", 0), shape?.length ?? 0);
  if (shape === undefined || axis === undefined || indices?.shape === undefined) return one(call, undefined);
  const result = [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)];
  return one(call, result, undefined, gatheredData(input ?? unknown(), indices.data, axis));
};

const gatherElements: Rule = (call) => one(call, shapeOf(call, 1));

/** batch axes, the indices' own axes, then what each index tuple leaves of the data. */
const gatherND: Rule = (call) => {
  const [data, indices] = [shapeOf(call, 0), shapeOf(call, 1)];
  const depth = indices?.at(-1);
  if (data === undefined || indices === undefined || typeof depth !== "number") return one(call, undefined);
  const batchAxes = call.attributes.int("batch_dims", 0);
  return one(call, [...indices.slice(0, -1), ...data.slice(batchAxes + depth)]);
};

/** Scattering keeps the data's shape. */
const scatter: Rule = (call) => one(call, shapeOf(call, 0));

const topK: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const axis = axisIn(call.attributes.int("axis", -1), shape?.length ?? 0);
  const count = call.attributes.has("k") ? call.attributes.int("k", 0) : dataOf(call, 1)?.[0];
  const result = shape?.map((dim, at) => (at === axis ? count : dim));
  return [
    { shape: result, type: call.inputs[0]?.type ?? 0 },
    { shape: result, type: INT64 },
  ];
};

const argument: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const axis = axisIn(call.attributes.int("axis", 0), shape?.length ?? 0);
  const keeps = call.attributes.int("keepdims", 1) !== 0;
  const result = shape?.flatMap((dim, at): readonly Dim[] => (at !== axis ? [dim] : keeps ? [1] : []));
  return one(call, result, INT64);
};

/** [rank, how many there are]: the number depends on the data. */
const nonZero: Rule = (call) => {
  const { shape, data } = call.inputs[0] ?? unknown();
  if (shape?.length === 1 && data?.every((value) => typeof value === "number") === true) {
    const positions = data.flatMap((value, index) => (value === 0 ? [] : [index]));
    return one(call, [1, positions.length], INT64, positions);
  }
  return one(call, [shape?.length === 0 ? 1 : shape?.length, undefined], INT64);
};

const compress: Rule = (call) => {
  const shape = shapeOf(call, 0);
  if (!call.attributes.has("axis")) return one(call, [undefined]);
  const axis = axisIn(call.attributes.int("axis", 0), shape?.length ?? 0);
  return one(
    call,
    shape?.map((dim, at) => (at === axis ? undefined : dim)),
  );
};

const unique: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const axis = call.attributes.has("axis")
    ? axisIn(call.attributes.int("axis", 0), shape?.length ?? 0)
    : undefined;
  const first: Shape | undefined =
    axis === undefined ? [undefined] : shape?.map((dim, at) => (at === axis ? undefined : dim));
  const all = axis === undefined ? shape && multiplyAll(shape) : shape?.[axis];
  const outputs: readonly Tensor[] = [
    { shape: first, type: call.inputs[0]?.type ?? 0 },
    { shape: [undefined], type: INT64 },
    { shape: [all], type: INT64 },
    { shape: [undefined], type: INT64 },
  ];
  return outputs.slice(0, Math.max(1, call.wanted));
};

const oneHot: Rule = (call) => {
  const indices = shapeOf(call, 0);
  const depth = dataOf(call, 1)?.[0];
  if (indices === undefined) return one(call, undefined);
  const axis = axisIn(call.attributes.int("axis", -1), indices.length + 1) ?? indices.length;
  return one(call, [...indices.slice(0, axis), depth, ...indices.slice(axis)], call.inputs[2]?.type ?? 0);
};

/** [boxes kept, 3]: the number depends on the data. */
const nonMaxSuppression: Rule = (call) => one(call, [undefined, 3], INT64);

export const INDEXING_RULES: Readonly<Record<string, Rule>> = {
  ArgMax: argument,
  ArgMin: argument,
  Compress: compress,
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  NonMaxSuppression: nonMaxSuppression,
  NonZero: nonZero,
  OneHot: oneHot,
  Scatter: scatter,
  ScatterElements: scatter,
  ScatterND: scatter,
  Slice: slice,
  TensorScatter: scatter,
  TopK: topK,
  Unique: unique,
};
