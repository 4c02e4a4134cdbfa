// The geometry of one convolution, all numbers known.

import type { InferredCall } from "../../operators/operator";
import { isKnown } from "../../model/shape";
import type { LayerAnalysis } from "../body-analysis";
import type { LayerInstance } from "../instances";
import { memoize } from "./memoize";

export interface Convolution {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly inSize: readonly number[];
  readonly outSize: readonly number[];
}

/** The geometry of a Conv or DepthwiseConv over [C, …] with as many spatial axes as its kernel has; undefined for others. */
export function convolutionOf({ analysis }: LayerInstance): Convolution | undefined {
  return geometryOf(analysis);
}

/** Equal instances share their analysis, so that each is looked at once. */
const geometryOf = memoize(({ operator, call }: LayerAnalysis): Convolution | undefined => {
  if (operator?.name !== "Conv" && operator?.name !== "DepthwiseConv") return undefined;
  const [input] = call.inputs;
  const [output] = call.outputs;
  const window = operator.window?.(call);
  if (!isKnown(input) || !isKnown(output) || window === undefined || window === "global") return undefined;
  const [inChannels, ...inSize] = input;
  const [outChannels, ...outSize] = output;
  if (inChannels === undefined || outChannels === undefined) return undefined;
  if (inSize.length !== window.kernel.length || outSize.length !== inSize.length) return undefined;
  const { kernel, stride, dilation } = window;
  return {
    kernel,
    stride,
    dilation,
    groups: groupsOf(operator.name, call, inChannels),
    inChannels,
    outChannels,
    inSize,
    outSize,
  };
});

function groupsOf(operator: string, { attributes }: InferredCall, channels: number): number {
  if (operator === "DepthwiseConv") return channels;
  return typeof attributes["groups"] === "number" ? attributes["groups"] : 1;
}

/** Multiply-accumulates of a convolution with that many kernel elements and channels, one group. */
export function denseMacs(
  positions: number,
  kernelElements: number,
  inChannels: number,
  outChannels: number,
): number {
  return positions * kernelElements * inChannels * outChannels;
}

/** The product of sizes: the elements of a kernel, the positions of a map. */
export function volume(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}

/** True when every number is `value`. */
export function allAre(numbers: readonly number[], value: number): boolean {
  return numbers.every((number) => number === value);
}
