// How many times the costs of the first network each of the others has.

import * as l10n from "@vscode/l10n";
import type { NetworkAnalysis } from "../../network-analysis";
import { isComplete } from "../../tally";
import type { Evidence } from "../insight";
import { listed, ratioText } from "../wording";
import type { ComparisonRule } from "./comparison-rule";

export const costRatios: ComparisonRule = {
  id: "cost-ratios",
  find: ({ models }) => {
    const [first, ...others] = models;
    if (first === undefined) return [];
    return others.flatMap(({ name, analysis }) => {
      const ratios = COSTS.flatMap((cost) => {
        const [before, after] = [known(first.analysis, cost), known(analysis, cost)];
        return before === undefined || after === undefined || before === 0
          ? []
          : [{ cost, ratio: after / before }];
      });
      if (ratios.length === 0) return [];
      const amounts = listed(ratios.map(({ cost, ratio }) => amountText(cost, ratio)));
      const text = ratios.some(({ ratio }) => isNearly(ratio, 1))
        ? l10n.t("Compared with {2}, {0} has {1}.", name, amounts, first.name)
        : l10n.t("{0} has {1} of {2}.", name, amounts, first.name);
      const evidence = ratios.map(({ cost, ratio }): Evidence => ({
        name: titleOf(cost),
        value: ratio,
        unit: "times",
      }));
      return [{ text, evidence, layers: [] }];
    });
  },
};

const COSTS = ["params", "macs", "activationBytes"] as const;

type Cost = (typeof COSTS)[number];

function known({ totals }: NetworkAnalysis, cost: Cost): number | undefined {
  return isComplete(totals[cost]) ? totals[cost].value : undefined;
}

function titleOf(cost: Cost): string {
  switch (cost) {
    case "params":
      return l10n.t("params");
    case "macs":
      return l10n.t("FLOPs (multiply-adds)");
    case "activationBytes":
      return l10n.t("activation memory");
  }
}

function amountText(cost: Cost, ratio: number): string {
  const title = titleOf(cost);
  if (ratio === 1) return l10n.t("the same {0}", title);
  if (isNearly(ratio, 1)) return l10n.t("nearly the same {0}", title);
  return ratio > 1
    ? l10n.t("{0} times the {1}", ratioText(ratio), title)
    : l10n.t("{0} of the {1}", percent(ratio), title);
}

function isNearly(ratio: number, value: number): boolean {
  return Math.abs(ratio - value) < 0.05;
}

function percent(ratio: number): string {
  return `${ratio < 0.1 ? (100 * ratio).toFixed(1) : (100 * ratio).toFixed(0)}%`;
}
