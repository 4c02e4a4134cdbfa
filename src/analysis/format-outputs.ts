// What a layer or group leaves, as text.

import type { Node } from "../model/network";
import { formatShape, sameShape } from "../model/shape";
import { outputShapes } from "./body-analysis";

/**
 * `64×56×56`; several outputs of one shape as `3 of 197×256`, else all of them. A group goes on with its first output: the
 * others are tensors within it that something after it uses.
 */
export function formatOutputs(node: Node): string {
  const [first, ...others] = outputShapes(node);
  if (node.kind === "group" || others.length === 0) return formatShape(first);
  if (others.every((shape) => sameShape(shape, first)))
    return `${String(others.length + 1)} of ${formatShape(first)}`;
  return [first, ...others].map(formatShape).join(", ");
}
