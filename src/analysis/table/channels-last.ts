// Whether a network keeps its channels on the last axis, as Keras and TensorFlow do unless told otherwise.

import type { Network } from "../../model/network";
import { distinctBodies } from "../../model/visit";

/** True when layers say so, and none of a kind that has a layout says otherwise. */
export function isChannelsLast({ body }: Network): boolean {
  const layers = distinctBodies(body).flatMap(({ nodes }) =>
    nodes.flatMap((node) => (node.kind === "layer" ? [node] : [])),
  );
  const told = layers.filter(({ attributes }) => attributes["layout"] === "channels-last");
  const operators = new Set(told.map(({ operator }) => operator));
  return told.length > 0 && layers.filter(({ operator }) => operators.has(operator)).length === told.length;
}
