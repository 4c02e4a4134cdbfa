// The attributes of a layer that matter in a picture, as short as papers write them: `7×7 / 2`.

import type { Attributes, AttributeValue } from "../model/network";
import type { Shape } from "../model/shape";

/** What stands after the operator in a label; "" when nothing matters. `input` is the first input's shape. */
export function layerDetail(operator: string, attributes: Attributes, input: Shape | undefined): string {
  const sliding = windowDetail(attributes);
  const others = DETAILS.flatMap(([name, write]) => {
    const value = attributes[name];
    const text = value === undefined ? undefined : write(value, attributes, input, operator);
    return text === undefined ? [] : [text];
  });
  return [...(sliding === undefined ? [] : [sliding]), ...others].join(", ");
}

/** Operator, attributes and values as one text, for search. */
export function layerWords(operator: string, native: string | undefined, attributes: Attributes): string {
  const written = Object.entries(attributes).map(([name, value]) => `${name}=${plain(value)}`);
  return [operator, ...(native === undefined ? [] : [native]), ...written].join(" ");
}

type Write = (
  value: AttributeValue,
  attributes: Attributes,
  input: Shape | undefined,
  operator: string,
) => string | undefined;

const unless =
  (usual: AttributeValue, write: (text: string) => string): Write =>
  (value) =>
    allEqual(value, usual) ? undefined : write(plain(value));

const DETAILS: readonly (readonly [string, Write])[] = [
  ["dilation", unless(1, (text) => `dilation ${text}`)],
  ["groups", (value, attributes, input, operator) => groupsDetail(value, attributes, input, operator)],
  ["heads", unless("", (text) => `${text} heads`)],
  ["hidden", unless("", (text) => `${text} hidden`)],
  ["bidirectional", (value) => (value === true ? "both ways" : undefined)],
  ["layers", unless(1, (text) => `${text} layers`)],
  // A normalization's `scale` only says whether it has one.
  ["scale", (value) => (isNumeric(value) ? `×${plain(value)}` : undefined)],
  ["factor", (value) => (isNumeric(value) ? `×${plain(value)}` : undefined)],
  ["order", unless("", (text) => text)],
  ["p", (value, _attributes, _input, operator) => (/^Drop/u.test(operator) ? plain(value) : undefined)],
  ["size", (value, _attributes, _input, operator) => (/Norm$/u.test(operator) ? plain(value) : undefined)],
];

function groupsDetail(
  value: AttributeValue,
  _attributes: Attributes,
  input: Shape | undefined,
  operator: string,
): string | undefined {
  if (value === 1) return undefined;
  if (operator.startsWith("Conv") && value === input?.[0]) return "depthwise";
  return `${plain(value)} groups`;
}

function windowDetail(attributes: Attributes): string | undefined {
  const { kernel, stride } = attributes as { kernel?: AttributeValue; stride?: AttributeValue };
  if (kernel === undefined) return undefined;
  const step = stride === undefined || allEqual(stride, 1) ? "" : ` / ${axes(stride)}`;
  return `${window(kernel)}${step}`;
}

/** A square window is written with both sides. */
function window(kernel: AttributeValue): string {
  if (typeof kernel === "number") return `${String(kernel)}×${String(kernel)}`;
  return typeof kernel === "object" ? kernel.map(plain).join("×") : plain(kernel);
}

/** Equal values of all axes are written once. */
function axes(value: AttributeValue): string {
  if (typeof value !== "object") return plain(value);
  const [first] = value;
  return first !== undefined && value.every((one) => one === first)
    ? plain(first)
    : value.map(plain).join("×");
}

function isNumeric(value: AttributeValue): boolean {
  return typeof value === "number" || typeof value === "object";
}

function allEqual(value: AttributeValue, usual: AttributeValue): boolean {
  return typeof value === "object" ? value.every((one) => one === usual) : value === usual;
}

function plain(value: AttributeValue): string {
  return typeof value === "object" ? value.map(plain).join("×") : String(value);
}
