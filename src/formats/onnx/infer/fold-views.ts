// The values of small constants through operators that move them: Transpose, Slice, Concat, Gather over any axis.

import type { Dim } from "../../../model/shape";
import { isKnown } from "../../../model/shape";
import type { Tensor } from "./contract";
import { MOST_ELEMENTS } from "./contract";

type Data = readonly Dim[] | undefined;

/** How far apart neighbours along each axis are in row-major order. */
function stridesOf(shape: readonly number[]): readonly number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape.toReversed()) {
    strides.unshift(stride);
    stride *= size;
  }
  return strides;
}

/** The values at every combination of positions, one list of positions for each axis. */
function pick(
  data: readonly Dim[],
  shape: readonly number[],
  positions: readonly (readonly number[])[],
): Data {
  const count = positions.reduce((total, list) => total * list.length, 1);
  if (count > MOST_ELEMENTS) return undefined;
  const strides = stridesOf(shape);
  let offsets: readonly number[] = [0];
  for (const [axis, list] of positions.entries()) {
    const stride = strides[axis] ?? 1;
    offsets = offsets.flatMap((offset) => list.map((position) => offset + position * stride));
  }
  return offsets.map((offset) => data[offset]);
}

const all = (size: number): readonly number[] => Array.from({ length: size }, (_, index) => index);

/** Values of a tensor whose axes are cut to the given positions; an axis without any is kept. */
export function slicedData(
  { data, shape }: Tensor,
  positions: ReadonlyMap<number, readonly number[] | undefined>,
): Data {
  if (data === undefined || !isKnown(shape)) return undefined;
  const lists = shape.map((size, axis) => (positions.has(axis) ? positions.get(axis) : all(size)));
  const known = lists.filter((list) => list !== undefined);
  return known.length === lists.length ? pick(data, shape, known) : undefined;
}

/** Values of a tensor whose axes are reordered. */
export function transposedData({ data, shape }: Tensor, perm: readonly number[]): Data {
  if (data === undefined || !isKnown(shape)) return undefined;
  const strides = stridesOf(shape);
  let offsets: readonly number[] = [0];
  for (const axis of perm) {
    const stride = strides[axis] ?? 1;
    offsets = offsets.flatMap((offset) =>
      all(shape[axis] ?? 0).map((position) => offset + position * stride),
    );
  }
  return offsets.map((offset) => data[offset]);
}

/** Values of tensors joined along `axis`. */
export function joinedData(inputs: readonly Tensor[], axis: number): Data {
  const parts: { readonly data: readonly Dim[]; readonly rows: number; readonly width: number }[] = [];
  for (const { data, shape } of inputs) {
    if (data === undefined || !isKnown(shape)) return undefined;
    const width = shape.slice(axis).reduce((total, size) => total * size, 1);
    parts.push({ data, rows: width === 0 ? 0 : data.length / width, width });
  }
  if (parts.reduce((total, part) => total + part.data.length, 0) > MOST_ELEMENTS) return undefined;
  const rows = Math.max(0, ...parts.map((part) => part.rows));
  return all(rows).flatMap((row) =>
    parts.flatMap(({ data, width }) => data.slice(row * width, (row + 1) * width)),
  );
}

/** Values of a tensor at the indices along `axis`, negative ones counted from the end. */
export function gatheredData({ data, shape }: Tensor, indices: Data, axis: number): Data {
  if (data === undefined || indices === undefined || !isKnown(shape)) return undefined;
  const size = shape[axis] ?? 0;
  const positions = indices.map((index) =>
    typeof index === "number" ? (index < 0 ? index + size : index) : NaN,
  );
  const valid = positions.every((position) => position >= 0 && position < size);
  return valid
    ? pick(
        data,
        shape,
        shape.map((length, at) => (at === axis ? positions : all(length))),
      )
    : undefined;
}
