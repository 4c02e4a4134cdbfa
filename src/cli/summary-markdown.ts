// `summary --markdown`: the table for people as GitHub's Markdown.

import { flopsOf } from "../analysis/figures";
import type { FlopsConvention } from "../analysis/figures";
import { formatBytes, formatExact, formatTally } from "../analysis/format-number";
import { insightsOf } from "../analysis/insights/index";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import { formatShape } from "../model/shape";
import { printable } from "./problem-lines";
import type { Source } from "./read-source";
import { summaryRows } from "./summary-rows";
import { incompleteness, totalEntries } from "./summary-totals";

export function* summaryMarkdown(
  { file }: Source,
  analysis: NetworkAnalysis,
  convention: FlopsConvention,
): Generator<string> {
  const { network } = analysis;
  yield `## ${escaped(network.name)}\n\n`;
  const inputs = network.inputs.map(
    ({ name, shape, dtype }) => `${escaped(name)} ${escaped(formatShape(shape))} ${dtype}`,
  );
  yield `${escaped(file)}; ${inputs.length === 1 ? "input" : "inputs"}: ${inputs.join(", ")}\n\n`;
  const flops = convention === "multiply-add" ? "multiply-adds" : "operations";
  yield `| Layer | Operator | Output shape | Params | FLOPs (${flops}) | Memory |\n|---|---|---|--:|--:|--:|\n`;
  for (const { depth, isGroup, name, type, output, figures } of summaryRows(analysis)) {
    const title = isGroup ? `**${escaped(name)}**` : escaped(name);
    const cells = [
      "&emsp;".repeat(depth) + title,
      escaped(type),
      escaped(output),
      formatTally(figures.params, formatExact),
      formatTally(flopsOf(figures, convention), formatExact),
      formatTally(figures.activationBytes, formatBytes),
    ];
    yield `| ${cells.join(" | ")} |\n`;
  }
  yield "\n";
  for (const { name, exact, note } of totalEntries(analysis, convention))
    yield `- ${name}: ${exact} ${note}\n`;
  for (const text of incompleteness(analysis)) yield `- ${text}\n`;
  const insights = insightsOf(analysis);
  if (insights.length > 0) yield "\n";
  for (const { text } of insights) yield `- ${escaped(text)}\n`;
}

/** Names from a file are never markup. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#>|~]/gu, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}
