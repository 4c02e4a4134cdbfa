// A comparison of several networks: everything that a panel, the command line or an export tells of it.

import { comparisonInsights } from "../insights/comparison/index";
import type { Insight } from "../insights/insight";
import { insightsOf } from "../insights/index";
import type { FlopsConvention } from "../figures";
import type { NetworkAnalysis } from "../network-analysis";
import type { NetworkDifference } from "./change";
import type { ComparedModel } from "./compared-model";
import { distinctNames } from "./compared-model";
import { compareNetworks } from "./difference";
import type { TotalRow } from "./totals";
import { compareTotals } from "./totals";

export interface CompareInput {
  readonly analysis: NetworkAnalysis;
  /** What tells it from another network of the same name: a file's name, `HEAD`. */
  readonly place: string;
  /** Errors of its file: it is compared as far as it is known. */
  readonly errors: number;
}

export interface ReportModel extends ComparedModel, CompareInput {
  readonly insights: readonly Insight[];
}

export interface ReportDifference {
  /** Indices of the two networks. */
  readonly left: number;
  readonly right: number;
  readonly difference: NetworkDifference;
}

export interface CompareReport {
  readonly convention: FlopsConvention;
  readonly models: readonly ReportModel[];
  readonly totals: readonly TotalRow[];
  readonly differences: readonly ReportDifference[];
  readonly insights: readonly Insight[];
}

/** Compares networks, and the structures of the given pairs of them (the first with each other one unless said). */
export function compareReport(
  inputs: readonly CompareInput[],
  convention: FlopsConvention,
  pairs: readonly (readonly [number, number])[] = inputs.slice(1).map((_, index) => [0, index + 1] as const),
): CompareReport {
  const names = distinctNames(
    inputs.map(({ analysis, place }) => ({ network: analysis.network.name, place })),
  );
  const models = inputs.map((input, index): ReportModel => {
    return { ...input, name: names[index] ?? "", insights: insightsOf(input.analysis) };
  });
  const differences = pairs.flatMap(([left, right]): ReportDifference[] => {
    const [a, b] = [models[left], models[right]];
    return a === undefined || b === undefined
      ? []
      : [{ left, right, difference: compareNetworks(a.analysis, b.analysis) }];
  });
  const [only] = differences;
  const insights = comparisonInsights({
    models,
    ...(models.length === 2 && only !== undefined ? { difference: only.difference } : {}),
  });
  return { convention, models, totals: compareTotals(models, convention), differences, insights };
}
