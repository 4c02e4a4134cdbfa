// Where most params and most multiply-adds are: the fully connected layers (AlexNet, VGG), the convolutions.

import * as l10n from "@vscode/l10n";
import { sum } from "../../model/exact";
import type { Family } from "../../operators/operator";
import { formatCount } from "../format-number";
import type { LayerInstance } from "../instances";
import { isComplete } from "../tally";
import type { Finding, InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { firstPaths, placeOf, PLACES, shareOf } from "./wording";

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

type Metric = "params" | "macs";

/** A family that holds more than half, in a network that has another kind of layer with weights as well. */
function findDominant({ analysis, layers }: LayerGraph, metric: Metric): readonly Finding[] {
  const total = analysis.totals[metric];
  if (!isComplete(total) || total.value === undefined || total.value === 0) return [];
  for (const family of PLACES) {
    const place = placeOf(family) ?? "";
    const members = layers.filter((layer) => familyOf(layer) === family && amount(layer, metric) !== 0);
    const part = sum(members.map((layer) => amount(layer, metric)));
    if (part === undefined || part * 2 <= total.value) continue;
    return [
      {
        text: sentence(metric, place, part, total.value),
        evidence: evidenceOf(metric, place, part, total.value),
        layers: firstPaths(members.map(({ path }) => path)),
      },
    ];
  }
  return [];
}

function sentence(metric: Metric, place: string, part: number, total: number): string {
  if (part === total) {
    return metric === "params" ? l10n.t("All params are {0}.", place) : l10n.t("All FLOPs are {0}.", place);
  }
  const figures = [place, shareOf(part, total), formatCount(part), formatCount(total)] as const;
  return metric === "params"
    ? l10n.t("Most params are {0}: {1} ({2} of {3}).", ...figures)
    : l10n.t("Most FLOPs are {0}: {1} ({2} of {3} multiply-adds).", ...figures);
}

function evidenceOf(metric: Metric, place: string, part: number, total: number): Finding["evidence"] {
  return metric === "params"
    ? [
        { name: l10n.t("params {0}", place), value: part, unit: "params" },
        { name: l10n.t("params"), value: total, unit: "params" },
      ]
    : [
        { name: l10n.t("macs {0}", place), value: part, unit: "multiply-adds" },
        { name: l10n.t("macs"), value: total, unit: "multiply-adds" },
      ];
}

function familyOf({ analysis }: LayerInstance): Family | undefined {
  return analysis.operator?.family;
}

function amount({ analysis }: LayerInstance, metric: Metric): number | undefined {
  return analysis.figures[metric].value;
}
