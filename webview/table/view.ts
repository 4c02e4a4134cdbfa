// The table itself: a header that stays, virtual rows, totals that stay; moved through with the keyboard.

import type { TableColumn, TableResult, TableStrings } from "../../src/protocol/table";
import { fill, html } from "../element";
import type { VirtualRows } from "../virtual-rows";
import { virtualRows } from "../virtual-rows";
import type { Arrangement } from "./arrange";
import type { Column, Row, Table } from "./columns";
import { COLUMNS, scaled } from "./columns";

export const ROW_HEIGHT = 24;

export interface TableViewActions {
  readonly sort: (column: TableColumn) => void;
  readonly toggle: (path: string) => void;
  readonly reveal: (path: string, focus: boolean) => void;
}

export interface TableView {
  readonly element: HTMLElement;
  show(table: Table, rows: readonly Row[], state: TableViewState): void;
  /** Marks rows, and moves to the first one of them that is shown. */
  mark(paths: readonly string[]): void;
}

export interface TableViewState {
  readonly columns: readonly TableColumn[];
  readonly arrangement: Arrangement;
  readonly convention: TableResult["convention"];
  readonly network: string;
}

const CONVENTIONS: Readonly<Record<TableResult["convention"], string>> = {
  "multiply-add": "1 multiply-add = 1 FLOP",
  operations: "1 multiply-add = 2 FLOPs, and all other operations",
};

export function createTableView(strings: TableStrings, actions: TableViewActions): TableView {
  const head = html("div", { class: "head", role: "rowgroup" });
  const body = html("div", { class: "body", role: "rowgroup" });
  const foot = html("div", { class: "foot", role: "rowgroup" });
  const element = html(
    "div",
    {
      class: "grid",
      role: "treegrid",
      attributes: { tabindex: 0, "aria-label": strings.table, title: strings.help },
    },
    head,
    body,
    foot,
  );
  let shown: readonly Row[] = [];
  let table: Table | undefined;
  let columns: readonly Column[] = COLUMNS;
  let state: TableViewState | undefined;
  let active: string | undefined;
  let marked: ReadonlySet<string> = new Set();
  const rows: VirtualRows = virtualRows(element, body, ROW_HEIGHT, (index) => rowElement(index));

  function rowElement(index: number): HTMLElement {
    const row = shown[index];
    const isGroup = row?.kind === "group";
    const closed = isGroup && state?.arrangement.closed.has(row.path) === true;
    const classes = [
      "row",
      row?.kind ?? "",
      row?.auxiliary === true ? "auxiliary" : "",
      row?.path === active ? "active" : "",
      marked.has(row?.path ?? "") ? "marked" : "",
    ];
    const attributes = {
      "data-path": row?.path,
      "aria-level": (row?.depth ?? 0) + 1,
      "aria-rowindex": index + 2,
      "aria-selected": String(row?.path === active),
      "aria-expanded": isGroup ? String(!closed) : undefined,
      id: row?.path === active ? ACTIVE_ID : undefined,
    };
    const made = html("div", { class: classes.join(" "), role: "row", attributes });
    if (row === undefined || table === undefined) return made;
    for (const column of columns) made.append(cellElement(row, column, closed));
    made.addEventListener("click", () => {
      setActive(index);
      if (isGroup && state?.arrangement.sort === undefined) actions.toggle(row.path);
      else actions.reveal(row.path, false);
    });
    made.addEventListener("dblclick", () => actions.reveal(row.path, true));
    return made;
  }

  function cellElement(row: Row, column: Column, closed: boolean): HTMLElement {
    const text = table === undefined ? "" : column.shown(row, table.totals);
    const exact = column.exact?.(row);
    const cell = html("span", {
      class: column.numeric ? "cell numeric" : "cell",
      role: column.id === "name" ? "rowheader" : "gridcell",
      attributes: { "data-column": column.id, "data-value": exact ?? undefined, style: undefined },
    });
    cell.style.width = `${column.width}ch`;
    if (column.id !== "name") {
      cell.textContent = text;
      cell.title = exact === undefined || exact === null ? text : exact.toLocaleString("en-US");
      return cell;
    }
    const sorted = state?.arrangement.sort !== undefined;
    cell.style.paddingInlineStart = `${sorted ? 6 : 6 + 14 * row.depth}px`;
    if (row.kind === "group")
      cell.append(
        html("span", { class: closed ? "twistie closed" : "twistie", attributes: { "aria-hidden": "true" } }),
      );
    cell.append(sorted ? row.path : text);
    if (row.auxiliary && row.kind === "group")
      cell.append(html("span", { class: "note", text: strings.auxiliary }));
    cell.title = row.path;
    return cell;
  }

  function setActive(index: number): void {
    const row = shown[index];
    if (row === undefined) return;
    active = row.path;
    element.setAttribute("aria-activedescendant", ACTIVE_ID);
    rows.scrollTo(index);
    rows.refresh();
  }

  element.addEventListener("keydown", (event) => {
    const at = shown.findIndex(({ path }) => path === active);
    const row = shown[at];
    const step = stepFor(event.key, rows.pageSize(), shown.length);
    if (step !== undefined) setActive(Math.max(0, Math.min(shown.length - 1, at < 0 ? 0 : at + step)));
    else if (row === undefined) return;
    else if (event.key === "Enter") actions.reveal(row.path, true);
    else if (event.key === " ") actions.reveal(row.path, false);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const closed = state?.arrangement.closed.has(row.path) === true;
      if (row.kind === "group" && closed === (event.key === "ArrowRight")) actions.toggle(row.path);
      else if (event.key === "ArrowLeft") setActive(parentOf(shown, at));
      else setActive(Math.min(shown.length - 1, at + 1));
    } else return;
    event.preventDefault();
  });

  return {
    element,
    show: (next, nextRows, nextState) => {
      table = next;
      shown = nextRows;
      state = nextState;
      columns = COLUMNS.filter(({ id }) => nextState.columns.includes(id));
      element.setAttribute("aria-label", fill(strings.table, nextState.network));
      element.setAttribute("aria-rowcount", String(shown.length + 2));
      const width = columns.reduce((sum, column) => sum + column.width, 0);
      for (const part of [head, body, foot]) part.style.width = `${width}ch`;
      head.replaceChildren(headRow(strings, columns, nextState, actions.sort));
      foot.replaceChildren(totalRow(strings, columns, next));
      rows.setCount(shown.length);
    },
    mark: (paths) => {
      marked = new Set(paths);
      const index = shown.findIndex(({ path }) => marked.has(path));
      if (index >= 0) setActive(index);
      else rows.refresh();
    },
  };
}

