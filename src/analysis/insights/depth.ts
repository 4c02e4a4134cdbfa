// How many weight layers deep the network is, and what they are.

import type { LayerInstance } from "../instances";
import type { Family } from "../../operators/operator";
import type { InsightRule } from "./insight";
import { counted, listed } from "./wording";

export const depth: InsightRule = {
  id: "depth",
  find: ({ analysis, layers }) => {
    const deep = analysis.totals.depth;
    const weighty = layers.filter((layer) => weightLayers(layer) > 0);
    if (deep === 0) return [];
    const total = weighty.reduce((sum, layer) => sum + weightLayers(layer), 0);
    const kinds = listed(kindsOf(weighty));
    const layerWord = counted(deep, "weight layer");
    const text =
      total === deep
        ? `The network is ${layerWord} deep: ${kinds}.`
        : `The network is ${layerWord} deep along its longest path; it has ${String(total)} in all: ${kinds}.`;
    const evidence = [
      { name: "depth", value: deep, unit: "layers" },
      { name: "weight layers", value: total, unit: "layers" },
    ] as const;
    return [{ text, evidence, layers: [] }];
  },
};

function weightLayers({ analysis }: LayerInstance): number {
  return analysis.operator?.weightLayers ?? 0;
}

const WORDS: Partial<Record<Family, readonly [singular: string, plural: string]>> = {
  convolution: ["convolution", "convolutions"],
  linear: ["fully connected layer", "fully connected layers"],
  attention: ["attention layer", "attention layers"],
  recurrent: ["recurrent layer", "recurrent layers"],
};

function kindsOf(layers: readonly LayerInstance[]): readonly string[] {
  const counts = new Map<string, { count: number; weight: number; words: readonly [string, string] }>();
  for (const { analysis } of layers) {
    const words = WORDS[analysis.operator?.family ?? "other"] ?? ["other layer", "other layers"];
    const known = counts.get(words[0]) ?? { count: 0, weight: 0, words };
    const weight = known.weight + (analysis.operator?.weightLayers ?? 0);
    counts.set(words[0], { count: known.count + 1, weight, words });
  }
  return [...counts.values()].map(({ count, weight, words }) => {
    // Attention has projections before and after: more than one weight layer each.
    const each = weight === count ? "" : ` (${String(weight)} weight layers)`;
    return counted(count, ...words) + each;
  });
}
