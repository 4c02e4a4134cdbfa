// The rows of the table as elements: headings, layers and groups, totals.

import type { TableColumn, TableResult, TableStrings } from "../../src/protocol/table";
import { fill, html } from "../element";
import type { Arrangement } from "./arrange";
import { nameIn } from "./arrange";
import type { Row, Table } from "./columns";
import { exact, scaled, totalName } from "./columns";
import type { PlacedColumn } from "./widths";

/** What rows look like now. */
export interface Look {
  readonly table: Table;
  readonly columns: readonly PlacedColumn[];
  readonly arrangement: Arrangement;
  readonly convention: TableResult["convention"];
  readonly strings: TableStrings;
  /** The path of the row that the keyboard is at. */
  readonly active: string | undefined;
  readonly marked: ReadonlySet<string>;
}

export const ACTIVE_ID = "active-row";

export function rowElement(row: Row, index: number, look: Look): HTMLElement {
  const isActive = row.path === look.active;
  const isClosed = look.arrangement.closed.has(row.path);
  const states = [row.auxiliary && "auxiliary", isActive && "active", look.marked.has(row.path) && "marked"];
  const element = html("div", {
    class: ["row", row.kind, ...states.filter((name) => name !== false)].join(" "),
    role: "row",
    attributes: {
      "data-path": row.path,
      "aria-level": row.depth + 1,
      "aria-rowindex": index + 2,
      "aria-selected": String(isActive),
      "aria-expanded": row.kind === "group" ? String(!isClosed) : undefined,
      id: isActive ? ACTIVE_ID : undefined,
    },
  });
  for (const column of look.columns) {
    element.append(
      column.id === "name" ? nameCell(row, column, look, isClosed) : figureCell(row, column, look),
    );
  }
  return element;
}

function figureCell(row: Row, column: PlacedColumn, { table, strings }: Look): HTMLElement {
  const text = column.shown(row, table.totals, strings);
  const value = column.exact?.(row) ?? undefined;
  const element = cell(column, "gridcell", { text, title: value === undefined ? text : exact(value), value });
  // What costs nothing steps back behind what does.
  if (value === 0 || text === NO_SHARE) element.classList.add("nothing");
  const part = column.id === "share" ? partOf(row, table.totals) : 0;
  if (part > 0) {
    element.classList.add("part");
    element.style.setProperty("--part", String(part));
  }
  return element;
}

const NO_SHARE = "0%";

/** Between 0 and 1, for the bar behind a share. */
function partOf({ flops, auxiliary }: Row, totals: Table["totals"]): number {
  return auxiliary || flops === null || totals.flops === null || totals.flops === 0
    ? 0
    : flops / totals.flops;
}

/** Sorted rows stand outside of their groups, and so are named by their whole path. */
function nameCell(
  row: Row,
  column: PlacedColumn,
  { arrangement, strings }: Look,
  isClosed: boolean,
): HTMLElement {
  const sorted = arrangement.sort !== undefined;
  const element = cell(column, "rowheader", { text: "", title: row.path });
  element.style.paddingInlineStart = `${sorted ? 6 : 6 + 14 * row.depth}px`;
  if (row.kind === "group") {
    const twistie = html("span", { class: isClosed ? "twistie closed" : "twistie" });
    twistie.setAttribute("aria-hidden", "true");
    element.append(twistie);
  }
  element.append(nameIn(row, arrangement));
  if (row.auxiliary && row.kind === "group") {
    element.append(html("span", { class: "note", text: strings.auxiliary }));
  }
  return element;
}

function cell(
  { id, numeric, width }: PlacedColumn,
  role: string,
  {
    text,
    title,
    value,
  }: { readonly text: string; readonly title: string; readonly value?: number | undefined },
): HTMLElement {
  const element = html("span", {
    class: numeric ? "cell numeric" : "cell",
    role,
    text,
    title,
    attributes: { "data-column": id, "data-value": value },
  });
  element.style.width = `${width}px`;
  return element;
}

export function headRow(
  { columns, arrangement: { sort }, convention, strings }: Look,
  onSort: (column: TableColumn) => void,
): HTMLElement {
  const row = html("div", { class: "row", role: "row", attributes: { "aria-rowindex": 1 } });
  for (const column of columns) {
    const { id } = column;
    const direction = sort?.column !== id ? "none" : sort.descending ? "descending" : "ascending";
    const element = cell(column, "columnheader", { text: "", title: "" });
    element.setAttribute("aria-sort", direction);
    const title = fill(strings.columnHelp[id], strings.conventions[convention]);
    const text = strings.columns[id];
    const button = html("button", {
      class: `sort ${direction}`,
      text,
      title,
      attributes: { type: "button" },
    });
    button.addEventListener("click", () => {
      onSort(id);
    });
    element.append(button);
    row.append(element);
  }
  return row;
}

export function totalRow({ columns, table: { totals, rows }, strings }: Look): HTMLElement {
  const attributes = { "data-total": "", "aria-rowindex": rows.length + 2 };
  const row = html("div", { class: "row total", role: "row", attributes });
  const figures: Partial<Record<TableColumn, readonly [number | null, number]>> = {
    activationBytes: [totals.activationBytes, 1024],
    params: [totals.params, 1000],
    flops: [totals.flops, 1_000_000],
  };
  const name = totalName(totals, strings);
  for (const column of columns) {
    const [value, divisor = 1] = figures[column.id] ?? [];
    const text = value === undefined ? "" : scaled(value, divisor, totals.partial);
    const title = value === undefined || value === null ? "" : exact(value);
    const shown =
      column.id === "name" ? { text: name, title: name } : { text, title, value: value ?? undefined };
    row.append(cell(column, "gridcell", shown));
  }
  return row;
}
