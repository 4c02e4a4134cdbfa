// Indexing and slicing a tensor: `x[:, 0]`, `x[:, 1:5]`, as Keras writes it down.

import type { Dim, Shape } from "../../../model/shape";
import type { Json } from "../json/access";
import { isArray, isObject, objectIn, stringIn } from "../json/access";
import type { KerasCall, KerasResult } from "./layer";
import { FREE } from "./layer";

type Index =
  | { readonly kind: "drop" | "new" | "rest" }
  | { readonly kind: "slice"; readonly start: Json; readonly stop: Json; readonly step: Json };

export function getItem({ config, named, positional, inputs, className }: KerasCall): KerasResult {
  const spec =
    named["slice_spec"] ?? named["key"] ?? config["key"] ?? positional.find((value) => value !== undefined);
  const indices = (isArray(spec) ? spec : [spec]).map(indexOf);
  const [input] = inputs;
  const known = indices.filter((index) => index !== undefined);
  const shape = input === undefined || known.length < indices.length ? undefined : sliced(input, known);
  return { operator: className === "TFOpLambda" ? "GetItem" : className, ...FREE, outputs: [shape] };
}

function indexOf(value: Json | undefined): Index | undefined {
  if (typeof value === "number") return { kind: "drop" };
  if (value === null) return { kind: "new" };
  if (!isObject(value)) return undefined;
  if (stringIn(value, "class_name") === "__ellipsis__") return { kind: "rest" };
  const slice = objectIn(value, "config") ?? value;
  if (!("start" in slice || "stop" in slice)) return undefined;
  return {
    kind: "slice",
    start: slice["start"] ?? null,
    stop: slice["stop"] ?? null,
    step: slice["step"] ?? null,
  };
}

/** The shape after indexing; the first index is the batch's, which must be kept whole. */
function sliced(input: Shape, indices: readonly Index[]): Shape | undefined {
  const [batch, ...rest] = spread(indices, input.length + 1);
  if (batch?.kind !== "slice" || batch.start !== null || batch.stop !== null) return undefined;
  const shape: Dim[] = [];
  let axis = 0;
  for (const index of rest) {
    if (index.kind === "new") shape.push(1);
    else {
      const size = input[axis];
      axis++;
      if (index.kind === "slice") shape.push(lengthOf(index, size));
    }
  }
  return axis > input.length ? undefined : [...shape, ...input.slice(axis)];
}

/** The ellipsis stands for as many whole axes as are left. */
function spread(indices: readonly Index[], rank: number): readonly Index[] {
  const used = indices.filter(({ kind }) => kind === "drop" || kind === "slice").length;
  const whole: Index = { kind: "slice", start: null, stop: null, step: null };
  return indices.flatMap((index) =>
    index.kind === "rest" ? Array.from({ length: Math.max(0, rank - used) }, () => whole) : [index],
  );
}

function lengthOf(index: Index, size: Dim): Dim {
  if (index.kind !== "slice") return undefined;
  const { start, stop, step } = index;
  if (start === null && stop === null && (step === null || step === 1 || step === -1)) return size;
  const stride = step ?? 1;
  if (typeof size !== "number" || typeof stride !== "number" || stride < 1) return undefined;
  const from = bound(start, size, 0);
  const to = bound(stop, size, size);
  return from === undefined || to === undefined ? undefined : Math.max(0, Math.ceil((to - from) / stride));
}

function bound(value: Json, size: number, fallback: number): number | undefined {
  if (value === null) return fallback;
  if (typeof value !== "number") return undefined;
  return Math.min(size, Math.max(0, value < 0 ? value + size : value));
}
