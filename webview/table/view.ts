// The table itself: a header that stays, virtual rows, totals that stay; moved through with the keyboard.

import type { TableColumn, TableStrings } from "../../src/protocol/table";
import { fill, html } from "../element";
import { editorFont, measureInFont } from "../measure-text";
import { virtualRows } from "../virtual-rows";
import type { Look } from "./cells";
import { ACTIVE_ID, headRow, rowElement, totalRow } from "./cells";
import type { Column, Row } from "./columns";
import { parentOf, stepFor } from "./keyboard";
import type { MeasureText, PlacedColumn } from "./widths";
import { placedColumns } from "./widths";

const ROW_HEIGHT = 24;
/** As in style.css. */
const FONT_SIZE = 12;

/** Milliseconds without a key after which the row that was walked to is shown elsewhere. */
const REST = 120;

export interface TableViewActions {
  readonly sort: (column: TableColumn) => void;
  /** Opens or closes a group. */
  readonly toggle: (path: string) => void;
  readonly reveal: (path: string, focus: boolean) => void;
}

/** What is shown; which row is active is the view's own. */
export type Shown = Omit<Look, "active" | "columns" | "marked" | "strings"> & {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly network: string;
};

export class TableView {
  readonly element: HTMLElement;
  readonly #strings: TableStrings;
  readonly #actions: TableViewActions;
  readonly #head = html("div", { class: "head", role: "rowgroup" });
  readonly #body = html("div", { class: "body", role: "rowgroup" });
  readonly #foot = html("div", { class: "foot", role: "rowgroup" });
  readonly #virtual;
  readonly #measure: MeasureText;
  #shown: Shown | undefined;
  #columns: readonly PlacedColumn[] = [];
  #active: string | undefined;
  #marked: ReadonlySet<string> = new Set();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(strings: TableStrings, actions: TableViewActions) {
    this.#strings = strings;
    this.#actions = actions;
    const measure = measureInFont(editorFont());
    this.#measure = (text, weight) => measure(text, FONT_SIZE, weight);
    const attributes = { tabindex: 0, "aria-description": strings.help };
    const options = { class: "grid", role: "treegrid", attributes };
    this.element = html("div", options, this.#head, this.#body, this.#foot);
    this.#virtual = virtualRows(this.element, this.#body, ROW_HEIGHT, (index) => this.#makeRow(index));
    this.element.addEventListener("keydown", (event) => {
      if (this.#press(event.key)) event.preventDefault();
    });
  }

  show(shown: Shown): void {
    this.#shown = shown;
    const { rows, network } = shown;
    this.element.setAttribute("aria-label", fill(this.#strings.table, network));
    this.element.setAttribute("aria-rowcount", String(rows.length + 2));
    this.#columns = placedColumns({ ...shown, strings: this.#strings }, this.#measure);
    const width = this.#columns.reduce((sum, column) => sum + column.width, 0);
    for (const part of [this.#head, this.#body, this.#foot]) part.style.width = `${width}px`;
    const look = this.#look(shown);
    this.#head.replaceChildren(headRow(look, this.#actions.sort));
    this.#foot.replaceChildren(totalRow(look));
    this.#virtual.setCount(rows.length);
  }

  /** Marks rows, and moves to the first one of them that is shown. */
  mark(paths: readonly string[]): void {
    // Who moves elsewhere does not want this table's last row shown after it.
    clearTimeout(this.#timer);
    this.#marked = new Set(paths);
    const index = this.#rows.findIndex(({ path }) => this.#marked.has(path));
    if (index >= 0) this.#moveTo(index);
    else this.#virtual.refresh();
  }

  get #rows(): readonly Row[] {
    return this.#shown?.rows ?? [];
  }

  #look(shown: Shown): Look {
    return {
      ...shown,
      columns: this.#columns,
      strings: this.#strings,
      active: this.#active,
      marked: this.#marked,
    };
  }

  #makeRow(index: number): HTMLElement {
    const row = this.#rows[index];
    if (row === undefined || this.#shown === undefined) return html("div", { class: "row", role: "row" });
    const element = rowElement(row, index, this.#look(this.#shown));
    element.addEventListener("click", ({ target }) => {
      this.#moveTo(index);
      const onTwistie = target instanceof Element && target.classList.contains("twistie");
      if (onTwistie) this.#actions.toggle(row.path);
      else this.#reveal(row.path, false);
    });
    element.addEventListener("dblclick", ({ target }) => {
      if (target instanceof Element && target.classList.contains("twistie")) return;
      this.#reveal(row.path, true);
    });
    return element;
  }

  #canToggle(row: Row): boolean {
    return row.kind === "group" && this.#shown?.arrangement.sort === undefined;
  }

  #moveTo(index: number): void {
    const row = this.#rows[index];
    if (row === undefined) return;
    this.#active = row.path;
    this.element.setAttribute("aria-activedescendant", ACTIVE_ID);
    this.#virtual.scrollTo(index);
    this.#virtual.refresh();
  }

  /** True when the key did something. */
  #press(key: string): boolean {
    const rows = this.#rows;
    const at = rows.findIndex(({ path }) => path === this.#active);
    const step = stepFor(key, this.#virtual.pageSize(), rows.length);
    if (step !== undefined) {
      this.#walkTo(Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step)));
      return true;
    }
    const row = rows[at];
    if (row === undefined) return false;
    if (key === "Enter" || key === " ") this.#reveal(row.path, key === "Enter");
    else if (key === "ArrowLeft" || key === "ArrowRight") this.#turn(key === "ArrowRight", at, row);
    else return false;
    return true;
  }

  /** Opens or closes a group; where that is done already, moves into it or out of it. */
  #turn(open: boolean, at: number, row: Row): void {
    const isClosed = this.#shown?.arrangement.closed.has(row.path) === true;
    if (this.#canToggle(row) && isClosed === open) this.#actions.toggle(row.path);
    else this.#walkTo(open ? Math.min(this.#rows.length - 1, at + 1) : parentOf(this.#rows, at));
  }

  /** Moves there, and shows the layer's source once the keys rest. */
  #walkTo(index: number): void {
    this.#moveTo(index);
    const path = this.#active;
    clearTimeout(this.#timer);
    if (path !== undefined) {
      this.#timer = setTimeout(() => {
        this.#actions.reveal(path, false);
      }, REST);
    }
  }

  #reveal(path: string, focus: boolean): void {
    clearTimeout(this.#timer);
    this.#actions.reveal(path, focus);
  }
}
