// The layer table as text: CSV and JSON with exact figures, Markdown and LaTeX with those that are shown.

import * as l10n from "@vscode/l10n";
import type { FlopsConvention } from "../analysis/figures";
import { formatShare } from "../analysis/format-number";
import type { NetworkTable, RowFigures, TableRow } from "../analysis/table/table-rows";
import type { Grid } from "./grid";
import { gridCsv, gridLatex, gridMarkdown } from "./grid";

export type TableTextFormat = "csv" | "json" | "latex" | "markdown";

interface Column {
  /** In the reader's language, with the unit of the shown figure. */
  readonly title: () => string;
  readonly align: "left" | "right";
  readonly shown: (row: TableRow, totals: NetworkTable["totals"]) => string;
  readonly exact?: (row: TableRow, totals: NetworkTable["totals"]) => string;
}

const text = (title: () => string, name: TextField, align: Column["align"] = "right"): Column => ({
  title,
  align,
  shown: (row) => row[name],
});

type TextField = {
  [Name in keyof TableRow]: TableRow[Name] extends string ? Name : never;
}[keyof TableRow];

const figure = (title: () => string, divisor: number, name: keyof Omit<RowFigures, "partial">): Column => ({
  title,
  align: "right",
  shown: (row) => scaled(row[name], divisor, row.partial),
  exact: (row) => (row[name] === null ? "" : String(row[name])),
});

const COLUMNS: Readonly<Record<string, Column>> = {
  name: {
    title: () => l10n.t("Layer"),
    align: "left",
    shown: ({ name, depth }) => `${"\u2003".repeat(depth)}${name}`,
    exact: ({ path }) => path,
  },
  operator: text(() => l10n.t("Operator"), "operator", "left"),
  inputChannels: text(() => l10n.t("Input C"), "inputChannels"),
  inputSize: text(() => l10n.t("Input H×W"), "inputSize"),
  filters: text(() => l10n.t("Filters"), "filters"),
  kernel: text(() => l10n.t("Kernel"), "kernel"),
  stride: text(() => l10n.t("Stride"), "stride"),
  pad: text(() => l10n.t("Pad"), "pad"),
  outputChannels: text(() => l10n.t("Output C"), "outputChannels"),
  outputSize: text(() => l10n.t("Output H×W"), "outputSize"),
  activationBytes: figure(() => l10n.t("Memory (KB)"), 1024, "activationBytes"),
  params: figure(() => l10n.t("Params (k)"), 1000, "params"),
  flops: figure(() => l10n.t("FLOPs (M)"), 1_000_000, "flops"),
  share: {
    title: () => l10n.t("Share of FLOPs"),
    align: "right",
    shown: (row, totals) => shareText(row, totals),
    exact: ({ flops, auxiliary }, totals) =>
      auxiliary || flops === null || totals.flops === null || totals.flops === 0
        ? ""
        : String(flops / totals.flops),
  },
  receptiveField: {
    title: () => l10n.t("Receptive field"),
    align: "right",
    shown: ({ receptiveField }) => (receptiveField === "all" ? l10n.t("all") : receptiveField),
    exact: ({ receptiveField }) => receptiveField,
  },
};

function shareText({ flops, auxiliary }: TableRow, totals: NetworkTable["totals"]): string {
  return auxiliary ? "" : formatShare(flops ?? undefined, totals.flops ?? undefined);
}

/** Three significant digits in the column's unit; `≥` before a sum that leaves layers out. */
export function scaled(value: number | null, divisor: number, partial: boolean): string {
  if (value === null) return "?";
  const number = value / divisor;
  const digits =
    number === 0 || number >= 100
      ? number.toFixed(0)
      : number >= 10
        ? number.toFixed(1)
        : number.toPrecision(3);
  return `${partial ? "≥" : ""}${Number(digits) === number ? String(number) : digits}`;
}

/** The rows with these columns, and the totals. CSV and JSON hold layers only, with exact figures in plain units. */
export function tableText(
  { rows, totals }: NetworkTable,
  columns: readonly string[],
  format: TableTextFormat,
  convention: FlopsConvention,
): string {
  const chosen = columns.flatMap((id) => (COLUMNS[id] === undefined ? [] : [{ id, ...COLUMNS[id] }]));
  if (format === "json") return json(rows, totals, convention);
  const exact = format === "csv";
  const shownRows = exact ? rows.filter(({ kind }) => kind === "layer") : rows;
  const grid: Grid = {
    columns: chosen.map(({ id, title, align }) => ({
      title: exact ? csvTitle(id, convention) : title(),
      align,
    })),
    rows: [
      ...shownRows.map((row) =>
        chosen.map(({ shown, exact: exactly }) => (exact ? (exactly ?? shown) : shown)(row, totals)),
      ),
      ...(exact ? [] : [chosen.map(({ id }, index) => totalCell(id, index, totals))]),
    ],
  };
  if (format === "csv") return gridCsv(grid);
  return format === "latex" ? gridLatex(grid) : gridMarkdown(grid);
}

function csvTitle(id: string, convention: FlopsConvention): string {
  return id === "flops"
    ? convention === "multiply-add"
      ? "flops_multiply_adds"
      : "flops_operations"
    : snake(id);
}

function snake(id: string): string {
  return id.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

function totalCell(id: string, index: number, totals: NetworkTable["totals"]): string {
  if (index === 0) return l10n.t("Total");
  const { params, flops, activationBytes, partial } = totals;
  if (id === "params") return scaled(params, 1000, partial);
  if (id === "flops") return scaled(flops, 1_000_000, partial);
  return id === "activationBytes" ? scaled(activationBytes, 1024, partial) : "";
}

function json(
  rows: readonly TableRow[],
  totals: NetworkTable["totals"],
  convention: FlopsConvention,
): string {
  return `${JSON.stringify({ flopsConvention: convention, totals, rows }, null, 2)}\n`;
}
