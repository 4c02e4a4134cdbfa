// How many weight layers deep the network is, and what they are.

import * as l10n from "@vscode/l10n";
import { mayHaveWeights } from "../depth-known";
import type { LayerInstance } from "../instances";
import { weightLayersOf } from "../../operators/index";
import type { Family } from "../../operators/operator";
import type { InsightRule } from "./insight";
import { convolutionCount, listed } from "./wording";

export const depth: InsightRule = {
  id: "depth",
  find: ({ analysis, layers }) => {
    const deep = analysis.totals.depth;
    const weighty = layers.filter((layer) => weightLayers(layer) > 0);
    if (deep === 0 || layers.some((layer) => mayHaveWeights(layer.analysis))) return [];
    const total = weighty.reduce((sum, layer) => sum + weightLayers(layer), 0);
    const kinds = listed(kindsOf(weighty));
    const evidence = [
      { name: l10n.t("depth"), value: deep, unit: "layers" },
      { name: l10n.t("weight layers"), value: total, unit: "layers" },
    ] as const;
    return [{ text: sentence(deep, total, kinds), evidence, layers: [] }];
  },
};

function sentence(deep: number, total: number, kinds: string): string {
  if (total === deep) {
    return deep === 1
      ? l10n.t("The network is 1 weight layer deep: {0}.", kinds)
      : l10n.t("The network is {0} weight layers deep: {1}.", deep, kinds);
  }
  return deep === 1
    ? l10n.t(
        "The network is 1 weight layer deep along its longest path; it has {0} in all: {1}.",
        total,
        kinds,
      )
    : l10n.t(
        "The network is {0} weight layers deep along its longest path; it has {1} in all: {2}.",
        deep,
        total,
        kinds,
      );
}

function weightLayers({ layer }: LayerInstance): number {
  return weightLayersOf(layer);
}

/** `13 convolutions`, one for each kind of layer, in the order in which the kinds come. */
function kindsOf(layers: readonly LayerInstance[]): readonly string[] {
  const counts = new Map<Kind, { count: number; weight: number }>();
  for (const layer of layers) {
    const kind = kindOf(layer.analysis.operator?.family);
    const { count, weight } = counts.get(kind) ?? { count: 0, weight: 0 };
    counts.set(kind, { count: count + 1, weight: weight + weightLayers(layer) });
  }
  return [...counts].map(([kind, { count, weight }]) => {
    const layersOf = KINDS[kind](count);
    // Attention has projections before and after: more than one weight layer each.
    return weight === count ? layersOf : l10n.t("{0} ({1} weight layers)", layersOf, weight);
  });
}

function kindOf(family: Family | undefined): Kind {
  return family !== undefined && Object.hasOwn(KINDS, family) ? (family as Kind) : "other";
}

type Kind = keyof typeof KINDS;

const KINDS = {
  convolution: convolutionCount,
  linear: (count: number) =>
    count === 1 ? l10n.t("1 fully connected layer") : l10n.t("{0} fully connected layers", count),
  attention: (count: number) =>
    count === 1 ? l10n.t("1 attention layer") : l10n.t("{0} attention layers", count),
  recurrent: (count: number) =>
    count === 1 ? l10n.t("1 recurrent layer") : l10n.t("{0} recurrent layers", count),
  other: (count: number) => (count === 1 ? l10n.t("1 other layer") : l10n.t("{0} other layers", count)),
};
