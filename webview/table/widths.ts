// How wide the columns are: as wide as their widest text, so that as many as can be are in view.

import type { TableColumn, TableStrings } from "../../src/protocol/table";
import type { Arrangement } from "./arrange";
import { nameIn } from "./arrange";
import type { Column, Row, Table } from "./columns";
import { totalName } from "./columns";

/** A column at its place in the table. */
export interface PlacedColumn extends Column {
  /** In pixels, the same for every row: columns do not jump while one scrolls. */
  readonly width: number;
}

/** The width of a text in the table's font, in pixels. */
export type MeasureText = (text: string, weight: "bold" | "regular") => number;

interface Content {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly arrangement: Arrangement;
  readonly strings: Pick<TableStrings, "all" | "auxiliary" | "columns" | "layers" | "total">;
}

const PADDING = 14;
const INDENT = 14;
const WIDEST = 280;
const SHARE = "100.0%";

/** The columns with widths that fit every row of the table, shown or in a closed group. */
export function placedColumns(content: Content, measure: MeasureText): readonly PlacedColumn[] {
  return content.columns.map((column) => {
    const heading = measure(content.strings.columns[column.id], "bold");
    const widest = Math.max(heading, widestContent(column, content, measure));
    return { ...column, width: Math.ceil(Math.min(widest, WIDEST)) + PADDING };
  });
}

/** Only the row that is longest by count of letters or by its figure is measured: tables have tens of thousands. */
function widestContent(column: Column, content: Content, measure: MeasureText): number {
  const { table, strings } = content;
  if (column.id === "share") return measure(SHARE, "bold");
  if (column.id === "name") {
    const total = measure(totalName(table.totals, strings), "bold");
    return Math.max(total, widestName(content, measure));
  }
  const { exact } = column;
  const row = longest(table.rows, exact ?? ((each) => textOf(each, column.id).length));
  if (row === undefined) return 0;
  // The totals of figures stand below them.
  const all = exact === undefined ? [row] : [row, { ...row, ...table.totals }];
  return Math.max(...all.map((each) => measure(column.shown(each, table.totals, strings), "bold")));
}

function textOf(row: Row, id: TableColumn): string {
  const text: unknown = row[id as keyof Row];
  return typeof text === "string" ? text : "";
}

function widestName({ table, arrangement, strings }: Content, measure: MeasureText): number {
  const isSorted = arrangement.sort !== undefined;
  const indentOf = ({ depth, kind }: Row): number =>
    isSorted ? 0 : INDENT * (depth + (kind === "group" ? 1 : 0));
  const noteOf = ({ kind, auxiliary }: Row): string =>
    kind === "group" && auxiliary ? ` ${strings.auxiliary} ` : "";
  const textWith = (row: Row): string => nameIn(row, arrangement) + noteOf(row);
  const row = longest(table.rows, (each) => textWith(each).length * 7 + indentOf(each));
  return row === undefined ? 0 : indentOf(row) + measure(textWith(row), "bold");
}

function longest(rows: readonly Row[], size: (row: Row) => number | null): Row | undefined {
  let found: Row | undefined;
  let most = -Infinity;
  for (const row of rows) {
    const each = size(row) ?? -1;
    if (each <= most) continue;
    most = each;
    found = row;
  }
  return found;
}
