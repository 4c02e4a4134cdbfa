// Problems that only the analysis of a whole network shows: exceeded budgets, and totals too large to be exact.

import * as l10n from "@vscode/l10n";
import { sum } from "../model/exact";
import type { Count } from "../model/exact";
import type { Network } from "../model/network";
import type { Problem } from "../model/problem";
import { formatBytes, formatCount, formatExact } from "./format-number";
import type { NetworkAnalysis, Totals } from "./network-analysis";

/** The problems of one network, at its budget or at its name. */
export function analysisProblems({ network, totals }: NetworkAnalysis): readonly Problem[] {
  return [...budgetProblems(network, totals), ...sizeProblems(network, totals)];
}

/** What a budget can limit. */
type Budgeted = "params" | "multiply-adds" | "memory";

/** What is over a limit, as text; undefined when within it. An incomplete figure that is over already counts. */
export function overBudget(
  figure: Budgeted,
  value: Count,
  limit: number | undefined,
  format: (count: Count) => string = formatCount,
): string | undefined {
  if (value === undefined || limit === undefined || value <= limit) return undefined;
  const [short, exact] = [format(value), formatExact(value)];
  const amount = amountText(figure, short);
  return l10n.t(
    "{0}, over the budget of {1}",
    short === exact ? amount : `${amount} (${exact})`,
    format(limit),
  );
}

function amountText(figure: Budgeted, amount: string): string {
  switch (figure) {
    case "params":
      return l10n.t("{0} params", amount);
    case "multiply-adds":
      return l10n.t("{0} multiply-adds", amount);
    case "memory":
      return l10n.t("{0} of memory for weights and activations", amount);
  }
}

function budgetProblems(network: Network, totals: Totals): readonly Problem[] {
  const { budget } = network;
  if (budget === undefined) return [];
  const memory = sum([totals.peakActivationBytes, totals.weightBytes]);
  return [
    overBudget("params", totals.params.value, budget.params),
    overBudget("multiply-adds", totals.macs.value, budget.macs),
    overBudget("memory", memory, budget.memory, formatBytes),
  ]
    .filter((over) => over !== undefined)
    .map((over) => ({
      ...budget.origin,
      severity: "warning",
      code: "over-budget",
      message: l10n.t("{0} has {1}.", network.name, over),
    }));
}

const EXACT_FIGURES = {
  params: () => l10n.t("params"),
  buffers: () => l10n.t("buffers"),
  macs: () => l10n.t("multiply-adds"),
  operations: () => l10n.t("operations"),
  activationBytes: () => l10n.t("bytes of activations"),
} as const;

function sizeProblems(network: Network, totals: Totals): readonly Problem[] {
  const figures = Object.entries(EXACT_FIGURES)
    .filter(([name]) => totals[name as keyof typeof EXACT_FIGURES].value === undefined)
    .map(([, text]) => text());
  if (figures.length === 0) return [];
  const { uri, range, selection } = network.origin;
  return [
    {
      uri,
      range: selection ?? range,
      severity: "error",
      code: "too-large",
      message: l10n.t(
        "{0} has more than 2^53 {1}, too many to count exactly.",
        network.name,
        figures.reduce((all, figure) => l10n.t("{0} and {1}", all, figure)),
      ),
    },
  ];
}
