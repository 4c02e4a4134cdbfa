// `netlens compare` for people: totals as a table, then sentences, then the difference.

import type { CompareReport, ReportDifference } from "../analysis/compare/report";
import { describeChange } from "../analysis/compare/rows";
import { summarizeDifference } from "../analysis/compare/summary";
import { formatCount } from "../analysis/format-number";
import type { Grid } from "../exporters/grid";
import { differenceGrid, signed, totalsGrid } from "../exporters/compare-text";
import { printable } from "./problem-lines";
import type { Style } from "./style";
import { cut, pad, styleFor, widthOf } from "./style";
import type { Terminal } from "./subcommand";

export function* compareTable(
  report: CompareReport,
  { colours, columns }: Pick<Terminal, "colours" | "columns">,
): Generator<string> {
  const style = styleFor(colours);
  yield* gridLines(totalsGrid(report), style, columns);
  const incomplete = report.models.filter(({ analysis, errors }) => errors > 0 || !analysis.totals.complete);
  for (const { name, errors } of incomplete) {
    yield `${printable(name)} ${errors > 0 ? "has errors" : "has layers that could not be counted"}: it is compared as far as it is known; ≥ marks sums that leave something out.\n`;
  }
  yield* sentences("", report.insights, style);
  for (const { name, insights } of report.models) yield* sentences(name, insights, style);
  for (const difference of report.differences) yield* differenceLines(report, difference, style, columns);
}

function* sentences(
  title: string,
  insights: readonly { readonly text: string }[],
  style: Style,
): Generator<string> {
  if (insights.length === 0) return;
  yield `\n${title === "" ? "" : `${style.bold(printable(title))}\n`}`;
  for (const { text } of insights) yield `- ${printable(text)}\n`;
}

function* differenceLines(
  report: CompareReport,
  entry: ReportDifference,
  style: Style,
  width: number | undefined,
): Generator<string> {
  const { difference, left, right } = entry;
  const names = [left, right].map((index) => printable(report.models[index]?.name ?? ""));
  yield `\n${style.bold(`From ${names.join(" to ")}`)}\n`;
  const { identical, changes, consequences } = summarizeDifference(difference);
  if (identical) {
    yield "The two have the same structure: at most names differ.\n";
    return;
  }
  for (const change of difference.attributes) yield `${printable(describeChange(change))}\n`;
  yield* gridLines(differenceGrid(report, entry, false), style, width);
  yield `The changes themselves: ${figures(changes)}; what they cost the unchanged layers: ${figures(consequences)}.\n`;
}

function figures({
  params,
  macs,
}: {
  readonly params: number | undefined;
  readonly macs: number | undefined;
}): string {
  const text = (value: number | undefined): string => signed(value, false, formatCount) || "no";
  return `${text(params)} params, ${text(macs)} multiply-adds`;
}

const GAP = "  ";
const NARROWEST = 8;

function* gridLines({ columns, rows }: Grid, style: Style, width: number | undefined): Generator<string> {
  const cells = rows.map((row) => row.map(printable));
  const widths = columns.map(({ title }, index) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? "")), widthOf(printable(title))),
  );
  narrow(widths, width);
  const line = (row: readonly string[]): string =>
    columns
      .map(({ align }, index) => pad(cut(row[index] ?? "", widths[index] ?? 0), widths[index] ?? 0, align))
      .join(GAP)
      .trimEnd();
  yield `${style.bold(line(columns.map(({ title }) => printable(title))))}\n`;
  yield `${style.dim("─".repeat(widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length)))}\n`;
  for (const row of cells) yield `${line(row)}\n`;
}

/** Takes what is too much from the widest columns. */
function narrow(widths: number[], width: number | undefined): void {
  if (width === undefined) return;
  const total = (): number => widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  while (total() > width) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= NARROWEST) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}
