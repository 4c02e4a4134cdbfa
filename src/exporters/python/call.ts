// How one operation is written in PyTorch: a module of the class, and the expression that uses it.

import type { AttributeValue, Attributes } from "../../model/network";
import type { Shape } from "../../model/shape";
import { Refusal } from "../graph";

/** An operation with its shapes, all of which are known. */
export interface PythonCall {
  readonly name: string;
  readonly operator: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  /** The network's first input: its batch is that of tensors which no input gives. */
  readonly source: string;
}

export interface Written {
  /** The module's constructor; none for what has no state. */
  readonly module?: string;
  /** Names of helpers that it uses. */
  readonly helpers?: readonly string[];
  /** The value of the operation: `self` stands for the module, the inputs' variables come as they are. */
  value(self: string, inputs: readonly string[]): string;
}

export type Writer = (call: PythonCall) => Written;

/** A module that is called with its inputs. */
export function module(constructor: string): Written {
  return { module: constructor, value: (self, inputs) => `${self}(${inputs.join(", ")})` };
}

/** An instance of a helper class, called with the inputs. */
export function helper(name: string, ...parts: readonly string[]): Written {
  const value: Written["value"] = (self, inputs) => `${self}(${inputs.join(", ")})`;
  return { module: `${name}(${parts.join(", ")})`, helpers: [name], value };
}

/** An expression without a module. */
export function expression(value: (inputs: readonly string[]) => string): Written {
  return { value: (_, inputs) => value(inputs) };
}

/** `nn.Conv2d(3, 64, 7, stride=2)`: arguments that have PyTorch's default are left out. */
export function construct(
  name: string,
  positional: readonly AttributeValue[],
  named: Readonly<Record<string, readonly [value: AttributeValue, fallback: AttributeValue]>> = {},
): string {
  const all = [
    ...positional.map(python),
    ...Object.entries(named).flatMap(([key, [value, fallback]]) =>
      JSON.stringify(value) === JSON.stringify(fallback) ? [] : [`${key}=${python(value)}`],
    ),
  ];
  return `nn.${name}(${all.join(", ")})`;
}

/** A value as Python writes it. */
export function python(value: AttributeValue): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return String(value);
  const items = value.map(python);
  return `(${items.join(", ")}${items.length === 1 ? "," : ""})`;
}

export function numberOf({ attributes }: PythonCall, name: string, fallback: number): number {
  const value = attributes[name];
  return typeof value === "number" ? value : fallback;
}

export function isOn({ attributes }: PythonCall, name: string): boolean {
  return attributes[name] === true;
}

export function numbersOf({ attributes }: PythonCall, name: string): readonly number[] | undefined {
  const value = attributes[name];
  if (typeof value === "number") return [value];
  const list = Array.isArray(value) ? (value as readonly AttributeValue[]) : undefined;
  const numbers = list?.filter((item) => typeof item === "number");
  return numbers?.length === list?.length ? numbers : undefined;
}

/** The shape, sizes that are open as NaN, which no text may hold; a refusal where not even the rank is known. */
export function known(shape: Shape | undefined, name: string): readonly number[] {
  if (shape !== undefined) return shape.map((dim) => (typeof dim === "number" ? dim : NaN));
  throw new Refusal(`The shape at the layer "${name}" is not known, but a PyTorch module needs it.`);
}

/** Refuses what was written with a size that is not known. */
export function sound(text: string, name: string): string {
  if (!/\bNaN\b/.test(text)) return text;
  throw new Refusal(`The shape at the layer "${name}" is not known, but a PyTorch module needs it.`);
}

export function refuse({ name, operator }: PythonCall, why = "has no counterpart in this exporter"): never {
  throw new Refusal(`The layer "${name}" (${operator}) ${why}.`);
}

/** The axes as PyTorch counts them, those from the end made ones from the start. */
export function axesFrom(call: PythonCall, name: string, fallback: readonly number[]): readonly number[] {
  const rank = (call.inputs[0] ?? []).length + 1;
  return (numbersOf(call, name) ?? fallback).map((axis) => (axis < 0 ? axis + rank : axis));
}

/** One number where all are equal, as PyTorch takes it; else a tuple. */
export function oneOrAll(numbers: readonly number[]): AttributeValue {
  const [first = 0] = numbers;
  return numbers.every((number) => number === first) ? first : numbers;
}
