// Shape rules of operators that only change the view of their data: Reshape, Transpose, Squeeze, Concat, Split and the like.

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../../../model/shape";
import { formatShape, isKnown, mayBeEqual } from "../../../model/shape";
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
import { joinedData, transposedData } from "./fold-views";
import { concatOf } from "./sequence";

const reshape: Rule = (call) => {
  const target = call.attributes.ints("shape") ?? dataOf(call, 1);
  const input = shapeOf(call, 0);
  if (target === undefined) {
    const rank = shapeOf(call, 1)?.[0];
    return one(call, typeof rank === "number" ? unknownShape(rank) : undefined);
  }
  const copies = call.attributes.int("allowzero", 0) === 0;
  const dims = target.map((dim, axis) => (dim === 0 && copies ? input?.[axis] : dim));
  const result = filledIn(dims, input);
  if (isKnown(input) && !fits(input, result)) return doesNotFit(call, input, target);
  return one(call, result, undefined, dataOf(call, 0));
};

/** Works out the size that is -1, or the only one that is unknown, from the number of elements. */
function filledIn(dims: readonly Dim[], input: Shape | undefined): Shape {
  const inferred = dims.indexOf(-1);
  const open = dims.indexOf(undefined);
  const at = inferred >= 0 ? inferred : open;
  if (at < 0) return dims;
  if (inferred < 0 && open !== dims.lastIndexOf(undefined)) return dims;
  const others = dims.filter((_, axis) => axis !== at);
  const size = input === undefined ? undefined : divideExactly(input, others);
  return dims.map((dim, axis) => (axis === at ? size : dim));
}

/** False when elements would get lost, or -1 stands for a fraction. */
function fits(input: readonly number[], result: Shape): boolean {
  const known = result.filter((dim) => typeof dim === "number");
  const count = multiplyAll(input);
  const part = multiplyAll(known);
  if (known.length === result.length) return count === part;
  const open = result.some((dim) => typeof dim === "string") || known.length < result.length - 1;
  return (
    open || (typeof count === "number" && typeof part === "number" && (part === 0 || count % part === 0))
  );
}

function doesNotFit(call: Call, input: Shape, target: Shape): Result {
  return issue(
    "shape-mismatch",
    l10n.t("{0}: {1} cannot become {2}.", call.op, formatShape(input), formatShape(target)),
  );
}

const transpose: Rule = (call) => {
  const [input] = call.inputs;
  const shape = input?.shape;
  const perm = call.attributes.ints("perm") ?? shape?.map((_, axis) => shape.length - 1 - axis);
  if (shape === undefined || perm === undefined) return one(call, undefined);
  if (perm.length !== shape.length || axesIn(perm, shape.length).length !== perm.length) {
    return issue(
      "wrong-argument",
      l10n.t("Transpose: perm [{0}] does not fit {1}.", perm.join(", "), formatShape(shape)),
    );
  }
  return one(
    call,
    perm.map((axis) => shape[axis]),
    undefined,
    transposedData(input ?? unknown(), perm),
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
  if (rank > 256) return issue("wrong-argument", l10n.t("Unsqueeze: there are too many axes."));
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
    return issue("wrong-argument", l10n.t("Concat: there is no such axis in {0}.", formatShape(known)));
  const result = joined(inputs, known, axis);
  if (result === undefined) return doNotFit(inputs);
  return one(call, result, inputs[0]?.type, joinedData(inputs, axis));
};

/** The sizes added along `axis` and agreed on elsewhere; undefined when some differ. */
function joined(inputs: readonly Tensor[], known: Shape, axis: number): Shape | undefined {
  const result: Dim[] = [...known];
  result[axis] = 0;
  for (const { shape } of inputs) {
    if (shape !== undefined && shape.length !== known.length) return undefined;
    for (const [at, dim] of result.entries()) {
      const other = shape?.[at];
      if (at === axis) result[at] = addDims(dim, other);
      else if (!mayBeEqual(dim, other)) return undefined;
      else if (shape !== undefined) result[at] = agree(dim, other) ?? simpler(dim, other);
    }
  }
  return result;
}

/** Of two expressions that must be equal, the shorter one. */
function simpler(a: Dim, b: Dim): Dim {
  return typeof a === "string" && typeof b === "string" && b.length < a.length ? b : a;
}

function doNotFit(inputs: readonly Tensor[]): Result {
  const list = inputs.map((input) => formatShape(input.shape)).slice(0, 8);
  return issue(
    "shape-mismatch",
    l10n.t("Concat: {0} differ in an axis that is not concatenated.", list.join(" and ")),
  );
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
    return issue("wrong-argument", l10n.t("Pad: more is cut off than there is."));
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

/** Channels in blocks, of which ONNX Runtime makes 8 or 16, as its machine has it: any others are filled up. */
const WIDEST_BLOCK = 16;

/** To ONNX Runtime's order of channels in blocks, which it uses when it optimized a model for a machine, and from it. */
const reorderInput: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const isLast = call.attributes.int("channels_last", 0) !== 0;
  const first = isLast && shape !== undefined ? [shape[0], ...shape.slice(-1), ...shape.slice(1, -1)] : shape;
  return one(
    call,
    first?.map((dim, axis) =>
      axis !== 1 || (typeof dim === "number" && dim % WIDEST_BLOCK === 0) ? dim : undefined,
    ),
  );
};

const reorderOutput: Rule = (call) => {
  const [batch, , ...sizes] = shapeOf(call, 0) ?? unknownShape(4);
  const channels = call.attributes.int("channels", 0);
  const isLast = call.attributes.int("channels_last", 0) !== 0;
  return one(call, isLast ? [batch, ...sizes, channels] : [batch, channels, ...sizes]);
};

const reverse: Rule = (call) => one(call, shapeOf(call, 0));

export const RESHAPE_RULES: Readonly<Record<string, Rule>> = {
  CenterCropPad: centerCropPad,
  Concat: concat,
  ConcatFromSequence: concatOf(concat),
  DepthToSpace: depthToSpace,
  Expand: expand,
  Flatten: flatten,
  Pad: pad,
  QLinearConcat: (call) =>
    concat({ ...call, inputs: call.inputs.filter((_, index) => index >= 2 && index % 3 === 2) }),
  ReorderInput: reorderInput,
  ReorderOutput: reorderOutput,
  Reshape: reshape,
  ReverseSequence: reverse,
  SpaceToDepth: spaceToDepth,
  Split: split,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: unsqueeze,
};
