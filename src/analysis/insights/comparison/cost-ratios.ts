// How many times the costs of the first network each of the others has.

import type { NetworkAnalysis } from "../../network-analysis";
import { isComplete } from "../../tally";
import type { Evidence } from "../insight";
import { listed, times } from "../wording";
import type { ComparisonRule } from "./comparison-rule";

export const costRatios: ComparisonRule = {
  id: "cost-ratios",
  find: ({ models }) => {
    const [first, ...others] = models;
    if (first === undefined) return [];
    return others.flatMap(({ name, analysis }) => {
      const ratios = COSTS.flatMap(({ metric, title }) => {
        const [before, after] = [known(first.analysis, metric), known(analysis, metric)];
        return before === undefined || after === undefined || before === 0
          ? []
          : [{ title, ratio: after / before }];
      });
      if (ratios.length === 0) return [];
      const text = `${name} has ${listed(ratios.map(({ title, ratio }) => ratioText(title, ratio)))} of ${first.name}.`;
      const evidence = ratios.map(({ title, ratio }): Evidence => ({
        name: title,
        value: ratio,
        unit: "times",
      }));
      return [{ text, evidence, layers: [] }];
    });
  },
};

const COSTS = [
  { metric: "params", title: "params" },
  { metric: "macs", title: "FLOPs (multiply-adds)" },
  { metric: "activationBytes", title: "activation memory" },
] as const;

function known({ totals }: NetworkAnalysis, metric: (typeof COSTS)[number]["metric"]): number | undefined {
  return isComplete(totals[metric]) ? totals[metric].value : undefined;
}

function ratioText(title: string, ratio: number): string {
  if (ratio === 1) return `the same ${title}`;
  if (Math.abs(ratio - 1) < 0.05) return `nearly the same ${title}`;
  return ratio > 1 ? `${times(ratio)} the ${title}` : `${percent(ratio)} of the ${title}`;
}

function percent(ratio: number): string {
  return `${ratio < 0.1 ? (100 * ratio).toFixed(1) : (100 * ratio).toFixed(0)}%`;
}
