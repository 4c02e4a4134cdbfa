// Which kind of layer makes up the difference of two networks' params and FLOPs.

import { sum } from "../../../model/exact";
import type { Family } from "../../../operators/operator";
import { formatCount } from "../../format-number";
import type { NetworkAnalysis } from "../../network-analysis";
import { isComplete } from "../../tally";
import type { Evidence, Finding } from "../insight";
import { layerGraph } from "../layer-graph";
import { shareOf } from "../wording";
import type { Comparison, ComparisonRule } from "./comparison-rule";

export const whereItGoes: ComparisonRule = {
  id: "where-the-difference-is",
  find: (comparison) => [
    ...partOf(comparison, "params", "params"),
    ...partOf(comparison, "macs", "multiply-adds"),
  ],
};

const PLACES: Partial<Record<Family, string>> = {
  convolution: "the convolutions",
  linear: "the fully connected layers",
  attention: "the attention layers",
  recurrent: "the recurrent layers",
  embedding: "the embeddings",
};

/** A kind of layer that holds more than half of the difference, and no more than all of it. */
function partOf(
  { models }: Comparison,
  metric: "params" | "macs",
  unit: Evidence["unit"],
): readonly Finding[] {
  const [first, second] = models;
  if (first === undefined || second === undefined || models.length !== 2) return [];
  const [before, after] = [first.analysis.totals[metric], second.analysis.totals[metric]];
  if (!isComplete(before) || !isComplete(after)) return [];
  const total = (after.value ?? 0) - (before.value ?? 0);
  if (total === 0) return [];
  for (const [family, place] of Object.entries(PLACES)) {
    const [a, b] = [amount(first.analysis, family, metric), amount(second.analysis, family, metric)];
    if (a === undefined || b === undefined) continue;
    const share = (b - a) / total;
    if (share <= 0.5 || share > 1) continue;
    const text =
      `${second.name} has ${formatCount(Math.abs(total))} ${total > 0 ? "more" : "fewer"} ${unit} than ${first.name}, ` +
      `${shareOf(Math.abs(b - a), Math.abs(total))} of them in ${place}.`;
    const evidence = [
      { name: `difference in ${place}`, value: b - a, unit },
      { name: "difference", value: total, unit },
    ];
    return [{ text, evidence, layers: [] }];
  }
  return [];
}

function amount(analysis: NetworkAnalysis, family: string, metric: "params" | "macs"): number | undefined {
  const graph = layerGraph(analysis);
  const members = graph?.layers.filter((layer) => layer.analysis.operator?.family === family);
  return members && sum(members.map((layer) => layer.analysis.figures[metric].value));
}
