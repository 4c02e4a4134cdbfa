// Finds the batch axis of a model's inputs; tensors in the file have it, the model does not.

import type { Dim, Shape } from "../../../model/shape";
import type { ValueInfoProto } from "../proto/schema";

type Named = Pick<ValueInfoProto, "dims">;

const BATCH_NAME = /^(n|b|bs|bsz|.*batch.*)$/i;
/** Leading symbols that are no batch: sequences that come first. */
const SEQUENCE_NAME = /^(t|l|s|seq.*|.*sequence.*|time.*|.*len(gth)?|steps?|tokens?)$/i;

/**
 * The symbols that stand for the batch: those named so, else those at the front of inputs with at least two axes, unless they
 * are named like a sequence.
 */
export function batchSymbols(inputs: readonly Named[]): ReadonlySet<string> {
  const symbols = inputs.flatMap((input) => input.dims ?? []).filter((dim) => typeof dim === "string");
  const named = symbols.filter((symbol) => BATCH_NAME.test(symbol));
  if (named.length > 0) return new Set(named);
  const leading = inputs
    .filter((input) => (input.dims?.length ?? 0) >= 2)
    .map((input) => input.dims?.[0])
    .filter((dim) => typeof dim === "string");
  return new Set(leading.filter((symbol) => !SEQUENCE_NAME.test(symbol)));
}

/**
 * The number of samples that images (four axes and more) are stacked to at the front of every input, when it is more than 1
 * and the same for all.
 */
export function fixedBatch(inputs: readonly Named[]): number | undefined {
  const stacked = inputs.filter((input) => (input.dims?.length ?? 0) >= 2);
  const [first] = stacked.find((input) => (input.dims?.length ?? 0) >= 4)?.dims ?? [];
  if (typeof first !== "number" || first < 2) return undefined;
  return stacked.every((input) => input.dims?.[0] === first) ? first : undefined;
}

/** An input's dimensions at batch 1: an open first axis of two or more is the batch, and so is one of `fixed` samples. */
export function atBatchOne(dims: readonly Dim[], symbols: ReadonlySet<string>, fixed?: number): Shape {
  return dims.map((dim, axis) => {
    if (typeof dim === "string" && symbols.has(dim)) return 1;
    const first = axis === 0 && dims.length >= 2;
    return first && (dim === undefined || dim === fixed) ? 1 : dim;
  });
}

/** True when the leading axis of a tensor of that whole shape is the batch: 1, and not the only one. */
export function hasBatchAxis(shape: Shape | undefined): boolean {
  return shape !== undefined && shape.length >= 2 && shape[0] === 1;
}

/** The shape without its batch axis. */
export function withoutBatch(shape: Shape | undefined): Shape | undefined {
  return hasBatchAxis(shape) ? shape?.slice(1) : shape;
}
