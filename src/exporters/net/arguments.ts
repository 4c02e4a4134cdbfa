// How an operation's attributes are written: required ones by position, others by name unless they have their default.

import type { AttributeValue, Attributes } from "../../model/network";
import { operatorNamed } from "../../operators/index";
import type { Parameter } from "../../operators/operator";
import { formatValue } from "../../operators/parameters";

/** An argument as written; numbers are what a block may make a parameter of. */
export interface Argument {
  readonly parameter: string;
  readonly positional: boolean;
  readonly value: AttributeValue;
}

/** The arguments of a call, in the order in which they are written. `rank` is the input's number of axes. */
export function argumentsOf(operator: string, attributes: Attributes, rank: number | undefined): readonly Argument[] {
  const declared = operatorNamed(operator)?.parameters ?? [];
  let positional = true;
  return declared.flatMap((parameter): readonly Argument[] => {
    const value = attributes[parameter.name];
    const isRequired = parameter.default === undefined && parameter.optional !== true;
    if (!isRequired || value === undefined) positional = false;
    if (value === undefined) return [];
    const short = shortened(parameter, value, rank);
    if (!isRequired && isDefault(parameter, short, attributes)) return [];
    return [{ parameter: parameter.name, positional, value: short }];
  });
}

function isDefault(parameter: Parameter, value: AttributeValue, attributes: Attributes): boolean {
  if (parameter.name === "stride" && parameter.default === undefined) {
    const { kernel } = attributes;
    return same(value, kernel) || (Array.isArray(kernel) && kernel.every((size) => same(size, value)));
  }
  return same(parameter.default, value);
}

function same(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** One number where a list has the same for each spatial axis, and each pad the same on both sides. */
function shortened({ type }: Parameter, value: AttributeValue, rank: number | undefined): AttributeValue {
  if ((type !== "axes" && type !== "padding") || !Array.isArray(value)) return value;
  const list = (value as readonly AttributeValue[]).map((item) => {
    const pair = Array.isArray(item) ? (item as readonly AttributeValue[]) : undefined;
    return pair?.length === 2 && same(pair[0], pair[1]) ? (pair[0] ?? item) : item;
  });
  const mixed = list.some((item) => typeof item === "number") && list.some((item) => typeof item !== "number");
  if (mixed) return value;
  const [first] = list;
  const isUniform = typeof first === "number" && list.every((item) => same(item, first));
  return isUniform && rank !== undefined && list.length === rank - 1 ? first : list;
}

/** The value in the .net language. */
export function valueText(value: AttributeValue): string {
  return formatValue(value);
}
