// Mapping of operators that change the view of their data, pick parts of it, reduce it or resample it.

import { hasBatchAxis } from "../graph/batch";
import { isTrainable } from "../graph/value";
import { axesIn, intsFrom, numbersOf } from "../infer/contract";
import type { Mapped, Mapper } from "./contract";
import { catalogueAxis, compact, dataCount, neat, sizesOf } from "./contract";

/** A Reshape in the catalogue's terms: the sizes of the result, or Flatten where one axis but the batch is left. */
export const reshape: Mapper = (step) => {
  const [from, to] = [step.inputs[0]?.tensor.shape, step.outputs[0]?.tensor.shape];
  if (hasBatchAxis(from) && hasBatchAxis(to) && (from?.length ?? 0) > 2 && to?.length === 2) {
    return { operator: "Flatten", attributes: {} };
  }
  const shape = sizesOf(to);
  return shape && { operator: "Reshape", attributes: { shape } };
};

/** Joining all axes but the batch is Flatten; anything else is a Reshape. */
export const flatten: Mapper = (step) =>
  step.node.attributes.int("axis", 1) === 1 && hasBatchAxis(step.inputs[0]?.tensor.shape)
    ? { operator: "Flatten", attributes: {} }
    : reshape(step);

/** An order that keeps the batch first; others mix it with the data and stay ONNX's own Transpose. */
export const permute: Mapper = (step) => {
  const shape = step.inputs[0]?.tensor.shape;
  const perm = step.node.attributes.ints("perm") ?? shape?.map((_, axis) => shape.length - 1 - axis);
  if (perm === undefined || shape === undefined) return undefined;
  if (!hasBatchAxis(shape))
    return { operator: "Permute", attributes: { order: perm.map((axis) => axis + 1) } };
  return perm[0] === 0 && perm.length > 1
    ? { operator: "Permute", attributes: { order: perm.slice(1) } }
    : undefined;
};

/** Trained tokens put before data are a class token. */
export const concat: Mapper = (step) => {
  const [first, second, ...others] = step.inputs;
  const axis = catalogueAxis(step, step.node.attributes.int("axis", 1));
  const shape = first?.tensor.shape;
  const tokens = first?.kind === "constant" && first.stored.some(isTrainable) && second?.kind === "data";
  if (!tokens || others.length > 0) return { operator: "Concat", attributes: { axis } };
  const count = shape?.at(-2);
  const matches = shape?.length === 3 && shape[0] === 1 && axis === 1 && typeof count === "number";
  return matches ? { operator: "ClassToken", attributes: { count } } : undefined;
};

export const split: Mapper = (step) => {
  const axis = step.node.attributes.int("axis", 0);
  const parts = step.outputs.map((output) => {
    const { shape } = output.tensor;
    return shape?.[axis < 0 ? axis + shape.length : axis];
  });
  const sizes = parts.filter((size) => typeof size === "number");
  if (sizes.length !== parts.length) return undefined;
  return { operator: "Split", attributes: { parts: sizes, axis: catalogueAxis(step, axis) } };
};

/** A Slice of a single axis. */
export const slice: Mapper = (step) => {
  const starts = intsFrom(step.call, "starts", 1);
  const ends = intsFrom(step.call, "ends", 2);
  const [start, ...others] = starts ?? [];
  const end = ends?.[0];
  if (start === undefined || end === undefined || others.length > 0) return undefined;
  const axis = catalogueAxis(step, intsFrom(step.call, "axes", 3)?.[0] ?? 0);
  const stride = numbersOf(step.call, 4)?.[0] ?? 1;
  const far = Math.abs(end) >= 2 ** 31 - 1;
  return { operator: "Slice", attributes: { start, end: far ? undefined : end, axis, step: stride } };
};

/** One index selects; a lookup in a trained table is an embedding. */
export function gather(embedding: Mapper): Mapper {
  return (step) => {
    const [data, indices] = step.inputs;
    if (data?.kind !== "data") return embedding(step);
    const axis = catalogueAxis(step, step.node.attributes.int("axis", 0));
    const index = indices?.tensor.shape?.length === 0 ? indices.tensor.data?.[0] : undefined;
    if (typeof index === "number") return { operator: "Select", attributes: { index, axis } };
    const list = numbersOf(step.call, 1);
    const few = indices?.tensor.shape?.length === 1 && list !== undefined && list.length <= MOST_INDICES;
    return { operator: "Gather", attributes: { axis, indices: few ? list : undefined } };
  };
}

