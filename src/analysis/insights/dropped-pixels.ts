// Layers whose stride drops input pixels: positions that no window reads.

import * as l10n from "@vscode/l10n";
import { isKnown } from "../../model/shape";
import type { LayerAnalysis } from "../body-analysis";
import type { LayerInstance } from "../instances";
import { memoize } from "./memoize";
import type { Finding, InsightRule } from "./insight";
import { firstPaths, listedShort, shareOf } from "./wording";

export const droppedPixels: InsightRule = {
  id: "dropped-pixels",
  find: ({ layers }) => {
    const drops = layers.flatMap((layer) => dropAt(layer) ?? []);
    return [...skipping(drops.filter(({ gaps }) => gaps)), ...cutting(drops.filter(({ gaps }) => !gaps))];
  },
};

interface Drop {
  readonly path: string;
  readonly dropped: number;
  readonly positions: number;
  /** The stride is larger than the kernel, so that positions between windows are skipped; else only the end is cut off. */
  readonly gaps: boolean;
}

function skipping(drops: readonly Drop[]): readonly Finding[] {
  if (drops.length === 0) return [];
  const paths = drops.map(({ path }) => path);
  return [{ text: skippingText(drops), evidence: evidenceOf(drops), layers: firstPaths(paths) }];
}

function skippingText(drops: readonly Drop[]): string {
  const names = listedShort(drops.map(({ path }) => path));
  const [share, ...others] = new Set(drops.map(({ dropped, positions }) => shareOf(dropped, positions)));
  if (share === undefined || others.length > 0) {
    return l10n.t(
      "A stride larger than the kernel: {0} never read a part of the positions of their input.",
      names,
    );
  }
  return drops.length === 1
    ? l10n.t(
        "A stride larger than the kernel: {0} never reads {1} of the positions of its input.",
        names,
        share,
      )
    : l10n.t(
        "A stride larger than the kernel: {0} never read {1} of the positions of their input.",
        names,
        share,
      );
}

function cutting(drops: readonly Drop[]): readonly Finding[] {
  if (drops.length === 0) return [];
  const paths = drops.map(({ path }) => path);
  const text =
    drops.length === 1
      ? l10n.t(
          "The windows do not come out even: {0} leaves the last rows or columns of its input unread.",
          listedShort(paths),
        )
      : l10n.t(
          "The windows do not come out even: {0} leave the last rows or columns of their input unread.",
          listedShort(paths),
        );
  return [{ text, evidence: evidenceOf(drops), layers: firstPaths(paths) }];
}

function evidenceOf(drops: readonly Drop[]): Finding["evidence"] {
  const total = (pick: (drop: Drop) => number): number => drops.reduce((sum, drop) => sum + pick(drop), 0);
  return [
    { name: l10n.t("layers"), value: drops.length, unit: "layers" },
    { name: l10n.t("unread positions"), value: total(({ dropped }) => dropped), unit: "pixels" },
    { name: l10n.t("input positions"), value: total(({ positions }) => positions), unit: "pixels" },
  ];
}

/** Operators whose windows lie at whole positions. */
const SLIDING = new Set(["Conv", "DepthwiseConv", "MaxPool", "AvgPool", "LPPool"]);

/** Longer axes are not looked at. */
const LONGEST_AXIS = 100_000;

function dropAt({ path, analysis }: LayerInstance): Drop | undefined {
  const unread = unreadBy(analysis);
  return unread && { path, ...unread };
}

/** Equal instances share their analysis, so that each is looked at once. */
const unreadBy = memoize(({ operator, call }: LayerAnalysis): Omit<Drop, "path"> | undefined => {
  if (operator === undefined || !SLIDING.has(operator.name)) return undefined;
  const window = operator.window?.(call);
  const [input] = call.inputs;
  const [output] = call.outputs;
  if (window === undefined || window === "global" || !isKnown(input) || !isKnown(output)) return undefined;
  const axes = window.kernel.length;
  const sizes = input.slice(-axes);
  const counts = output.slice(-axes);
  if (sizes.length !== axes || counts.length !== axes || sizes.some((size) => size > LONGEST_AXIS))
    return undefined;
  const read = sizes.map((size, axis) => readAlong(size, counts[axis] ?? 0, axis, window));
  const positions = sizes.reduce((total, size) => total * size, 1);
  const dropped = positions - read.reduce((total, { count }) => total * count, 1);
  return dropped > 0 ? { dropped, positions, gaps: read.some(({ gaps }) => gaps) } : undefined;
});

interface Axes {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
}

/** How many positions along an axis some window reads, and whether unread ones lie before a read one. */
function readAlong(
  size: number,
  outputs: number,
  axis: number,
  window: Axes,
): { count: number; gaps: boolean } {
  const [kernel, stride, dilation, padding] = [
    window.kernel,
    window.stride,
    window.dilation,
    window.padding,
  ].map((values) => values[axis] ?? 1) as [number, number, number, number];
  const read = new Uint8Array(size);
  for (let output = 0; output < outputs; output++) {
    for (let element = 0; element < kernel; element++) {
      const position = output * stride - padding + element * dilation;
      if (position >= 0 && position < size) read[position] = 1;
    }
  }
  const count = read.reduce((total, bit) => total + bit, 0);
  return { count, gaps: read.lastIndexOf(1) + 1 > count };
}