const ACTIVE_ID = "active-row";

function stepFor(key: string, page: number, count: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return 1;
    case "ArrowUp":
      return -1;
    case "PageDown":
      return page;
    case "PageUp":
      return -page;
    case "Home":
      return -count;
    case "End":
      return count;
    default:
      return undefined;
  }
}

function parentOf(rows: readonly Row[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0; at--) if ((rows[at]?.depth ?? 0) < depth) return at;
  return index;
}

function headRow(
  strings: TableStrings,
  columns: readonly Column[],
  { arrangement: { sort }, convention }: TableViewState,
  onSort: (column: TableColumn) => void,
): HTMLElement {
  const row = html("div", { class: "row", role: "row", attributes: { "aria-rowindex": 1 } });
  for (const { id, numeric, width } of columns) {
    const direction = sort?.column !== id ? "none" : sort.descending ? "descending" : "ascending";
    const cell = html("span", {
      class: numeric ? "cell numeric" : "cell",
      role: "columnheader",
      attributes: { "aria-sort": direction, "data-column": id },
    });
    cell.style.width = `${width}ch`;
    const title = fill(strings.columnHelp[id], CONVENTIONS[convention]);
    const button = html("button", {
      class: `sort ${direction}`,
      text: strings.columns[id],
      title,
      attributes: { type: "button" },
    });
    button.addEventListener("click", () => onSort(id));
    cell.append(button);
    row.append(cell);
  }
  return row;
}

function totalRow(strings: TableStrings, columns: readonly Column[], { totals, rows }: Table): HTMLElement {
  const row = html("div", {
    class: "row total",
    role: "row",
    attributes: { "data-total": "", "aria-rowindex": rows.length + 2 },
  });
  const figures: Partial<Record<TableColumn, readonly [number | null, number]>> = {
    activationBytes: [totals.activationBytes, 1024],
    params: [totals.params, 1000],
    flops: [totals.flops, 1_000_000],
  };
  for (const { id, numeric, width } of columns) {
    const [value, divisor] = figures[id] ?? [];
    const text = value === undefined || divisor === undefined ? "" : scaled(value, divisor, totals.partial);
    const title = value === undefined || value === null ? "" : value.toLocaleString("en-US");
    const cell = html("span", {
      class: numeric ? "cell numeric" : "cell",
      role: "gridcell",
      title,
      text:
        id === "name"
          ? `${strings.total} · ${fill(strings.layers, totals.layers.toLocaleString("en-US"))}`
          : text,
      attributes: { "data-column": id, "data-value": value ?? undefined },
    });
    cell.style.width = `${width}ch`;
    row.append(cell);
  }
  return row;
}
