// A large kernel and stride in the first convolution (AlexNet, ZFNet).

import { convolutionOf, volume } from "./convolution";
import type { InsightRule } from "./insight";
import { sized } from "./wording";

const LARGE_KERNEL = 7;

export const largeEarlyKernel: InsightRule = {
  id: "large-early-kernel",
  find: ({ layers }) => {
    const first = layers.find(({ analysis }) => analysis.operator?.family === "convolution");
    const convolution = first && convolutionOf(first);
    if (first === undefined || convolution === undefined || convolution.groups !== 1) return [];
    const { kernel, stride, inSize, outSize } = convolution;
    // A kernel as large as its stride cuts the input into patches: that is another idea.
    const large = kernel.every((size, axis) => size >= LARGE_KERNEL && size > (stride[axis] ?? 1));
    if (kernel.length < 2 || !large || stride.some((step) => step < 2)) return [];
    const text =
      `The first convolution has a large kernel and stride: ${first.path} is ${sized(kernel)} at stride ${strideText(stride)}, ` +
      `so that ${sized(inSize)} positions become ${sized(outSize)} at once.`;
    const evidence = [
      { name: "positions in", value: volume(inSize), unit: "pixels" },
      { name: "positions out", value: volume(outSize), unit: "pixels" },
    ] as const;
    return [{ text, evidence, layers: [first.path] }];
  },
};

function strideText(stride: readonly number[]): string {
  return new Set(stride).size === 1 ? String(stride[0]) : sized(stride);
}
