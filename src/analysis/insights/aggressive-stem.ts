// An aggressive stem (GoogLeNet, ResNet): most of the resolution is lost in a few layers before the first block.

import { sum } from "../../model/exact";
import { isKnown } from "../../model/shape";
import { formatBytes, formatCount } from "../format-number";
import type { LayerInstance } from "../instances";
import { isComplete } from "../tally";
import type { InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { INPUT } from "./layer-graph";
import { counted, firstPaths, listed, sized, shareOf } from "./wording";

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
    const layers = listed([
      counted(convolutions, "convolution"),
      ...(pools === 0 ? [] : [counted(pools, "pooling layer")]),
    ]);
    const text =
      `The stem is aggressive: before the first block, ${layers} ${convolutions + pools === 1 ? "takes" : "take"} the resolution ` +
      `from ${sized(before)} to ${sized(after)}, at ${formatCount(cost.params)} params, ${formatCount(cost.macs)} multiply-adds ` +
      `(${shareOf(cost.macs, total.value)} of all) and ${formatBytes(cost.bytes)} of activations.`;
    const evidence = [
      { name: "params", value: cost.params, unit: "params" },
      { name: "macs", value: cost.macs, unit: "multiply-adds" },
      { name: "activation memory", value: cost.bytes, unit: "bytes" },
      { name: "resolution lost", value: loss, unit: "times" },
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
