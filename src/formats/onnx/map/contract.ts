// The contract of the mapping: how a traced node becomes an operator of the catalogue with attributes in its terms.

import type { AttributeValue } from "../../../model/network";
import type { Dim, Shape } from "../../../model/shape";
import { hasBatchAxis, withoutBatch } from "../graph/batch";
import type { Step } from "../graph/step";
import { axisIn } from "../infer/contract";

/** Attributes by the catalogue's names; an undefined one is left out. */
export type Draft = Readonly<Record<string, AttributeValue | undefined>>;

export interface Mapped {
  readonly operator: string;
  readonly attributes: Draft;
}

/** Undefined when the catalogue's operator cannot say what this node does. */
export type Mapper = (step: Step) => Mapped | undefined;

/** Always the same operator without attributes. */
export function plainly(operator: string): Mapper {
  return () => ({ operator, attributes: {} });
}

/** An axis of input 0 counted as the catalogue does: 0 is the batch, 1 the first axis of a shape. */
export function catalogueAxis(step: Step, axis: number, shape = step.inputs[0]?.tensor.shape): number {
  const at = axisIn(axis, shape?.length ?? 0);
  if (at === undefined) return axis;
  return hasBatchAxis(shape) ? at : at + 1;
}

/** The sizes as an attribute: one open size is -1; undefined when more are open. */
export function sizesOf(shape: Shape | undefined): readonly number[] | undefined {
  const sizes = withoutBatch(shape)?.map((dim: Dim) => (typeof dim === "number" ? dim : -1));
  return sizes === undefined || sizes.length === 0 || sizes.filter((size) => size === -1).length > 1
    ? undefined
    : sizes;
}

/** One number when all are equal. */
export function compact(values: readonly number[]): AttributeValue {
  return values.length > 1 && values.every((value) => value === values[0]) ? (values[0] ?? 0) : values;
}

/** The inputs that carry data. */
export function dataCount(step: Step): number {
  return step.inputs.filter((input) => input?.kind === "data").length;
}

/** The number in a float attribute as a person would write it: 0.1, not 0.10000000149011612. */
export function neat(value: number): number {
  return Number(value.toPrecision(7));
}

/** The single number that a constant input holds. */
export function scalarOf(step: Step, index: number): number | undefined {
  const data = step.inputs[index]?.tensor.data;
  const value = data?.[0];
  return data !== undefined &&
    data.every((each) => each === value) &&
    typeof value === "number" &&
    Number.isFinite(value)
    ? neat(value)
    : undefined;
}
