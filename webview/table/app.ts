// The table panel: what is shown and remembered of it, and what is asked of the editor.

import type {
  FromTableView,
  TableColumn,
  TableFormat,
  TableResult,
  TableStrings,
} from "../../src/protocol/table";
import type { Channel } from "../channel";
import { fill, html } from "../element";
import type { Arrangement } from "./arrange";
import { arrange } from "./arrange";
import type { Table } from "./columns";
import { COLUMNS } from "./columns";
import { createToolbar } from "./toolbar";
import type { Toolbar } from "./toolbar";
import { TableView } from "./view";

export type TableAnswer = TableResult & { readonly uri: string };

export class TableApp {
  readonly #strings: TableStrings;
  readonly #channel: Channel<FromTableView>;
  readonly #notice = html("p", { class: "notice", role: "status" });
  readonly #view: TableView;
  readonly #toolbar: Toolbar;
  #answer: TableAnswer | undefined;
  #columns: readonly TableColumn[];
  #arrangement: Arrangement = { filter: "", closed: new Set() };

  constructor(strings: TableStrings, channel: Channel<FromTableView>, parent: HTMLElement = document.body) {
    this.#strings = strings;
    this.#channel = channel;
    const { columns: saved } = channel.saved;
    this.#columns = COLUMNS.map(({ id }) => id).filter((id) => !Array.isArray(saved) || saved.includes(id));
    this.#view = new TableView(strings, {
      sort: (column) => {
        this.#sortBy(column);
      },
      toggle: (path) => {
        this.#toggle(path);
      },
      reveal: (path, focus) => {
        this.#post((network) => ({ type: "reveal", network, path, focus }));
      },
    });
    this.#toolbar = this.#createToolbar();
    parent.append(this.#toolbar.element, this.#notice, this.#view.element);
  }

  show(answer: TableAnswer): void {
    this.#answer = answer;
    this.#update();
  }

  mark(network: string, paths: readonly string[]): void {
    if (network === this.#answer?.network) this.#view.mark(paths);
  }

  copied(): void {
    this.#notice.textContent = this.#strings.copied;
    this.#notice.hidden = false;
    setTimeout(() => {
      this.#update();
    }, 1500);
  }

  #createToolbar(): Toolbar {
    return createToolbar(this.#strings, {
      chooseNetwork: (network) => {
        this.#channel.post({ type: "network", network });
      },
      filter: (filter) => {
        this.#rearrange({ ...this.#arrangement, filter });
      },
      collapseAll: () => {
        const groups = this.#answer?.table?.rows.filter(({ kind }) => kind === "group") ?? [];
        this.#rearrange({
          filter: this.#arrangement.filter,
          closed: new Set(groups.map(({ path }) => path)),
        });
      },
      expandAll: () => {
        this.#rearrange({ filter: this.#arrangement.filter, closed: new Set() });
      },
      columns: () => this.#columns,
      chooseColumns: (columns) => {
        this.#columns = columns;
        this.#update();
      },
      exportAs: (format, how) => {
        this.#export(format, how);
      },
    });
  }

  #post(message: (network: string) => FromTableView): void {
    const network = this.#answer?.network;
    if (network !== undefined) this.#channel.post(message(network));
  }

  #export(format: TableFormat, how: "copy" | "save"): void {
    this.#post((network) => ({ type: "export", network, format, columns: this.#columns, how }));
  }

  #rearrange(arrangement: Arrangement): void {
    this.#arrangement = arrangement;
    this.#update();
  }

  #toggle(path: string): void {
    const closed = new Set(this.#arrangement.closed);
    if (!closed.delete(path)) closed.add(path);
    this.#rearrange({ ...this.#arrangement, closed });
  }

  /** Figures first descending, words first ascending; then the other way; then as the network runs. */
  #sortBy(column: TableColumn): void {
    const { sort, filter, closed } = this.#arrangement;
    const first = COLUMNS.find(({ id }) => id === column)?.numeric === true;
    if (sort?.column !== column) this.#rearrange({ filter, closed, sort: { column, descending: first } });
    else if (sort.descending === first)
      this.#rearrange({ filter, closed, sort: { column, descending: !first } });
    else this.#rearrange({ filter, closed });
  }

  #update(): void {
    if (this.#answer === undefined) return;
    const { table, networks, network = "", convention, uri } = this.#answer;
    this.#toolbar.setNetworks(networks, network);
    this.#view.element.hidden = table === undefined;
    const rows = table === undefined ? [] : arrange(table.rows, this.#arrangement);
    this.#notice.textContent = this.#noticeText(table, rows.length);
    this.#notice.hidden = this.#notice.textContent === "";
    const columns = COLUMNS.filter(({ id }) => this.#columns.includes(id));
    if (table !== undefined) {
      this.#view.show({ table, rows, columns, arrangement: this.#arrangement, convention, network });
    }
    this.#channel.save({ uri, network, columns: this.#columns });
  }

  #noticeText(table: Table | undefined, shown: number): string {
    const strings = this.#strings;
    if (table === undefined) return strings.empty;
    const errors = (this.#answer?.errors ?? 0) > 0 ? strings.errors : "";
    const omitted = table.omitted > 0 ? fill(strings.omitted, table.omitted.toLocaleString("en-US")) : "";
    return [errors, omitted, shown === 0 ? strings.noMatch : ""].filter((text) => text !== "").join(" ");
  }
}
