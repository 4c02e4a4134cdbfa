// Operators that take parts of a tensor along an axis, or repeat them: Split, Slice, Gather, Tile, Reverse.

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../model/shape";
import { formatShape } from "../model/shape";
import { axisIndex, axisParameter, wrongAxis } from "./axis";
import { asNumbers, fails, gives, numberOf, numbersOf, UNKNOWN } from "./call";
import type { Call, Inference, Issue, Operator } from "./operator";

const SPLIT: Operator = {
  name: "Split",
  aliases: ["Chunk"],
  family: "shape",
  documentation:
    "Parts a tensor along an axis: `a, b = Split(2)` into equal parts, `a, b = Split([16, 48])` into parts of those sizes.",
  parameters: [
    {
      name: "parts",
      type: "integers",
      min: 1,
      aliases: ["n", "sections", "sizes"],
      documentation: "The number of equal parts, or a list of their sizes.",
    },
    {
      name: "axis",
      type: "integer",
      optional: true,
      aliases: ["dim"],
      documentation:
        "The axis to part: 1 is the first (0 is the batch), -1 the last. Unless given, the channels: the last axis of `[T, C]`, the first of anything else.",
    },
  ],
  arity: { min: 1, max: 1 },
  infer: inferSplit,
};

const SLICE: Operator = {
  name: "Slice",
  family: "shape",
  documentation:
    "The elements from `start` up to but without `end` along an axis; negative numbers count from its end.",
  parameters: [
    { name: "start", type: "integer", default: 0, documentation: "The first element." },
    {
      name: "end",
      type: "integer",
      optional: true,
      documentation: "The element to stop before; the axis' end unless given.",
    },
    axisParameter("The axis to slice."),
    { name: "step", type: "integer", default: 1, min: 1, documentation: "Takes every step-th element." },
  ],
  arity: { min: 1, max: 1 },
  infer: inferSlice,
};

const SELECT: Operator = {
  name: "Select",
  family: "shape",
  documentation:
    "One element along an axis, which goes away: `Select(0, axis=-2)` takes the class token of `[T, C]`.",
  parameters: [
    {
      name: "index",
      type: "integer",
      default: 0,
      documentation: "The element; negative numbers count from the end.",
    },
    axisParameter("The axis to select from."),
  ],
  arity: { min: 1, max: 1 },
  infer: inferSelect,
};

const GATHER: Operator = {
  name: "Gather",
  family: "shape",
  documentation: "The elements along an axis that a list of indices, or a second tensor, names.",
  parameters: [
    {
      name: "indices",
      type: "integers",
      optional: true,
      documentation: "The indices, unless a tensor gives them.",
    },
    axisParameter("The axis to gather from."),
  ],
  arity: { min: 1, max: 2 },
  infer: inferGather,
};

const TILE: Operator = {
  name: "Tile",
  aliases: ["Repeat"],
  family: "shape",
  documentation: "Repeats the tensor along its axes.",
  parameters: [
    {
      name: "repeats",
      type: "integers",
      min: 0,
      documentation: "How often, for each axis (the last ones, when fewer).",
    },
  ],
  arity: { min: 1, max: 1 },
  infer: inferTile,
};

const EXPAND: Operator = {
  name: "Expand",
  family: "shape",
  documentation: "Repeats axes of size 1 up to the given sizes (PyTorch's `expand`); -1 keeps a size.",
  parameters: [{ name: "shape", type: "shape", min: -1, documentation: "The sizes." }],
  arity: { min: 1, max: 1 },
  infer: inferExpand,
};

const REVERSE: Operator = {
  name: "Reverse",
  aliases: ["Flip"],
  family: "shape",
  documentation: "Turns the order of elements along an axis around.",
  parameters: [axisParameter("The axis to turn around.")],
  arity: { min: 1, max: 1 },
  infer: inferReverse,
};

export const SLICINGS: readonly Operator[] = [SPLIT, SLICE, SELECT, GATHER, TILE, EXPAND, REVERSE];

interface Along {
  readonly input: Shape;
  readonly index: number;
  readonly size: Dim;
}

/** The axis that a call works along, or the inference that ends it. */
function along(name: string, call: Call, fallback = 1): Along | Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const axis = numberOf(call, "axis") ?? fallback;
  const index = axisIndex(axis, input.length);
  return index === undefined ? fails(wrongAxis(name, axis, input)) : { input, index, size: input[index] };
}

function withSize({ input, index }: Along, size: Dim): Shape {
  return input.map((dim, axis) => (axis === index ? size : dim));
}

/** Parts beyond this many are not listed. */
const MAX_PARTS = 4096;

function inferSplit(call: Call): Inference {
  const wanted = Math.max(1, call.wanted ?? 1);
  const where = along("Split", call, call.inputs[0]?.length === 2 ? -1 : 1);
  const unknown = Array.from({ length: wanted }, () => undefined);
  if ("issues" in where) return { outputs: unknown, issues: where.issues };
  const { parts } = call.attributes;
  const sizes = typeof parts === "number" ? equalParts(where.size, parts) : asNumbers(parts);
  if (sizes === undefined) return { outputs: unknown, issues: [notDivisible(where, Number(parts))] };
  const issue = partsIssue(where, sizes, wanted, typeof parts !== "number");
  if (issue !== undefined) return { outputs: unknown, issues: [issue] };
  return { outputs: sizes.map((size) => withSize(where, size)), issues: [] };
}

