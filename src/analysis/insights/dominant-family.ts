// Where most params and most multiply-adds are: the fully connected layers (AlexNet, VGG), the convolutions.

import { sum } from "../../model/exact";
import type { Family } from "../../operators/operator";
import { formatCount } from "../format-number";
import type { LayerInstance } from "../instances";
import { isComplete } from "../tally";
import type { Finding, InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { firstPaths, shareOf } from "./wording";

/** Where most params are. */
export const dominantParams: InsightRule = {
  id: "dominant-params",
  find: (graph) => findDominant(graph, "params"),
};

/** Where most multiply-adds are. */
export const dominantMacs: InsightRule = {
  id: "dominant-flops",
  find: (graph) => findDominant(graph, "macs"),
};

const PLACES: Partial<Record<Family, string>> = {
  convolution: "the convolutions",
  linear: "the fully connected layers",
  attention: "the attention layers",
  recurrent: "the recurrent layers",
  embedding: "the embeddings",
};

const METRICS = {
  params: { most: "Most params are", all: "All params are", of: "", unit: "params" },
  macs: { most: "Most FLOPs are", all: "All FLOPs are", of: " multiply-adds", unit: "multiply-adds" },
} as const;

/** A family that holds more than half, in a network that has another kind of layer with weights as well. */
function findDominant({ analysis, layers }: LayerGraph, metric: "params" | "macs"): readonly Finding[] {
  const total = analysis.totals[metric];
  if (!isComplete(total) || total.value === undefined || total.value === 0) return [];
  const words = METRICS[metric];
  for (const [family, place] of Object.entries(PLACES)) {
    const members = layers.filter((layer) => familyOf(layer) === family && amount(layer, metric) !== 0);
    const part = sum(members.map((layer) => amount(layer, metric)));
    if (part === undefined || part * 2 <= total.value) continue;
    const figures = `${formatCount(part)} of ${formatCount(total.value)}${words.of}`;
    const text =
      part === total.value
        ? `${words.all} in ${place}.`
        : `${words.most} in ${place}: ${shareOf(part, total.value)} (${figures}).`;
    const evidence = [
      { name: `${metric} in ${place}`, value: part, unit: words.unit },
      { name: metric, value: total.value, unit: words.unit },
    ];
    return [{ text, evidence, layers: firstPaths(members.map(({ path }) => path)) }];
  }
  return [];
}

function familyOf({ analysis }: LayerInstance): Family | undefined {
  return analysis.operator?.family;
}

function amount({ analysis }: LayerInstance, metric: "params" | "macs"): number | undefined {
  return analysis.figures[metric].value;
}
