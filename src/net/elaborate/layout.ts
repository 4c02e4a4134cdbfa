// Where channels are in a network: `@layout("channels-last")` says so for every operator that could be told.

import type { Attributes } from "../../model/network";
import type { Shape } from "../../model/shape";
import type { Operator } from "../../operators/operator";
import type { Definition } from "../generated/ast";

export const LAYOUTS = ["channels-first", "channels-last"] as const;

export type Layout = (typeof LAYOUTS)[number];

/** What a definition's own annotation says, if it has one that can be understood. */
export function layoutOf({ annotations }: Pick<Definition, "annotations">): Layout | undefined {
  const value = annotations.find(({ name }) => name === "layout")?.arguments[0]?.value;
  return value?.$type === "StringLiteral" ? LAYOUTS.find((layout) => layout === value.value) : undefined;
}

/** The attributes with the network's layout, where the operator has one and the call does not say it itself. */
export function withLayoutOf(
  layout: Layout | undefined,
  operator: Operator,
  attributes: Attributes,
): Attributes {
  const isOpen = layout === "channels-last" && !("layout" in attributes);
  return isOpen && operator.parameters.some(({ name }) => name === "layout")
    ? { ...attributes, layout }
    : attributes;
}

/** A shape as it is with its channels first: what `channels`, `height` and `width` of a tensor count on. */
export function channelsFirst(layout: Layout | undefined, shape: Shape): Shape {
  return layout === "channels-last" && shape.length > 1 ? [shape.at(-1), ...shape.slice(0, -1)] : shape;
}
