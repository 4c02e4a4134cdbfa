// Which kind of layer makes up the difference of two networks' params and FLOPs.

import * as l10n from "@vscode/l10n";
import { sum } from "../../../model/exact";
import type { Family } from "../../../operators/operator";
import { formatCount } from "../../format-number";
import type { NetworkAnalysis } from "../../network-analysis";
import { isComplete } from "../../tally";
import type { Finding } from "../insight";
import { layerGraph } from "../layer-graph";
import { placeOf, PLACES, shareOf } from "../wording";
import type { Comparison, ComparisonRule } from "./comparison-rule";

export const whereItGoes: ComparisonRule = {
  id: "where-the-difference-is",
  find: (comparison) => [...partOf(comparison, "params"), ...partOf(comparison, "macs")],
};

type Metric = "params" | "macs";

/** A kind of layer that holds more than half of the difference, and no more than all of it. */
function partOf({ models }: Comparison, metric: Metric): readonly Finding[] {
  const [first, second] = models;
  if (first === undefined || second === undefined || models.length !== 2) return [];
  const total = differenceOf(first.analysis, second.analysis, metric);
  if (total === undefined || total === 0) return [];
  for (const family of PLACES) {
    const [a, b] = [amount(first.analysis, family, metric), amount(second.analysis, family, metric)];
    if (a === undefined || b === undefined) continue;
    const share = (b - a) / total;
    if (share <= 0.5 || share > 1) continue;
    const place = placeOf(family) ?? "";
    const unit = metric === "params" ? "params" : "multiply-adds";
    const evidence = [
      { name: l10n.t("difference {0}", place), value: b - a, unit },
      { name: l10n.t("difference"), value: total, unit },
    ] as const;
    return [{ text: sentence(metric, [first.name, second.name], total, b - a, place), evidence, layers: [] }];
  }
  return [];
}

/** Undefined where one of the two is not completely known. */
function differenceOf(first: NetworkAnalysis, second: NetworkAnalysis, metric: Metric): number | undefined {
  const [before, after] = [first.totals[metric], second.totals[metric]];
  if (!isComplete(before) || !isComplete(after)) return undefined;
  return (after.value ?? 0) - (before.value ?? 0);
}

function sentence(
  metric: Metric,
  [first, second]: readonly [string, string],
  total: number,
  part: number,
  place: string,
): string {
  const size = Math.abs(total);
  const args = [
    second,
    formatCount(size),
    first,
    part === total ? l10n.t("all") : shareOf(Math.abs(part), size),
    place,
  ] as const;
  if (metric === "params") {
    return total > 0
      ? l10n.t("{0} has {1} more params than {2}, {3} of them {4}.", ...args)
      : l10n.t("{0} has {1} fewer params than {2}, {3} of them {4}.", ...args);
  }
  return total > 0
    ? l10n.t("{0} has {1} more multiply-adds than {2}, {3} of them {4}.", ...args)
    : l10n.t("{0} has {1} fewer multiply-adds than {2}, {3} of them {4}.", ...args);
}

function amount(analysis: NetworkAnalysis, family: Family, metric: Metric): number | undefined {
  const graph = layerGraph(analysis);
  const members = graph?.layers.filter((layer) => layer.analysis.operator?.family === family);
  return members && sum(members.map((layer) => layer.analysis.figures[metric].value));
}
