// Problems that only the analysis of a whole network shows: exceeded budgets, and totals too large to be exact.

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

/** What is over a limit, as text; undefined when within it. An incomplete figure that is over already counts. */
export function overBudget(
  figure: string,
  value: Count,
  limit: number | undefined,
  format: (count: Count) => string = formatCount,
): string | undefined {
  if (value === undefined || limit === undefined || value <= limit) return undefined;
  const [short, exact] = [format(value), formatExact(value)];
  return `${short} ${figure}${short === exact ? "" : ` (${exact})`}, over the budget of ${format(limit)}`;
}

function budgetProblems(network: Network, totals: Totals): readonly Problem[] {
  const { budget } = network;
  if (budget === undefined) return [];
  const memory = sum([totals.peakActivationBytes, totals.weightBytes]);
  return [
    overBudget("params", totals.params.value, budget.params),
    overBudget("multiply-adds", totals.macs.value, budget.macs),
    overBudget("of memory for weights and activations", memory, budget.memory, formatBytes),
  ]
    .filter((over) => over !== undefined)
    .map((over) => ({
      ...budget.origin,
      severity: "warning",
      code: "over-budget",
      message: `${network.name} has ${over}.`,
    }));
}

const EXACT_FIGURES = {
  params: "params",
  buffers: "buffers",
  macs: "multiply-adds",
  operations: "operations",
  activationBytes: "bytes of activations",
} as const;

function sizeProblems(network: Network, totals: Totals): readonly Problem[] {
  const figures = Object.entries(EXACT_FIGURES)
    .filter(([name]) => totals[name as keyof typeof EXACT_FIGURES].value === undefined)
    .map(([, text]) => text);
  if (figures.length === 0) return [];
  const { uri, range, selection } = network.origin;
  return [
    {
      uri,
      range: selection ?? range,
      severity: "error",
      code: "too-large",
      message: `${network.name} has more than 2^53 ${figures.join(" and ")}, too many to count exactly.`,
    },
  ];
}
