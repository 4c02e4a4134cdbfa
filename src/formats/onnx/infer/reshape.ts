// Shape rules of operators that only change the view of their data: Reshape, Transpose, Squeeze, Concat, Split and the like.

import type { Dim, Shape } from "../../../model/shape";
import { formatShape, isKnown } from "../../../model/shape";
import { addDims, agree, divideExactly, floorDivide, multiplyAll, multiplyDims } from "../dims";
import type { Call, Result, Rule, Tensor } from "./contract";
import {
  axesIn,
  axisIn,
  dataOf,
  intsFrom,
  issue,
  numbersOf,
  one,
  shapeOf,
  unknown,
  unknownShape,
} from "./contract";

const reshape: Rule = (call) => {
  const target = call.attributes.ints("shape") ?? dataOf(call, 1);
  const input = shapeOf(call, 0);
  if (target === undefined) {
    const rank = shapeOf(call, 1)?.[0];
    return one(call, typeof rank === "number" ? unknownShape(rank) : undefined);
  }
  const copies = call.attributes.int("allowzero", 0) === 0;
  const dims: Dim[] = target.map((dim, axis) => (dim === 0 && copies ? input?.[axis] : dim));
  const open = dims.indexOf(-1);
  if (open >= 0) {
    const others = dims.filter((_, axis) => axis !== open);
    dims[open] = input === undefined ? undefined : divideExactly(input, others);
    if (dims[open] === undefined && isKnown(input) && isKnown(others)) return doesNotFit(call, input, target);
  } else if (isKnown(input) && isKnown(dims) && multiplyAll(input) !== multiplyAll(dims)) {
    return doesNotFit(call, input, target);
  }
  const only = dims.indexOf(undefined);
  if (only >= 0 && only === dims.lastIndexOf(undefined) && input !== undefined && open < 0) {
    dims[only] = divideExactly(
      input,
      dims.filter((_, axis) => axis !== only),
    );
  }
  return one(call, dims, undefined, dataOf(call, 0));
};

function doesNotFit(call: Call, input: Shape, target: Shape): Result {
  return issue("shape-mismatch", `${call.op}: ${formatShape(input)} cannot become ${formatShape(target)}.`);
}

const transpose: Rule = (call) => {
  const [input] = call.inputs;
  const shape = input?.shape;
  const perm = call.attributes.ints("perm") ?? shape?.map((_, axis) => shape.length - 1 - axis);
  if (shape === undefined || perm === undefined) return one(call, undefined);
  if (perm.length !== shape.length || axesIn(perm, shape.length).length !== perm.length) {
    return issue(
      "wrong-argument",
      `Transpose: perm [${perm.join(", ")}] does not fit ${formatShape(shape)}.`,
    );
  }
  return one(
    call,
    perm.map((axis) => shape[axis]),
    undefined,
    shape.length < 2 ? input?.data : undefined,
  );
};

/** [d0·…, …·dn]: everything before `axis`, and from it on. */
const flatten: Rule = (call) => {
  const shape = shapeOf(call, 0);
  if (shape === undefined) return one(call, unknownShape(2));
  const axis = call.attributes.int("axis", 1);
  const at = axis < 0 ? axis + shape.length : axis;
  return one(call, [multiplyAll(shape.slice(0, at)), multiplyAll(shape.slice(at))]);
};

const squeeze: Rule = (call) => {
  const [input] = call.inputs;
  const shape = input?.shape;
  if (shape === undefined) return one(call, undefined);
  const given = intsFrom(call, "axes", 1);
  if (given === undefined && (call.inputs[1] !== undefined || !isKnown(shape))) return one(call, undefined);
  const axes = given === undefined ? undefined : axesIn(given, shape.length);
  const kept = shape.filter((dim, axis) => (axes === undefined ? dim !== 1 : !axes.includes(axis)));
  return one(call, kept, undefined, input?.data);
};

const unsqueeze: Rule = (call) => {
  const [input] = call.inputs;
  const shape = input?.shape;
  const given = intsFrom(call, "axes", 1);
  if (shape === undefined || given === undefined) return one(call, undefined);
  const rank = shape.length + given.length;
  if (rank > 256) return issue("wrong-argument", "Unsqueeze: there are too many axes.");
  const axes = axesIn(given, rank);
  const rest = [...shape];
  const result = Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : rest.shift()));
  return one(call, result, undefined, input?.data);
};

const concat: Rule = (call) => {
  const inputs = call.inputs.filter((input): input is Tensor => input !== undefined);
  const known = inputs.find((input) => input.shape !== undefined)?.shape;
  if (known === undefined) return one(call, undefined);
  const axis = axisIn(call.attributes.int("axis", 1), known.length);
  if (axis === undefined)
    return issue("wrong-argument", `Concat: there is no such axis in ${formatShape(known)}.`);
  const result: Dim[] = [...known];
  result[axis] = 0;
  for (const { shape } of inputs) {
    if (shape !== undefined && shape.length !== known.length) return doNotFit(inputs);
    for (const [at, dim] of result.entries()) {
      if (at === axis) result[at] = addDims(dim, shape?.[at]);
      else if (typeof dim === "number" && typeof shape?.[at] === "number" && dim !== shape[at])
        return doNotFit(inputs);
      else if (shape !== undefined) result[at] = agree(dim, shape[at]);
    }
  }
  const joined = known.length === 1 ? inputs.map((input) => input.data) : [];
  const data =
    joined.length > 0 && !joined.includes(undefined) ? joined.flatMap((each) => each ?? []) : undefined;
  return one(call, result, inputs[0]?.type, data);
};

