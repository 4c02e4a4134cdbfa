// `summary` for people: a tree of layers in aligned columns, with totals, units and the FLOPs convention named.

import { flopsOf } from "../analysis/figures";
import type { Figures, FlopsConvention } from "../analysis/figures";
import { formatBytes, formatExact, formatTally } from "../analysis/format-number";
import { insightsOf } from "../analysis/insights/index";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { Tally } from "../analysis/tally";
import { formatShape } from "../model/shape";
import { printable } from "./problem-lines";
import type { Source } from "./read-source";
import { cut, pad, styleFor, widthOf } from "./style";
import type { Style } from "./style";
import type { Terminal } from "./subcommand";
import { summaryRows } from "./summary-rows";
import type { SummaryRow } from "./summary-rows";
import { totalLines } from "./summary-totals";

interface Column {
  readonly title: string;
  readonly side: "left" | "right";
  readonly cell: (row: SummaryRow) => string;
  /** Left out first when the terminal is narrow: the greatest goes first; 0 stays. */
  readonly dispensable: number;
}

/** The lines of the table; columns that a narrow terminal has no room for are left out, then names are cut. */
export function* summaryTable(
  source: Source,
  analysis: NetworkAnalysis,
  convention: FlopsConvention,
  { colours, columns: width }: Pick<Terminal, "colours" | "columns">,
): Generator<string> {
  const style = styleFor(colours);
  const rows = summaryRows(analysis);
  const { columns, widths } = fitted(columnsFor(convention), rows, width);
  const total = widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  const rule = style.dim("─".repeat(total));
  yield* heading(source, analysis, style);
  yield `${columns.map((column, i) => style.bold(pad(column.title, widths[i] ?? 0, column.side))).join(GAP)}\n${rule}\n`;
  for (const row of rows) yield `${line(row, columns, widths, style)}\n`;
  yield `${rule}\n`;
  for (const text of totalLines(analysis, convention)) yield `${text}\n`;
  const insights = insightsOf(analysis);
  if (insights.length > 0) yield "\n";
  for (const { text } of insights) yield `- ${printable(text)}\n`;
}

const GAP = "  ";

function columnsFor(convention: FlopsConvention): readonly Column[] {
  const flops = convention === "multiply-add" ? "FLOPs (multiply-adds)" : "FLOPs (operations)";
  return [
    {
      title: "Layer",
      side: "left",
      dispensable: 0,
      cell: (row) => "  ".repeat(row.depth) + printable(row.name),
    },
    {
      title: "Operator",
      side: "left",
      dispensable: 1,
      cell: ({ type, name }) => (type === name ? "" : printable(type)),
    },
    { title: "Output shape", side: "left", dispensable: 0, cell: ({ output }) => printable(output) },
    { title: "Params", side: "right", dispensable: 0, cell: (row) => exact(row, ({ params }) => params) },
    {
      title: flops,
      side: "right",
      dispensable: 0,
      cell: (row) => exact(row, (figures) => flopsOf(figures, convention)),
    },
    {
      title: "Memory",
      side: "right",
      dispensable: 2,
      cell: ({ figures }) => formatTally(figures.activationBytes, formatBytes),
    },
  ];
}

/** Exact digits; a dash for nothing. */
function exact({ figures }: SummaryRow, pick: (figures: Figures) => Tally): string {
  const tally = pick(figures);
  return tally.value === 0 && tally.uncounted === 0 ? "–" : formatTally(tally, formatExact);
}

function fitted(
  all: readonly Column[],
  rows: readonly SummaryRow[],
  width: number | undefined,
): { columns: readonly Column[]; widths: number[] } {
  let columns = all;
  let widths = widthsOf(columns, rows);
  const total = (): number => widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  while (width !== undefined && total() > width && columns.some(({ dispensable }) => dispensable > 0)) {
    const least = Math.max(...columns.map(({ dispensable }) => dispensable));
    columns = columns.filter(({ dispensable }) => dispensable !== least);
    widths = widthsOf(columns, rows);
  }
  const [names] = widths;
  if (width !== undefined && names !== undefined && total() > width) {
    widths[0] = Math.max(SHORTEST_NAME, names - (total() - width));
  }
  return { columns, widths };
}

const SHORTEST_NAME = 12;

function widthsOf(columns: readonly Column[], rows: readonly SummaryRow[]): number[] {
  return columns.map(({ title, cell }) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(cell(row))), widthOf(title)),
  );
}

function line(row: SummaryRow, columns: readonly Column[], widths: readonly number[], style: Style): string {
  const text = columns
    .map((column, index) => {
      const width = widths[index] ?? 0;
      return pad(cut(column.cell(row), width), width, column.side);
    })
    .join(GAP)
    .trimEnd();
  if (row.auxiliary) return style.dim(text);
  return row.isGroup ? style.accent(text) : text;
}

function* heading({ file }: Source, { network }: NetworkAnalysis, style: Style): Generator<string> {
  yield `${style.bold(printable(network.name))}  ${style.dim(printable(file))}\n`;
  for (const { name, shape, dtype } of network.inputs) {
    yield `input  ${printable(name)}  ${formatShape(shape)}  ${dtype}\n`;
  }
  yield "\n";
}
