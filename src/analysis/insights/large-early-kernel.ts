// A large kernel and stride in the first convolution (AlexNet, ZFNet).

import * as l10n from "@vscode/l10n";
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
    const text = l10n.t(
      "The first convolution has a large kernel and stride: {0} is {1} at stride {2}, so that {3} positions become {4} at once.",
      first.path,
      sized(kernel),
      strideText(stride),
      sized(inSize),
      sized(outSize),
    );
    const evidence = [
      { name: l10n.t("positions in"), value: volume(inSize), unit: "pixels" },
      { name: l10n.t("positions out"), value: volume(outSize), unit: "pixels" },
    ] as const;
    return [{ text, evidence, layers: [first.path] }];
  },
};

function strideText(stride: readonly number[]): string {
  return new Set(stride).size === 1 ? String(stride[0]) : sized(stride);
}
