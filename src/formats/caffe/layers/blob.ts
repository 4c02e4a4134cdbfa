// Arithmetic on blob shapes: axes counted from either end, and the number of elements in a run of axes.

import type { Count } from "../../../model/exact";
import { product } from "../../../model/exact";
import type { Weight } from "../../../model/network";
import type { Shape } from "../../../model/shape";

/** The axis counted from the start, or undefined when the shape does not have it. */
export function axisOf(axis: number, rank: number): number | undefined {
  const index = axis < 0 ? axis + rank : axis;
  return Number.isInteger(index) && index >= 0 && index < rank ? index : undefined;
}

/** Elements in the axes from `start` up to, but not including, `end`. */
export function countOf(shape: Shape, start = 0, end = shape.length): Count {
  return product(shape.slice(start, end));
}

/** The shape with one axis replaced. */
export function withAxis(shape: Shape, axis: number, dim: Shape[number]): Shape {
  return shape.map((old, index) => (index === axis ? dim : old));
}

export function learned(name: string, shape: Shape): Weight {
  return { name, shape, kind: "parameter" };
}

export function state(name: string, shape: Shape): Weight {
  return { name, shape, kind: "buffer" };
}

/** The last two sizes, height and width, of a blob that must have four axes; undefined otherwise. */
export function imageSize(shape: Shape | undefined): readonly [Shape[number], Shape[number]] | undefined {
  return shape?.length === 4 ? [shape[2], shape[3]] : undefined;
}
