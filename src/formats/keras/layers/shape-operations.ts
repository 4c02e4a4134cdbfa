// Operations of keras.ops, and TensorFlow's, that rearrange, select or join: their output shapes.

import type { Dim, Shape } from "../../../model/shape";
import { product, sum } from "../../../model/exact";
import type { Json } from "../json/access";
import { asNumbers, isArray } from "../json/access";
import { argument, numberArgument, textArgument } from "./arguments";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";
import { FREE } from "./layer";

/** By the class or function name in lower case without underscores. */
export const SHAPE_OPERATIONS: KerasLayers = {
  stack,
  split,
  arraysplit: split,
  repeat,
  tile,
  flip: (call) => ({ operator: "Reverse", attributes: { axis: numberArgument(call, "axis") ?? 1 } }),
  roll: (call) => kept(call),
  copy: (call) => kept(call),
  identity: (call) => kept(call),
  swapaxes,
  moveaxis,
  onehot,
  pad,
  resize,
  broadcastto,
  einsum: (call) => ({
    operator: "Einsum",
    attributes: perSample(textArgument(call, "subscripts", "equation")),
  }),
  depthtospace: (call) => blocks(call, 1),
  dotproductattention,
  gather,
  spacetodepth: (call) => blocks(call, -1),
  zeroslike: (call) => kept(call),
  oneslike: (call) => kept(call),
};

function shaped(call: KerasCall, shape: Shape | undefined): KerasResult {
  return { operator: call.className, ...FREE, outputs: [shape] };
}

function kept(call: KerasCall): KerasResult {
  return shaped(call, call.inputs[0]);
}

/** The batch axis, which comes first, is left out. */
function broadcastto(call: KerasCall): KerasResult {
  const shape = asNumbers(argument(call, "shape"))?.slice(1);
  return shape === undefined ? shaped(call, undefined) : { operator: "Expand", attributes: { shape } };
}

/** An axis counted with the batch as an index into a shape without it; undefined for the batch and beyond the ends. */
function indexOf(axis: number | undefined, rank: number): number | undefined {
  if (axis === undefined) return undefined;
  const index = axis < 0 ? rank + axis : axis - 1;
  return index >= 0 && index < rank ? index : undefined;
}

function changed(
  shape: Shape | undefined,
  axis: number | undefined,
  change: (size: Dim) => Dim,
): Shape | undefined {
  const index = shape && indexOf(axis, shape.length);
  return index === undefined ? undefined : shape?.map((size, at) => (at === index ? change(size) : size));
}

function stack(call: KerasCall): KerasResult {
  return { operator: "Stack", attributes: { axis: numberArgument(call, "axis") ?? 0 } };
}

/** So many equal parts, or parts that begin at the given places (TensorFlow: of the given sizes). */
function split(call: KerasCall): KerasResult {
  const value = argument(call, "indices_or_sections", "num_or_size_splits");
  const axis = numberArgument(call, "axis") ?? -1;
  const [input] = call.inputs;
  const size = input?.[indexOf(axis, input.length) ?? -1];
  const parts = partsOf(value, size, "num_or_size_splits" in call.named);
  if (parts === undefined) return shaped(call, undefined);
  const outputs = parts.map((part) => changed(input, axis, () => part));
  const sizes = parts.filter((part) => typeof part === "number");
  const attributes = sizes.length === parts.length ? { parts: sizes, axis } : { axis };
  return { operator: "Split", attributes, outputs };
}

function partsOf(value: Json | undefined, size: Dim, sizes: boolean): readonly Dim[] | undefined {
  if (typeof value === "number" && value >= 1 && value <= 4096) {
    const each = typeof size === "number" ? Math.floor(size / value) : undefined;
    return Array.from({ length: Math.floor(value) }, () => each);
  }
  const numbers = isArray(value) ? asNumbers(value) : undefined;
  if (numbers === undefined || sizes) return numbers;
  const ends: readonly Dim[] = [...numbers, size];
  return ends.map((end, at) => {
    const begin = at === 0 ? 0 : (numbers[at - 1] ?? 0);
    return typeof end === "number" ? Math.max(0, end - begin) : undefined;
  });
}

function repeat(call: KerasCall): KerasResult {
  const times = numberArgument(call, "repeats");
  const [input] = call.inputs;
  const index = input && indexOf(numberArgument(call, "axis"), input.length);
  if (input === undefined || index === undefined || times === undefined) return shaped(call, undefined);
  return { operator: "Tile", attributes: { repeats: input.map((_, axis) => (axis === index ? times : 1)) } };
}

function tile(call: KerasCall): KerasResult {
  const repeats = asNumbers(argument(call, "repeats", "multiples"));
  const [input] = call.inputs;
  if (repeats?.length !== (input?.length ?? 0) + 1) return shaped(call, undefined);
  return { operator: "Tile", attributes: { repeats: repeats.slice(1) } };
}

