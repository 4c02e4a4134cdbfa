// Depthwise separable convolutions (MobileNet): each channel by itself, then 1×1 across channels; and what that saves.

import * as l10n from "@vscode/l10n";
import { formatCount } from "../format-number";
import { allAre, convolutionOf, denseMacs, volume } from "./convolution";
import type { InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { nextThroughPointwise } from "./layer-graph";
import { firstPaths, ratioText } from "./wording";

export const depthwiseSeparable: InsightRule = {
  id: "depthwise-separable",
  find: (graph) => {
    const found = graph.layers.flatMap((_, index) => separableAt(graph, index) ?? []);
    if (found.length === 0) return [];
    const taken = found.reduce((sum, { macs }) => sum + macs, 0);
    const full = found.reduce((sum, { dense }) => sum + dense, 0);
    if (!Number.isSafeInteger(full) || full <= taken) return [];
    const figures = [formatCount(taken), formatCount(full), ratioText(full / taken)] as const;
    const text =
      found.length === 1
        ? l10n.t(
            "1 depthwise separable convolution: {0} multiply-adds where a full convolution of the same kernel and channels would take {1}, {2} times as many.",
            ...figures,
          )
        : l10n.t(
            "{0} depthwise separable convolutions: {1} multiply-adds where full convolutions of the same kernels and channels would take {2}, {3} times as many.",
            found.length,
            ...figures,
          );
    const evidence = [
      { name: l10n.t("multiply-adds"), value: taken, unit: "multiply-adds" },
      { name: l10n.t("multiply-adds of full convolutions"), value: full, unit: "multiply-adds" },
    ] as const;
    return [{ text, evidence, layers: firstPaths(found.map(({ path }) => path)) }];
  },
};

interface Separable {
  readonly path: string;
  readonly macs: number;
  /** Of one convolution of the depthwise kernel over all channels. */
  readonly dense: number;
}

function separableAt(graph: LayerGraph, index: number): Separable | undefined {
  const layer = graph.layers[index];
  const depthwise = layer && convolutionOf(layer);
  if (layer === undefined || depthwise === undefined) return undefined;
  const { groups, inChannels, outChannels, kernel, outSize } = depthwise;
  if (inChannels < 2 || groups !== inChannels || outChannels !== inChannels || volume(kernel) === 1)
    return undefined;
  const next = nextThroughPointwise(graph, index);
  const mixing = next === undefined ? undefined : graph.layers[next];
  const pointwise = mixing && convolutionOf(mixing);
  if (pointwise === undefined || pointwise.groups !== 1) return undefined;
  if (!allAre(pointwise.kernel, 1) || !allAre(pointwise.stride, 1)) return undefined;
  const positions = volume(outSize);
  return {
    path: layer.path,
    macs:
      positions * volume(kernel) * inChannels + denseMacs(positions, 1, inChannels, pointwise.outChannels),
    dense: denseMacs(positions, volume(kernel), inChannels, pointwise.outChannels),
  };
}