function equalParts(size: Dim, parts: number): readonly Dim[] | undefined {
  const count = Math.min(parts, MAX_PARTS);
  if (typeof size !== "number") return Array.from({ length: count }, () => undefined);
  return size % parts === 0 ? Array.from({ length: count }, () => size / parts) : undefined;
}

function notDivisible({ input, index }: Along, parts: number): Issue {
  const message = l10n.t(
    "Split: {0} parts do not divide the {1} elements of axis {2} of {3}.",
    parts,
    String(input[index]),
    index + 1,
    formatShape(input),
  );
  return { code: "not-divisible", parameter: "parts", message };
}

function partsIssue(where: Along, sizes: readonly Dim[], wanted: number, listed: boolean): Issue | undefined {
  if (wanted > 1 && wanted !== sizes.length) {
    const message = l10n.t("Split: {0} parts cannot be given to {1} names.", sizes.length, wanted);
    return { code: "wrong-output-count", parameter: "parts", message };
  }
  const total = sizes.reduce<number>((sum, size) => sum + Number(size), 0);
  if (!listed || typeof where.size !== "number" || total === where.size) return undefined;
  const message = l10n.t(
    "Split: the parts add up to {0}, but axis {1} of {2} has {3} elements.",
    total,
    where.index + 1,
    formatShape(where.input),
    where.size,
  );
  return { code: "not-divisible", parameter: "parts", message };
}

function inferSlice(call: Call): Inference {
  const where = along("Slice", call);
  if ("issues" in where) return where;
  const { size } = where;
  const step = numberOf(call, "step") ?? 1;
  const start = numberOf(call, "start") ?? 0;
  const end = numberOf(call, "end");
  if (typeof size !== "number") return gives(withSize(where, slicedUnknown(size, start, end, step)));
  const from = clamp(start, size);
  const to = end === undefined ? size : clamp(end, size);
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (length > 0) return gives(withSize(where, length));
  const range = `${String(start)}:${end === undefined ? "" : String(end)}`;
  const message = l10n.t(
    "Slice: {0} of axis {1} of {2} holds no element.",
    range,
    where.index + 1,
    formatShape(where.input),
  );
  return fails({ code: "empty-slice", parameter: "start", message });
}

/** All of an axis whose size is open stays what it is. */
function slicedUnknown(size: Dim, start: number, end: number | undefined, step: number): Dim {
  return start === 0 && end === undefined && step === 1 ? size : undefined;
}

function clamp(position: number, size: number): number {
  const from = position < 0 ? position + size : position;
  return Math.min(Math.max(from, 0), size);
}

function inferSelect(call: Call): Inference {
  const where = along("Select", call);
  if ("issues" in where) return where;
  const position = numberOf(call, "index") ?? 0;
  const { size, input, index } = where;
  if (typeof size === "number" && (position >= size || position < -size))
    return fails(outside("Select", "index", position, where));
  return gives(input.filter((_, axis) => axis !== index));
}

function outside(name: string, parameter: string, position: number, { input, index, size }: Along): Issue {
  const message = l10n.t(
    "{0}: there is no element {1} among the {2} of axis {3} of {4}.",
    name,
    position,
    String(size),
    index + 1,
    formatShape(input),
  );
  return { code: "index-out-of-range", parameter, message };
}

function inferGather(call: Call): Inference {
  const where = along("Gather", call);
  if ("issues" in where) return where;
  const { input, index, size } = where;
  const indices = numbersOf(call, "indices");
  const wrong = indices?.find(
    (position) => typeof size === "number" && (position >= size || position < -size),
  );
  if (wrong !== undefined) return fails(outside("Gather", "indices", wrong, where));
  if (indices !== undefined) return gives(withSize(where, indices.length));
  if (call.inputs.length < 2) {
    return fails({
      code: "missing-argument",
      message: l10n.t("Gather needs indices, or a second tensor that has them."),
    });
  }
  const picked = call.inputs[1];
  return gives(picked && [...input.slice(0, index), ...picked, ...input.slice(index + 1)]);
}

function inferTile(call: Call): Inference {
  const [input] = call.inputs;
  const repeats = numbersOf(call, "repeats") ?? [];
  if (input === undefined) return UNKNOWN;
  const rank = Math.max(input.length, repeats.length);
  return gives(
    Array.from({ length: rank }, (_, axis): Dim => {
      const dim = axis < rank - input.length ? 1 : input[axis - (rank - input.length)];
      const repeat = axis < rank - repeats.length ? 1 : (repeats[axis - (rank - repeats.length)] ?? 1);
      if (repeat === 1) return dim;
      return typeof dim === "number" ? dim * repeat : undefined;
    }),
  );
}

function inferExpand(call: Call): Inference {
  const [input] = call.inputs;
  const sizes = numbersOf(call, "shape") ?? [];
  if (input === undefined) return gives(sizes.map((size) => (size === -1 ? undefined : size)));
  const offset = sizes.length - input.length;
  const fits =
    offset >= 0 && sizes.every((size, axis) => axis < offset || fitsSize(input[axis - offset], size));
  if (fits) return gives(sizes.map((size, axis) => (size === -1 ? input[axis - offset] : size)));
  const message = l10n.t(
    "Expand: {0} cannot become {1}; only axes of size 1 are repeated.",
    formatShape(input),
    sizes.join("×"),
  );
  return fails({ code: "shape-mismatch", parameter: "shape", message });
}

function fitsSize(dim: Dim, size: number): boolean {
  return size === -1 || typeof dim !== "number" || dim === 1 || dim === size;
}

function inferReverse(call: Call): Inference {
  const where = along("Reverse", call);
  return "issues" in where ? where : gives(where.input);
}