function swapaxes(call: KerasCall): KerasResult {
  const [axis1, axis2] = ["axis1", "axis2"].map((name) => numberArgument(call, name));
  if (axis1 === undefined || axis2 === undefined) return shaped(call, undefined);
  return { operator: "Transpose", attributes: { axis1, axis2 } };
}

function moveaxis(call: KerasCall): KerasResult {
  const [input] = call.inputs;
  const from = input && indexOf(asNumbers(argument(call, "source"))?.[0], input.length);
  const to = input && indexOf(asNumbers(argument(call, "destination"))?.[0], input.length);
  if (input === undefined || from === undefined || to === undefined) return shaped(call, undefined);
  const rest = input.map((_, axis) => axis + 1).filter((axis) => axis !== from + 1);
  return { operator: "Permute", attributes: { order: [...rest.slice(0, to), from + 1, ...rest.slice(to)] } };
}

function onehot(call: KerasCall): KerasResult {
  const classes = numberArgument(call, "num_classes", "depth");
  const last = (numberArgument(call, "axis") ?? -1) === -1;
  return last && classes !== undefined
    ? { operator: "OneHot", attributes: { classes } }
    : shaped(call, undefined);
}

/** A pair for each axis, that of the batch first. */
function pad(call: KerasCall): KerasResult {
  const width = argument(call, "pad_width", "paddings");
  const [input] = call.inputs;
  const pairs = isArray(width) ? width.map((pair) => asNumbers(pair) ?? []) : [];
  const known = pairs.length === (input?.length ?? 0) + 1 && pairs.every((pair) => pair.length === 2);
  return known ? { operator: "Pad", attributes: { pad: pairs.slice(1) } } : shaped(call, undefined);
}

function resize(call: KerasCall): KerasResult {
  const size = asNumbers(argument(call, "size"));
  if (size?.length !== 2) return shaped(call, undefined);
  const first = textArgument(call, "data_format") === "channels_first";
  const mode = textArgument(call, "interpolation", "method") === "nearest" ? "nearest" : "bilinear";
  return { operator: "Upsample", attributes: { size, mode, ...(first ? {} : { layout: "channels-last" }) } };
}

/** Queries `[T, heads, width]`, keys and values `[S, heads, width]`. */
function dotproductattention(call: KerasCall): KerasResult {
  const [query, key, value] = call.inputs;
  const scores = [...(query?.slice(0, -1) ?? [undefined]), key?.[0]];
  const macs = sum([product([...scores, query?.at(-1)]), product([...scores, value?.at(-1)])]);
  return {
    operator: call.className,
    ...FREE,
    macs,
    operations: product([...scores, 6]),
    outputs: [query && value && [...query.slice(0, -1), value.at(-1)]],
  };
}

/** Channels to blocks of so many positions each way (1), or back (-1); channels last. */
function blocks(call: KerasCall, direction: 1 | -1): KerasResult {
  const size = numberArgument(call, "block_size");
  const [height, width, channels, ...more] = call.inputs[0] ?? [];
  const first = textArgument(call, "data_format")?.startsWith("NC") === true;
  if (size === undefined || more.length > 0 || first) return shaped(call, undefined);
  const scaled = (dim: Dim, factor: number): Dim => (typeof dim === "number" ? dim * factor : undefined);
  const factor = direction === 1 ? size : 1 / size;
  return shaped(call, [scaled(height, factor), scaled(width, factor), scaled(channels, factor ** -2)]);
}

/** Rows at the given places along an axis that is not the batch. */
function gather(call: KerasCall): KerasResult {
  const indices = argument(call, "indices");
  const [input] = call.inputs;
  const index = input && indexOf(numberArgument(call, "axis"), input.length);
  const known = typeof indices === "number" || asNumbers(indices) !== undefined;
  if (input === undefined || index === undefined || !known) return shaped(call, undefined);
  const places = isArray(indices) ? [indices.length] : [];
  return shaped(call, [...input.slice(0, index), ...places, ...input.slice(index + 1)]);
}

/** The equation without its batch letter, when it is the first of every part. */
function perSample(equation: string | undefined): { readonly equation: string } {
  const parts = (equation ?? "").replaceAll(" ", "").split(/(,|->)/);
  const terms = parts.filter((_, index) => index % 2 === 0);
  const [batch] = terms[0] ?? "";
  const shared =
    batch !== undefined && terms.every((term) => term.startsWith(batch) && term.lastIndexOf(batch) === 0);
  return {
    equation: shared
      ? parts.map((part, index) => (index % 2 === 0 ? part.slice(1) : part)).join("")
      : (equation ?? ""),
  };
}
