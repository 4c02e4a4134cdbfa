// The registry of insights about several networks: one line for each file, in the order in which they are told.

import type { Insight } from "../insight";
import type { Comparison, ComparisonRule } from "./comparison-rule";
import { costRatios } from "./cost-ratios";
import { lessError } from "./less-error";
import { structure } from "./structure";
import { whereItGoes } from "./where-it-goes";

const RULES: readonly ComparisonRule[] = [costRatios, structure, whereItGoes, lessError];

/** What the analysis proves about networks side by side. */
export function comparisonInsights(comparison: Comparison): readonly Insight[] {
  return RULES.flatMap(({ id, find }) => find(comparison).map((finding) => ({ id, ...finding })));
}
