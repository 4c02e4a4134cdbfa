// Reading a call: its attributes with their types, its input shapes, and the inferences that rules give back.

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import { product } from "../model/exact";
import type { AttributeValue, Weight } from "../model/network";
import type { Dim, Shape } from "../model/shape";
import { formatShape } from "../model/shape";
import type { Call, Inference, InferredCall, Issue } from "./operator";

/** Nothing is known of the output, and nothing is wrong. */
export const UNKNOWN: Inference = { outputs: [undefined], issues: [] };

/** One output of that shape. */
export function gives(shape: Shape | undefined): Inference {
  return { outputs: [shape], issues: [] };
}

/** An unknown output because of `issues`. */
export function fails(...issues: readonly Issue[]): Inference {
  return { outputs: [undefined], issues };
}

/** The output has the first input's shape. */
export function keepsShape(call: Call): Inference {
  return gives(call.inputs[0]);
}

/** The number that the parameter has, or undefined. */
export function numberOf(call: Call, name: string): number | undefined {
  const value = call.attributes[name];
  return typeof value === "number" ? value : undefined;
}

/** True only when the parameter is `true`. */
export function isOn(call: Call, name: string): boolean {
  return call.attributes[name] === true;
}

/** The parameter as a list of numbers; a single number is a list of one. Undefined when it is absent or something else. */
export function numbersOf(call: Call, name: string): readonly number[] | undefined {
  return asNumbers(call.attributes[name]);
}

/** A number or a list of numbers as a list. */
export function asNumbers(value: AttributeValue | undefined): readonly number[] | undefined {
  if (typeof value === "number") return [value];
  if (typeof value !== "object") return undefined;
  const numbers = value.filter((item): item is number => typeof item === "number");
  return numbers.length === value.length ? numbers : undefined;
}

/** A learnable tensor. */
export function parameter(name: string, shape: Shape): Weight {
  return { name, shape, kind: "parameter" };
}

/** State that is not learned. */
export function buffer(name: string, shape: Shape): Weight {
  return { name, shape, kind: "buffer" };
}

/** The number of elements; undefined when a size is unknown. */
export function elements(shape: Shape | undefined): Count {
  return shape === undefined ? undefined : product(shape);
}

/** The elements of the first output: what an elementwise operator computes. */
export function outputElements(call: InferredCall): Count {
  return elements(call.outputs[0]);
}

/** A count times a constant; undefined when the count is unknown. */
export function times(count: Count, factor: number): Count {
  return product([count, factor]);
}

/** The last dimension, or undefined when there is none. */
export function lastDim(shape: Shape | undefined): Dim {
  return shape?.[shape.length - 1];
}

/** The issue for an input whose rank an operator cannot take; `wanted` completes "wants …". */
export function wrongRank(name: string, wanted: string, shape: Shape, input = 0): Issue {
  const message = l10n.t("{0} wants {1}, but its input is {2}.", name, wanted, formatShape(shape));
  return { code: "wrong-rank", input, message };
}
