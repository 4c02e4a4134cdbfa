// The contract of shape inference: one pure function for each operator type, from what is known of its inputs to its outputs.

import type { Dim, Shape } from "../../../model/shape";
import type { AttributeProto, GraphProto, TensorProto } from "../proto/schema";

/** What is known of a tensor while inferring: its whole shape, batch axis included, and the values of a small constant. */
export interface Tensor {
  readonly shape: Shape | undefined;
  /** TensorProto.DataType; 0 where unknown. */
  readonly type: number;
  /** Values in row-major order where they are few and computed from constants and shapes; single ones may be unknown. */
  readonly data?: readonly Dim[] | undefined;
  /** A sequence of tensors rather than one. */
  readonly elements?: readonly Tensor[];
}

/** Something wrong with a node; the reader adds the node's name. */
export interface Issue {
  readonly code: string;
  readonly message: string;
}

export type Result = readonly Tensor[] | Issue;

/** Access to a node's attributes with the defaults that the operator's documentation gives. */
export interface Attributes {
  has(name: string): boolean;
  int(name: string, fallback: number): number;
  float(name: string, fallback: number): number;
  text(name: string, fallback: string): string;
  ints(name: string): readonly number[] | undefined;
  floats(name: string): readonly number[] | undefined;
  texts(name: string): readonly string[] | undefined;
  tensor(name: string): TensorProto | undefined;
  graph(name: string): GraphProto | undefined;
}

export interface Call {
  readonly op: string;
  /** The version of the operator set that the model imports. */
  readonly opset: number;
  readonly attributes: Attributes;
  /** Absent optional inputs are undefined. */
  readonly inputs: readonly (Tensor | undefined)[];
  /** How many outputs the node has names for. */
  readonly wanted: number;
  /** The values of an attribute's tensor, where few. */
  readonly values: (tensor: TensorProto) => readonly number[] | undefined;
}

export type Rule = (call: Call) => Result;

/** Values are computed for tensors of at most this many elements. */
export const MOST_ELEMENTS = 8192;

/** Nothing known but the type. */
export function unknown(type = 0): Tensor {
  return { shape: undefined, type };
}

/** One output of that shape, with the first input's type unless given. */
export function one(
  call: Call,
  shape: Shape | undefined,
  type = call.inputs[0]?.type ?? 0,
  data?: readonly Dim[],
): Result {
  return [{ shape, type, data }];
}

export function issue(code: string, message: string): Issue {
  return { code, message };
}

export function isIssue(result: Result): result is Issue {
  return "code" in result;
}

/** The shape of input `index`, undefined where absent or unknown. */
export function shapeOf(call: Call, index: number): Shape | undefined {
  return call.inputs[index]?.shape;
}

/** The values of input `index` as whole numbers (or symbols), where known as a list. */
export function dataOf(call: Call, index: number): readonly Dim[] | undefined {
  return call.inputs[index]?.data;
}

/** The values of input `index` when each one is a number. */
export function numbersOf(call: Call, index: number): readonly number[] | undefined {
  const data = dataOf(call, index);
  return data?.every((value) => typeof value === "number") === true ? data : undefined;
}

/** An attribute's integers, or those of an input, as operators moved them from one to the other. */
export function intsFrom(call: Call, attribute: string, input: number): readonly number[] | undefined {
  return call.attributes.ints(attribute) ?? numbersOf(call, input);
}

/** The axis counted from the front, or undefined when out of range. */
export function axisIn(axis: number, rank: number): number | undefined {
  const at = axis < 0 ? axis + rank : axis;
  return Number.isInteger(at) && at >= 0 && at < rank ? at : undefined;
}

/** Axes counted from the front; out-of-range ones are left out. */
export function axesIn(axes: readonly number[], rank: number): readonly number[] {
  return axes.map((axis) => axisIn(axis, rank)).filter((axis) => axis !== undefined);
}

/** An unknown shape of that rank. */
export function unknownShape(rank: number): Shape {
  return Array.from({ length: Math.max(0, Math.min(rank, 256)) }, () => undefined);
}

/** A node's attributes by name. */
export class NodeAttributes implements Attributes {
  private readonly attributes: ReadonlyMap<string, AttributeProto>;

  constructor(attributes: ReadonlyMap<string, AttributeProto>) {
    this.attributes = attributes;
  }

  has(name: string): boolean {
    return this.attributes.has(name);
  }

  int(name: string, fallback: number): number {
    return this.attributes.get(name)?.int ?? fallback;
  }

  float(name: string, fallback: number): number {
    return this.attributes.get(name)?.float ?? fallback;
  }

  text(name: string, fallback: string): string {
    return this.attributes.get(name)?.text ?? fallback;
  }

  ints(name: string): readonly number[] | undefined {
    return unlessEmpty(this.attributes.get(name)?.ints);
  }

  floats(name: string): readonly number[] | undefined {
    return unlessEmpty(this.attributes.get(name)?.floats);
  }

  texts(name: string): readonly string[] | undefined {
    return unlessEmpty(this.attributes.get(name)?.texts);
  }

  tensor(name: string): TensorProto | undefined {
    return this.attributes.get(name)?.tensor;
  }

  graph(name: string): GraphProto | undefined {
    return this.attributes.get(name)?.graph;
  }
}

function unlessEmpty<Value>(values: readonly Value[] | undefined): readonly Value[] | undefined {
  return values === undefined || values.length === 0 ? undefined : values;
}
