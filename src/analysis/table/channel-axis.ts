// On which axis a shape has its channels, or features: the first, as in PyTorch's images, or the last, as in Keras and in sequences.

import type { Layer, Network } from "../../model/network";
import type { Shape } from "../../model/shape";
import { distinctBodies } from "../../model/visit";
import { operatorNamed } from "../../operators/index";
import type { Family } from "../../operators/operator";

/** Operators that take positions × features, whatever stands before. */
const ON_LAST_AXIS: ReadonlySet<Family | undefined> = new Set([
  "linear",
  "attention",
  "recurrent",
  "embedding",
]);

/** Follows the channels through a network's layers, in execution order. */
export class ChannelAxis {
  readonly #isAlwaysLast: boolean;
  /** There are one-dimensional convolutions: pairs of numbers are channels × length, not positions × features. */
  readonly #hasLengths: boolean;
  /** Of each shape, where the last value of it had its channels. */
  readonly #latest = new Map<string, boolean>();

  constructor({ body }: Network) {
    const layers = distinctBodies(body).flatMap(({ nodes }) =>
      nodes.flatMap((node) => (node.kind === "layer" ? [node] : [])),
    );
    this.#isAlwaysLast = isChannelsLast(layers);
    this.#hasLengths = layers.some(isAlongLength);
  }

  /** True when that shape, of a group or of an input of a layer of that family, has its channels on the last axis. */
  isLast(shape: Shape, family?: Family): boolean {
    if (this.#isAlwaysLast || ON_LAST_AXIS.has(family)) return true;
    return this.#latest.get(shape.join("×")) ?? (shape.length === 2 && !this.#hasLengths);
  }

  /** The same of a layer's output; the layers before were asked for, too. */
  isOutputLast(layer: Layer, family: Family | undefined, input: Shape | undefined, output: Shape): boolean {
    const isLast = this.#turned(layer, input, output) ?? this.isLast(output, family);
    this.#latest.set(output.join("×"), isLast);
    return isLast;
  }

  /** Of a layer that moves axes; undefined of others. */
  #turned({ operator }: Layer, input: Shape | undefined, output: Shape): boolean | undefined {
    if (this.#isAlwaysLast || input === undefined || output.length !== 2) return undefined;
    if (operator === "Transpose" || operator === "Permute")
      return input.length === 2 ? !this.isLast(input) : undefined;
    // Channels × height × width as channels × positions.
    return operator === "Flatten" && input.length > 2 ? this.isLast(input) : undefined;
  }
}

/** True when layers say so, and none of a kind that has a layout says otherwise. */
function isChannelsLast(layers: readonly Layer[]): boolean {
  const told = layers.filter(({ attributes }) => attributes["layout"] === "channels-last");
  const operators = new Set(told.map(({ operator }) => operator));
  return told.length > 0 && layers.filter(({ operator }) => operators.has(operator)).length === told.length;
}

/** A convolution, or pooling, along one axis. */
function isAlongLength({ operator, outputs }: Layer): boolean {
  const family = operatorNamed(operator)?.family;
  return (family === "convolution" || family === "pooling") && outputs[0]?.shape?.length === 2;
}
