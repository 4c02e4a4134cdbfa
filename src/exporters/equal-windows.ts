// Other arguments of a window that give the same output: shorter ones, or those that make up for another rounding.

import type { AttributeValue, Attributes } from "../model/network";
import type { Shape } from "../model/shape";
import { isKnown } from "../model/shape";

/** The same window without rounding up or padding at the end, tried first: often neither makes a difference. */
export function simpler(attributes: Attributes): readonly Attributes[] {
  const { kernel, pad, ceil } = attributes;
  if (kernel === undefined) return [];
  const pairs = Array.isArray(pad) && pad.every((pair) => Array.isArray(pair) && pair[0] === 0);
  return [
    ...(pairs ? [{ ...attributes, pad: 0, ...(ceil === undefined ? {} : { ceil: false }) }] : []),
    ...(ceil === true ? [{ ...attributes, ceil: false }] : []),
  ];
}

/** Windows whose last position is counted otherwise: padding after the end, rounded down. */
export function alternatives(
  attributes: Attributes,
  input: Shape | undefined,
  output: Shape | undefined,
): readonly Attributes[] {
  const { kernel, ceil } = attributes;
  if (kernel === undefined || !isKnown(input) || !isKnown(output)) return [];
  const rank = Array.isArray(kernel) ? kernel.length : input.length - 1;
  const perAxis = (value: AttributeValue | undefined, axis: number, fallback: number): number => {
    const number = Array.isArray(value) ? (value as readonly AttributeValue[])[axis] : value;
    return typeof number === "number" ? number : fallback;
  };
  const pads = Array.from({ length: rank }, (_, axis) => {
    const before = perAxis(attributes["pad"], axis, 0);
    const size = input[input.length - rank + axis] ?? 0;
    const wanted = output[output.length - rank + axis] ?? 0;
    const window = perAxis(kernel, axis, 1);
    const stride = perAxis(attributes["stride"], axis, 1);
    return [before, Math.max(0, (wanted - 1) * stride + window - size - before)];
  });
  return [{ ...attributes, pad: pads, ...(ceil === undefined ? {} : { ceil: false }) }];
}
