// A comparison as Markdown and as CSV.

import * as l10n from "@vscode/l10n";
import type { CompareReport, ReportDifference } from "../analysis/compare/report";
import type { DifferenceRow } from "../analysis/compare/rows";
import { describeChange, differenceRows } from "../analysis/compare/rows";
import { summarizeDifference } from "../analysis/compare/summary";
import type { TotalRow, TotalValue } from "../analysis/compare/totals";
import { formatBytes, formatCount } from "../analysis/format-number";
import type { Insight } from "../analysis/insights/insight";
import { listed } from "../analysis/insights/wording";
import type { Count } from "../model/exact";
import type { Grid } from "./grid";
import { escapeMarkdown, gridCsv, gridMarkdown } from "./grid";

/** Totals, insights and differences as sections of a document. */
export function compareMarkdown(report: CompareReport): string {
  const { models, insights } = report;
  return [
    `# ${listed(models.map(({ name }) => escapeMarkdown(name)))}\n`,
    ...models.flatMap(({ name, errors }) =>
      errors === 0
        ? []
        : [`${l10n.t("{0} has errors: it is compared as far as it is known.", escapeMarkdown(name))}\n`],
    ),
    gridMarkdown(totalsGrid(report)),
    ...(insights.length === 0 ? [] : [`## ${l10n.t("In short")}\n`, insightList(insights)]),
    ...models.flatMap(({ name, insights: own }) =>
      own.length === 0 ? [] : [`## ${escapeMarkdown(name)}\n`, insightList(own)],
    ),
    ...report.differences.flatMap((difference) => differenceMarkdown(report, difference)),
  ].join("\n");
}

/** The totals, one row a figure, exact; then each difference, one row a change. */
export function compareCsv(report: CompareReport): string {
  const totals = gridCsv(exactGrid(report));
  const differences = report.differences.map(
    (difference) => `\r\n${gridCsv(differenceGrid(report, difference, true))}`,
  );
  return [totals, ...differences].join("");
}

/** Figures for people, with the ratio to the first network. */
export function totalsGrid({ models, totals }: CompareReport): Grid {
  return {
    columns: [
      { title: "", align: "left" },
      ...models.map(({ name }) => ({ title: name, align: "right" }) as const),
      { title: l10n.t("Unit"), align: "left" },
    ],
    rows: totals.map((row) => [
      row.title,
      ...row.values.map((value, index) => cell(row, value, index)),
      row.unit,
    ]),
  };
}

function cell({ best }: TotalRow, { text, toFirst }: TotalValue, index: number): string {
  const ratio = toFirst === undefined || toFirst.ratio === "" ? "" : ` (${toFirst.ratio})`;
  return `${text}${ratio}${best.includes(index) ? " ✓" : ""}`;
}

function exactGrid({ models, totals }: CompareReport): Grid {
  return {
    columns: [
      { title: "metric", align: "left" },
      ...models.map(({ name }) => ({ title: name, align: "right" }) as const),
      { title: "unit", align: "left" },
    ],
    rows: totals.map(({ metric, values, unit }) => [
      metric,
      ...values.map(({ value, complete, exact }) =>
        value === undefined ? exact : complete ? String(value) : `>=${String(value)}`,
      ),
      unit,
    ]),
  };
}

function insightList(insights: readonly Insight[]): string {
  return insights.map(({ text }) => `- ${escapeMarkdown(text)}\n`).join("");
}

function differenceMarkdown(report: CompareReport, entry: ReportDifference): readonly string[] {
  const { difference, left, right } = entry;
  const names = [left, right].map((index) => escapeMarkdown(report.models[index]?.name ?? ""));
  const title = `## ${l10n.t("From {0} to {1}", ...names)}\n`;
  const attributes = difference.attributes
    .map((change) => `- ${escapeMarkdown(describeChange(change))}\n`)
    .join("");
  if (summarizeDifference(difference).identical)
    return [title, `${l10n.t("The two have the same structure: at most names differ.")}\n`];
  const grid = differenceGrid(report, entry, false);
  return [title, ...(attributes === "" ? [] : [attributes]), gridMarkdown(grid)];
}

/** One row a change, unchanged parts folded (left out when `exact`). */
export function differenceGrid(
  { models }: CompareReport,
  { difference, left, right }: ReportDifference,
  exact: boolean,
): Grid {
  const rows = visibleRows(difference.differences.length === 0 ? [] : differenceRows(difference.differences));
  const [a, b] = [models[left]?.name ?? "", models[right]?.name ?? ""];
  return {
    columns: [
      { title: l10n.t("Change"), align: "left" },
      { title: a, align: "left" },
      { title: b, align: "left" },
      { title: l10n.t("What"), align: "left" },
      { title: l10n.t("Attributes"), align: "left" },
      { title: l10n.t("Params"), align: "right" },
      { title: l10n.t("Multiply-adds"), align: "right" },
      { title: l10n.t("Activation memory"), align: "right" },
    ],
    rows: rows
      .filter(({ kind, change }) => !exact || (kind === "unit" && change !== "same"))
      .map((row) => rowCells(row, exact)),
  };
}

function rowCells(row: DifferenceRow, exact: boolean): readonly string[] {
  const {
    kind,
    change,
    depth,
    left = "",
    right = "",
    what,
    attributes,
    count,
    layers,
    params,
    macs,
    activationBytes,
  } = row;
  const indent = exact ? "" : "\u2003".repeat(depth);
  const figures = [
    signed(params, exact, formatCount),
    signed(macs, exact, formatCount),
    signed(activationBytes, exact, formatBytes),
  ];
  if (kind === "fold") {
    const equal = l10n.t("{0} equal ({1} layers)", count, layers);
    return [`${indent}${l10n.t("same")}`, "", "", equal, "", ...figures];
  }
  const times = count > 1 ? ` ×${String(count)}` : "";
  return [
    exact ? change : `${indent}${kind === "heading" ? l10n.t("in") : changeText(change)}`,
    left,
    right,
    `${what}${times}`,
    attributes.join("; "),
    ...figures,
  ];
}

function changeText(change: DifferenceRow["change"]): string {
  switch (change) {
    case "added":
      return l10n.t("added");
    case "removed":
      return l10n.t("removed");
    case "changed":
      return l10n.t("changed");
    case "moved":
      return l10n.t("moved");
    case "same":
      return l10n.t("same");
  }
}

/** Without the rows that a fold hides. */
export function visibleRows(rows: readonly DifferenceRow[]): readonly DifferenceRow[] {
  const visible: DifferenceRow[] = [];
  let hidden = 0;
  for (const row of rows) {
    if (hidden > 0) hidden -= 1;
    else visible.push(row);
    if (row.kind === "fold") hidden = row.count;
  }
  return visible;
}

/** `+4.81K`, `−784 KB`; exact digits for a program; nothing for no difference, `?` for an unknown one. */
export function signed(value: Count, exact: boolean, format: (value: Count) => string): string {
  if (value === undefined) return exact ? "" : "?";
  if (exact) return String(value);
  if (value === 0) return "";
  return `${value > 0 ? "+" : "−"}${format(Math.abs(value))}`;
}
