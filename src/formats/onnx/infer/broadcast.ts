// Multidirectional broadcasting as in NumPy: shapes aligned at their last axes, 1 stretched.

import type { Dim, Shape } from "../../../model/shape";
import { agree } from "../dims";

/** The common dimension, unknown where undecided, or "conflict". */
export function broadcastDims(a: Dim, b: Dim): Dim | "conflict" {
  if (a === 1) return b;
  if (b === 1) return a;
  if (a === b) return a;
  if (typeof a === "number" && typeof b === "number") return "conflict";
  // One may be 1; a number other than 1 wins over a symbol or an unknown.
  if (a === undefined || b === undefined)
    return typeof a === "number" ? a : typeof b === "number" ? b : undefined;
  return agree(a, b);
}

/** The shape that all shapes stretch to; undefined when one is unknown; "conflict" when they do not fit. */
export function broadcast(shapes: readonly (Shape | undefined)[]): Shape | undefined | "conflict" {
  let result: Dim[] = [];
  for (const shape of shapes) {
    if (shape === undefined) return undefined;
    const rank = Math.max(result.length, shape.length);
    const next: Dim[] = [];
    for (let axis = 0; axis < rank; axis++) {
      const dim = broadcastDims(at(result, axis - rank), at(shape, axis - rank));
      if (dim === "conflict") return "conflict";
      next.push(dim);
    }
    result = next;
  }
  return result;
}

/** The dimension counted from the last; 1 before the first. */
function at(shape: Shape, index: number): Dim {
  return shape.length + index < 0 ? 1 : shape.at(index);
}

/** Where the element at each position of `shape` is read from in a tensor of shape `from` that is stretched to it. */
export function broadcastIndex(shape: readonly number[], from: readonly number[]): readonly number[] {
  const count = shape.reduce((total, dim) => total * dim, 1);
  const indices: number[] = [];
  for (let position = 0; position < count; position++) {
    let rest = position;
    let index = 0;
    let stride = 1;
    for (let axis = 1; axis <= shape.length; axis++) {
      const size = shape[shape.length - axis] ?? 1;
      const coordinate = rest % size;
      rest = Math.floor(rest / size);
      if (axis > from.length) continue;
      const own = from[from.length - axis] ?? 1;
      index += (own === 1 ? 0 : coordinate) * stride;
      stride *= own;
    }
    indices.push(index);
  }
  return indices;
}
