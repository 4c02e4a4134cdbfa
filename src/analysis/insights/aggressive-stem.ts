// An aggressive stem (GoogLeNet, ResNet): most of the resolution is lost in a few layers before the first block.

import * as l10n from "@vscode/l10n";
import { sum } from "../../model/exact";
import { isKnown } from "../../model/shape";
import { formatBytes, formatCount } from "../format-number";
import type { LayerInstance } from "../instances";
import { isComplete } from "../tally";
import type { InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { INPUT } from "./layer-graph";
import { convolutionCount, firstPaths, listed, poolingCount, shareOf, sized } from "./wording";

/** More weight layers than this before the first block are a part of the network's body. */
const MOST_WEIGHT_LAYERS = 4;
const LEAST_LOSS = 4;

export const aggressiveStem: InsightRule = {
  id: "aggressive-stem",
  find: (graph) => {
    const stem = stemOf(graph);
    const before = spatialSize(graph.inputShape);
    const after = spatialSize(stem.at(-1)?.analysis.call.outputs[0]);
    const convolutions = stem.filter(({ analysis }) => analysis.operator?.family === "convolution").length;
    const weighty = stem.filter(({ analysis }) => (analysis.operator?.weightLayers ?? 0) > 0).length;
    if (before === undefined || after === undefined || before.length !== after.length) return [];
    const loss = Math.min(...before.map((size, axis) => size / (after[axis] ?? size)));
    if (loss < LEAST_LOSS || convolutions === 0 || weighty > MOST_WEIGHT_LAYERS || weighty !== convolutions)
      return [];
    const cost = costOf(stem);
    const total = graph.analysis.totals.macs;
    if (cost === undefined || !isComplete(total) || total.value === undefined) return [];
    const pools = stem.filter(({ analysis }) => analysis.operator?.family === "pooling").length;
    const layers = listed([convolutionCount(convolutions), ...(pools === 0 ? [] : [poolingCount(pools)])]);
    const figures = [
      layers,
      sized(before),
      sized(after),
      formatCount(cost.params),
      formatCount(cost.macs),
      shareOf(cost.macs, total.value),
      formatBytes(cost.bytes),
    ] as const;
    const text =
      convolutions + pools === 1
        ? l10n.t(
            "The stem is aggressive: before the first block, {0} takes the resolution from {1} to {2}, at {3} params, {4} multiply-adds ({5} of all) and {6} of activations.",
            ...figures,
          )
        : l10n.t(
            "The stem is aggressive: before the first block, {0} take the resolution from {1} to {2}, at {3} params, {4} multiply-adds ({5} of all) and {6} of activations.",
            ...figures,
          );
    const evidence = [
      { name: l10n.t("params"), value: cost.params, unit: "params" },
      { name: l10n.t("macs"), value: cost.macs, unit: "multiply-adds" },
      { name: l10n.t("activation memory"), value: cost.bytes, unit: "bytes" },
      { name: l10n.t("resolution lost"), value: loss, unit: "times" },
    ] as const;
    return [{ text, evidence, layers: firstPaths(stem.map(({ path }) => path)) }];
  },
};

/**
 * Everything up to the last layer before the first fork of the trunk that lowers the resolution (a block may begin with
 * layers of its own before it forks); nothing when the trunk does not fork.
 */
function stemOf({ regions, layers }: LayerGraph): readonly LayerInstance[] {
  const [first] = regions;
  if (first === undefined || first.fork === INPUT) return [];
  const before = layers.slice(0, first.fork + 1);
  return before.slice(0, before.findLastIndex(lowersResolution) + 1);
}

function lowersResolution({ analysis: { call } }: LayerInstance): boolean {
  const [before, after] = [spatialSize(call.inputs[0]), spatialSize(call.outputs[0])];
  return (
    before !== undefined && after !== undefined && after.some((size, axis) => size < (before[axis] ?? 0))
  );
}

function spatialSize(shape: LayerInstance["inputShapes"][number]): readonly number[] | undefined {
  return isKnown(shape) && shape.length >= 3 ? shape.slice(1) : undefined;
}

function costOf(stem: readonly LayerInstance[]): { params: number; macs: number; bytes: number } | undefined {
  const total = (name: "params" | "macs" | "activationBytes"): number | undefined =>
    sum(
      stem.map(({ analysis: { figures } }) => (isComplete(figures[name]) ? figures[name].value : undefined)),
    );
  const [params, macs, bytes] = [total("params"), total("macs"), total("activationBytes")];
  return params === undefined || macs === undefined || bytes === undefined
    ? undefined
    : { params, macs, bytes };
}
