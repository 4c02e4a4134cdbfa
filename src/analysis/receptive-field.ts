// The receptive field of tensors: how far an element sees along each spatial axis, and how far apart neighbours are.
// Composition of windows as in Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks", 2019.

import type { InferredCall, Operator } from "../operators/operator";

/** Along each spatial axis, in elements of the network's input; `global` sees all of it. */
export interface ReceptiveField {
  readonly size: readonly number[];
  /** Distance between neighbouring elements' fields (the jump). */
  readonly stride: readonly number[];
  /** Where the first element's field begins; negative within the padding. */
  readonly offset: readonly number[];
  readonly global: boolean;
}

/** The field of what depends on no input: a constant, a learned token. It adds nothing to a union. */
export const NO_FIELD: ReceptiveField = { size: [], stride: [], offset: [], global: false };

/** The field of an input's own elements, for `axes` spatial axes. */
export function inputField(axes: number): ReceptiveField {
  const fill = (value: number): number[] => Array.from({ length: axes }, () => value);
  return { size: fill(1), stride: fill(1), offset: fill(0), global: false };
}

/**
 * The field at the output of one layer, given its inputs' fields; undefined when one of them is not known, when the
 * operator is not catalogued or tells nothing, or when its window depends on a shape that is not known.
 */
export function fieldAfter(
  operator: Operator | undefined,
  call: InferredCall,
  inputs: readonly (ReceptiveField | undefined)[],
): ReceptiveField | undefined {
  const field = widest(inputs);
  if (operator?.opaque === true) return undefined;
  if (field === undefined || field === NO_FIELD || operator === undefined) return operator && field;
  if (operator.window === undefined) return field;
  const window = operator.window(call);
  if (window === undefined) return call.inputs[0] === undefined ? undefined : field;
  if (window === "global") return { ...field, global: true };
  const at = (values: readonly number[], axis: number, fallback: number): number => values[axis] ?? fallback;
  return {
    size: field.size.map((size, axis) => {
      const extent = at(window.dilation, axis, 1) * (at(window.kernel, axis, 1) - 1);
      return size + extent * at(field.stride, axis, 1);
    }),
    stride: field.stride.map((stride, axis) => stride * at(window.stride, axis, 1)),
    offset: field.offset.map(
      (offset, axis) => offset - at(window.padding, axis, 0) * at(field.stride, axis, 1),
    ),
    global: field.global,
  };
}

/** The union over branches: along each axis the largest size and stride, and the earliest offset; unknown when one is. */
export function widest(fields: readonly (ReceptiveField | undefined)[]): ReceptiveField | undefined {
  const known = fields.filter((field): field is ReceptiveField => field !== undefined && field !== NO_FIELD);
  const [first] = known;
  if (fields.includes(undefined)) return undefined;
  if (first === undefined) return NO_FIELD;
  if (known.length === 1) return first;
  const over = (
    pick: (field: ReceptiveField) => readonly number[],
    best: (a: number, b: number) => number,
  ): number[] => {
    const result: number[] = [];
    for (const field of known) {
      for (const [axis, value] of pick(field).entries()) result[axis] = best(result[axis] ?? value, value);
    }
    return result;
  };
  return {
    size: over((field) => field.size, Math.max),
    stride: over((field) => field.stride, Math.max),
    offset: over((field) => field.offset, Math.min),
    global: known.some((field) => field.global),
  };
}