/** Longer lists of indices say nothing to a reader. */
const MOST_INDICES = 32;

export const expand: Mapper = (step) => {
  const shape = sizesOf(step.outputs[0]?.tensor.shape);
  return dataCount(step) === 1 && shape !== undefined
    ? { operator: "Expand", attributes: { shape } }
    : undefined;
};

export const squeeze: Mapper = (step) => {
  const axes = intsFrom(step.call, "axes", 1);
  const axis = axes && compactAxes(axes.map((each) => catalogueAxis(step, each)));
  return { operator: "Squeeze", attributes: { axis } };
};

export const unsqueeze: Mapper = (step) => {
  const axes = intsFrom(step.call, "axes", 1);
  const [only] = axes ?? [];
  if (only === undefined || axes?.length !== 1) return reshape(step);
  return {
    operator: "Unsqueeze",
    attributes: { axis: catalogueAxis(step, only, step.outputs[0]?.tensor.shape) },
  };
};

function compactAxes(axes: readonly number[]): number | readonly number[] {
  return axes.length === 1 ? (axes[0] ?? 0) : axes;
}

/** A reduction over given axes, or all of them. */
export function reduction(operator: string): Mapper {
  return (step) => {
    const rank = step.inputs[0]?.tensor.shape?.length ?? 0;
    const given = intsFrom(step.call, "axes", 1);
    const axes = given && axesIn(given, rank).map((axis) => catalogueAxis(step, axis));
    const keepdim = step.node.attributes.int("keepdims", 1) !== 0;
    return { operator, attributes: { axis: axes && compactAxes(axes), keepdim } };
  };
}

/** Padding of spatial axes alone. */
export const pad: Mapper = (step): Mapped | undefined => {
  const rank = step.inputs[0]?.tensor.shape?.length ?? 0;
  const pads = step.node.attributes.ints("pads") ?? numbersOf(step.call, 1);
  if (pads?.length !== 2 * rank || rank < 3 || pads.some((size) => size < 0)) return undefined;
  const pairs = Array.from({ length: rank }, (_, axis) => [pads[axis] ?? 0, pads[axis + rank] ?? 0]);
  if (pairs.slice(0, 2).some(([begin, end]) => begin !== 0 || end !== 0)) return undefined;
  const mode = step.node.attributes.text("mode", "constant");
  const modes: Readonly<Record<string, string>> = {
    constant: "constant",
    reflect: "reflect",
    edge: "replicate",
  };
  return { operator: "Pad", attributes: { pad: pairs.slice(2), mode: modes[mode] } };
};

/** Resizing of spatial axes by whole factors or to sizes. */
export const resize: Mapper = (step) => {
  const [from, to] = [step.inputs[0]?.tensor.shape, step.outputs[0]?.tensor.shape];
  if (dataCount(step) !== 1 || from === undefined || to === undefined || from.length < 3) return undefined;
  const mode = step.node.attributes.text("mode", "nearest");
  const modes: Readonly<Record<string, string>> = {
    linear: from.length === 3 ? "linear" : "bilinear",
    cubic: "bicubic",
  };
  const attributes = { mode: modes[mode] ?? "nearest" };
  const sizes = to.slice(2).filter((size) => typeof size === "number");
  const ratios = sizes.map((size, axis) => size / Number(from[axis + 2]));
  if (ratios.length !== to.length - 2) return undefined;
  if (ratios.every((ratio) => Number.isInteger(ratio)))
    return { operator: "Upsample", attributes: { scale: compact(ratios), ...attributes } };
  return { operator: "Upsample", attributes: { size: compact(sizes.map(neat)), ...attributes } };
};

/** A Concat of a sequence's elements. */
export const concatSequence: Mapper = (step) => {
  const [first] = step.inputs[0]?.tensor.elements ?? [];
  if (first === undefined || step.node.attributes.int("new_axis", 0) !== 0) return undefined;
  const axis = catalogueAxis(step, step.node.attributes.int("axis", 0), first.shape);
  return { operator: "Concat", attributes: { axis } };
};

/** A Split into the elements of a sequence. */
export const splitSequence: Mapper = (step) => {
  const axis = step.node.attributes.int("axis", 0);
  const parts = step.outputs[0]?.tensor.elements?.map(({ shape }) => shape?.at(axis));
  const sizes = parts?.filter((size) => typeof size === "number");
  if (sizes === undefined || sizes.length !== parts?.length || sizes.length === 0) return undefined;
  return { operator: "Split", attributes: { parts: sizes, axis: catalogueAxis(step, axis) } };
};
