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
export function argumentsOf(
  operator: string,
  attributes: Attributes,
  rank: number | undefined,
): readonly Argument[] {
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
  if (parameter.name !== "stride" || parameter.default !== undefined) return same(parameter.default, value);
  const { kernel } = attributes;
  return same(value, kernel) || (isList(kernel) && kernel.every((size) => same(size, value)));
}

function isList(value: AttributeValue | undefined): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

function same(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** One number where a list has the same for each spatial axis, and each pad the same on both sides. */
function shortened({ type }: Parameter, value: AttributeValue, rank: number | undefined): AttributeValue {
  if ((type !== "axes" && type !== "padding") || !isList(value)) return value;
  const list = value.map((item) =>
    isList(item) && item.length === 2 && same(item[0], item[1]) ? item[0] : item,
  );
  const short = list.filter((item) => item !== undefined);
  const numbers = short.filter((item) => typeof item === "number").length;
  if (numbers < short.length) return value;
  const [first] = short;
  const isUniform = first !== undefined && short.every((item) => same(item, first));
  return isUniform && (rank === undefined || short.length === rank - 1) ? first : short;
}

/** The value in the .net language. */
export function valueText(value: AttributeValue): string {
  return formatValue(value);
}