function doNotFit(inputs: readonly Tensor[]): Result {
  const list = inputs.map((input) => formatShape(input.shape)).slice(0, 8);
  return issue("shape-mismatch", `Concat: ${list.join(" and ")} differ in an axis that is not concatenated.`);
}

const split: Rule = (call) => {
  const [input] = call.inputs;
  const shape = input?.shape;
  const axis = axisIn(call.attributes.int("axis", 0), shape?.length ?? 0);
  if (shape === undefined || axis === undefined)
    return Array.from({ length: call.wanted }, () => unknown(input?.type));
  const sizes = intsFrom(call, "split", 1) ?? equalParts(shape[axis], call.wanted);
  let offset = 0;
  return Array.from({ length: call.wanted }, (_, index) => {
    const size = sizes[index];
    const part = shape.map((dim, at) => (at === axis ? size : dim));
    const data =
      shape.length === 1 && typeof size === "number" ? input?.data?.slice(offset, offset + size) : undefined;
    offset += typeof size === "number" ? size : 0;
    return { shape: part, type: input?.type ?? 0, data };
  });
};

/** ceil(size / count) each, the last one shorter (opset 18's num_outputs; even before). */
function equalParts(size: Dim, count: number): readonly Dim[] {
  if (typeof size !== "number") return Array.from({ length: count }, () => floorDivide(size, count));
  const chunk = Math.ceil(size / count);
  return Array.from({ length: count }, (_, index) => Math.max(0, Math.min(chunk, size - index * chunk)));
}

const expand: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const target = dataOf(call, 1);
  if (shape === undefined || target === undefined) return one(call, undefined);
  const rank = Math.max(shape.length, target.length);
  const result = Array.from({ length: rank }, (_, axis) => {
    const own = shape.length + axis - rank >= 0 ? shape[shape.length + axis - rank] : 1;
    const wanted = target.length + axis - rank >= 0 ? target[target.length + axis - rank] : 1;
    if (own === 1) return wanted === -1 ? 1 : wanted;
    return wanted === 1 || wanted === -1 ? own : (agree(own, wanted) ?? own);
  });
  const [value, ...others] = call.inputs[0]?.data ?? [];
  const count = isKnown(result) ? multiplyAll(result) : undefined;
  const same = others.length === 0 && value !== undefined && typeof count === "number" && count <= 1024;
  return one(call, result, undefined, same ? Array.from({ length: count }, () => value) : undefined);
};

const tile: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const repeats = dataOf(call, 1);
  return one(
    call,
    repeats === undefined
      ? shape && unknownShape(shape.length)
      : shape?.map((dim, axis) => multiplyDims(dim, repeats[axis])),
  );
};

const pad: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const pads = call.attributes.ints("pads") ?? call.attributes.ints("paddings") ?? dataOf(call, 1);
  if (shape === undefined) return one(call, undefined);
  if (pads === undefined) return one(call, unknownShape(shape.length));
  const axes = axesIn(numbersOf(call, 3) ?? shape.map((_, axis) => axis), shape.length);
  const result: Dim[] = [...shape];
  for (const [index, axis] of axes.entries()) {
    result[axis] = addDims(addDims(result[axis], pads[index]), pads[index + axes.length]);
  }
  if (result.some((dim) => typeof dim === "number" && dim < 0))
    return issue("wrong-argument", "Pad: more is cut off than there is.");
  return one(call, result);
};

const depthToSpace: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const block = call.attributes.int("blocksize", 1);
  if (shape === undefined) return one(call, unknownShape(4));
  const [batch, channels, ...sizes] = shape;
  return one(call, [
    batch,
    floorDivide(channels, block * block),
    ...sizes.map((size) => multiplyDims(size, block)),
  ]);
};

const spaceToDepth: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const block = call.attributes.int("blocksize", 1);
  if (shape === undefined) return one(call, unknownShape(4));
  const [batch, channels, ...sizes] = shape;
  return one(call, [
    batch,
    multiplyDims(channels, block * block),
    ...sizes.map((size) => floorDivide(size, block)),
  ]);
};

const centerCropPad: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const target = dataOf(call, 1);
  if (shape === undefined || target === undefined) return one(call, undefined);
  const axes = axesIn(call.attributes.ints("axes") ?? shape.map((_, axis) => axis), shape.length);
  return one(
    call,
    shape.map((dim, axis) => (axes.includes(axis) ? target[axes.indexOf(axis)] : dim)),
  );
};

const reverse: Rule = (call) => one(call, shapeOf(call, 0));

export const RESHAPE_RULES: Readonly<Record<string, Rule>> = {
  CenterCropPad: centerCropPad,
  Concat: concat,
  DepthToSpace: depthToSpace,
  Expand: expand,
  Flatten: flatten,
  Pad: pad,
  QLinearConcat: (call) =>
    concat({ ...call, inputs: call.inputs.filter((_, index) => index >= 2 && index % 3 === 2) }),
  Reshape: reshape,
  ReverseSequence: reverse,
  SpaceToDepth: spaceToDepth,
  Split: split,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
};
