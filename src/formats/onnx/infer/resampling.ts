// Shape rules of operators that resample: Resize, Upsample, GridSample, AffineGrid.

import type { Dim, Shape } from "../../../model/shape";
import { multiplyDims } from "../dims";
import type { Call, Result, Rule } from "./contract";
import { axesIn, dataOf, one, shapeOf, unknownShape } from "./contract";

/** floor(size · scale). A fraction of a symbol is unknown. */
function scaled(size: Dim, scale: Dim): Dim {
  if (typeof size === "number" && typeof scale === "number") return Math.floor(size * scale);
  return typeof scale === "number" && Number.isInteger(scale) ? multiplyDims(size, scale) : undefined;
}

function byScales(
  call: Call,
  shape: Shape,
  scales: readonly Dim[] | undefined,
  axes: readonly number[],
): Result {
  if (scales === undefined || scales.length !== axes.length) return one(call, unknownShape(shape.length));
  return one(
    call,
    shape.map((dim, axis) => (axes.includes(axis) ? scaled(dim, scales[axes.indexOf(axis)]) : dim)),
  );
}

const upsample: Rule = (call) => {
  const shape = shapeOf(call, 0);
  if (shape === undefined) return one(call, undefined);
  const scales = call.attributes.floats("scales") ?? dataOf(call, 1);
  return byScales(
    call,
    shape,
    scales,
    shape.map((_, axis) => axis),
  );
};

/** Inputs since opset 11: data, region of interest, scales or sizes; before: data and scales. */
const resize: Rule = (call) => {
  const shape = shapeOf(call, 0);
  if (shape === undefined) return one(call, undefined);
  if (call.opset < 11) return upsample(call);
  const axes = axesIn(call.attributes.ints("axes") ?? shape.map((_, axis) => axis), shape.length);
  const sizes = dataOf(call, 3);
  const hasScales = call.inputs[2]?.shape?.[0] !== 0 && call.inputs[2] !== undefined;
  if (sizes === undefined || (hasScales && call.inputs[3] === undefined))
    return byScales(call, shape, dataOf(call, 2), axes);
  const policy = call.attributes.text("keep_aspect_ratio_policy", "stretch");
  if (policy !== "stretch") return keepingRatio(call, shape, sizes, axes, policy === "not_larger");
  return one(
    call,
    shape.map((dim, axis) => (axes.includes(axis) ? sizes[axes.indexOf(axis)] : dim)),
  );
};

function keepingRatio(
  call: Call,
  shape: Shape,
  sizes: readonly Dim[],
  axes: readonly number[],
  smallest: boolean,
): Result {
  const ratios = axes.map((axis, index) => Number(sizes[index]) / Number(shape[axis]));
  const scale = smallest ? Math.min(...ratios) : Math.max(...ratios);
  if (!Number.isFinite(scale)) return one(call, unknownShape(shape.length));
  return one(
    call,
    shape.map((dim, axis) => (axes.includes(axis) ? Math.round(Number(dim) * scale) : dim)),
  );
}

/** [batch, channels, …the grid's own sizes]. */
const gridSample: Rule = (call) => {
  const [input, grid] = [shapeOf(call, 0), shapeOf(call, 1)];
  if (input === undefined || grid === undefined) return one(call, input && unknownShape(input.length));
  return one(call, [input[0], input[1], ...grid.slice(1, -1)]);
};

/** [batch, …sizes, number of spatial axes]. */
const affineGrid: Rule = (call) => {
  const sizes = dataOf(call, 1);
  return one(call, sizes && [sizes[0], ...sizes.slice(2), sizes.length - 2]);
};

const cropAndResize: Rule = (call) => {
  const size = dataOf(call, 3);
  return one(call, [shapeOf(call, 1)?.[0], shapeOf(call, 0)?.[1], size?.[0], size?.[1]]);
};

export const RESAMPLING_RULES: Readonly<Record<string, Rule>> = {
  AffineGrid: affineGrid,
  CropAndResize: cropAndResize,
  GridSample: gridSample,
  Resize: resize,
  Upsample: upsample,
};
