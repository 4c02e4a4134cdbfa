// What expressions and names stand for while a file is elaborated.

import * as l10n from "@vscode/l10n";
import type { AttributeValue, Source } from "../../model/network";
import type { Shape } from "../../model/shape";

/** A body that is being built, within another one or on its own. */
export interface BodyPlace {
  readonly parent: BodyPlace | undefined;
}

/** A tensor of a body that is being built. */
export interface TensorValue {
  readonly kind: "tensor";
  readonly place: BodyPlace;
  /** Where it comes from within that body. */
  readonly source: Source;
  readonly shape: Shape | undefined;
}

/** A value; undefined is a value that is not known (an argument of an unknown shape, a mistake reported elsewhere). */
export type Value = number | string | boolean | readonly Value[] | TensorValue | undefined;

export function isTensor(value: Value): value is TensorValue {
  return typeof value === "object" && "kind" in value;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

const SIZES = new WeakMap<readonly Value[], number>();

/** How many items a list has, those of lists within it counted; the characters of a text; 1 for all else. */
export function sizeOfValue(value: Value): number {
  if (typeof value === "string") return value.length;
  if (!isList(value)) return 1;
  const known = SIZES.get(value);
  if (known !== undefined) return known;
  const size = value.reduce<number>((total, item) => total + sizeOfValue(item), 0);
  SIZES.set(value, size);
  return size;
}

/** The value as an operator's attribute; undefined when it, or a part of it, is not known or is a tensor. */
export function toAttribute(value: Value): AttributeValue | undefined {
  if (isList(value)) {
    const items = value.map(toAttribute).filter((item) => item !== undefined);
    return items.length === value.length ? items : undefined;
  }
  return value === undefined || isTensor(value) ? undefined : value;
}

/** What the value is, for messages. */
export function describeValue(value: Value): string {
  if (value === undefined) return l10n.t("unknown");
  if (isTensor(value)) return l10n.t("a tensor");
  if (isList(value)) return l10n.t("a list");
  return { number: l10n.t("a number"), string: l10n.t("a text"), boolean: l10n.t("true or false") }[
    typeof value as "number" | "string" | "boolean"
  ];
}

/** A text that is equal for equal values, tensors being equal when their shapes are. */
export function keyOfValue(value: Value): string {
  if (isList(value)) return `[${value.map(keyOfValue).join(",")}]`;
  if (isTensor(value)) return `tensor${keyOfShape(value.shape)}`;
  return value === undefined ? "?" : JSON.stringify(value);
}

/** A text that is equal for equal shapes. */
export function keyOfShape(shape: Shape | undefined): string {
  return shape === undefined
    ? "?"
    : `<${shape.map((dim) => (dim === undefined ? "?" : JSON.stringify(dim))).join(",")}>`;
}
