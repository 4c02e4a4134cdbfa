// The table panel's script: what is shown, what is remembered, and what is asked of the editor.

import type {
  FromTableView,
  TableColumn,
  TableFormat,
  TableResult,
  TableStrings,
  ToTableView,
} from "../../src/protocol/table";
import { openChannel } from "../channel";
import { button, checkbox, dropdown, registerControls, textField } from "../controls";
import { fill, html } from "../element";
import { ICONS } from "../graph/icons";
import { menu } from "../menu";
import { arrange } from "./arrange";
import { COLUMNS } from "./columns";
import { createTableView } from "./view";
import "./style.css";

type Shown = TableResult & { readonly uri: string };

const FORMATS: readonly { readonly format: TableFormat; readonly label: string }[] = [
  { format: "csv", label: "CSV" },
  { format: "markdown", label: "Markdown" },
  { format: "latex", label: "LaTeX" },
  { format: "json", label: "JSON" },
];

const COLUMNS_ICON = "M2.5 3h11v10h-11zM6 3v10M10 3v10";

interface App {
  show(result: Shown): void;
  mark(network: string, paths: readonly string[]): void;
  copied(): void;
}

let app: App | undefined;

const channel = openChannel<ToTableView, FromTableView>({
  strings: ({ strings }) => {
    app ??= createApp(strings);
  },
  table: (message) => app?.show(message),
  cursor: ({ network, paths }) => app?.mark(network, paths),
  copied: () => app?.copied(),
});

registerControls();
const { network: savedNetwork, columns: savedColumns } = channel.saved;
channel.post({ type: "ready", ...(typeof savedNetwork === "string" ? { network: savedNetwork } : {}) });

function createApp(strings: TableStrings): App {
  let result: Shown | undefined;
  let columns: readonly TableColumn[] = COLUMNS.map(({ id }) => id).filter(
    (id) => !Array.isArray(savedColumns) || savedColumns.includes(id),
  );
  let filter = "";
  let sort: { readonly column: TableColumn; readonly descending: boolean } | undefined;
  let closed: ReadonlySet<string> = new Set();

  const view = createTableView(strings, {
    sort: (column) => {
      sort = nextSort(sort, column);
      update();
    },
    toggle: (path) => {
      closed = closed.has(path)
        ? new Set([...closed].filter((other) => other !== path))
        : new Set([...closed, path]);
      update();
    },
    reveal: (path, focus) => {
      if (result?.network !== undefined)
        channel.post({ type: "reveal", network: result.network, path, focus });
    },
  });
  const notice = html("p", { class: "notice", role: "status" });
  const network = dropdown(strings.network, (name) => channel.post({ type: "network", network: name }));
  const exportAs = (how: "copy" | "save") => (format: string) => {
    if (result?.network === undefined) return;
    channel.post({ type: "export", network: result.network, format: format as TableFormat, columns, how });
  };
  const optionalColumns = COLUMNS.map(({ id }) => id).filter((id) => id !== "name");
  const columnCheckbox = (id: TableColumn): HTMLElement =>
    checkbox(strings.columns[id], columns.includes(id), (checked) => {
      columns = COLUMNS.map((column) => column.id).filter((other) =>
        other === id ? checked : columns.includes(other),
      );
      update();
    });
  const choices = (template: string): readonly { readonly value: string; readonly label: string }[] =>
    FORMATS.map(({ format, label }) => ({ value: format, label: fill(template, label) }));
  const toolbar = html(
    "header",
    { class: "toolbar", role: "toolbar" },
    network.element,
    textField(strings.filter, (text) => {
      filter = text;
      update();
    }).element,
    button({
      title: strings.collapseAll,
      icon: ICONS.collapseAll,
      onClick: () => {
        closed = new Set(result?.table?.rows.filter(({ kind }) => kind === "group").map(({ path }) => path));
        update();
      },
    }),
    button({
      title: strings.expandAll,
      icon: ICONS.expandAll,
      onClick: () => {
        closed = new Set();
        sort = undefined;
        update();
      },
    }),
    menu(strings.chooseColumns, COLUMNS_ICON, () =>
      html("div", { class: "actions" }, ...optionalColumns.map(columnCheckbox)),
    ),
    menu(fill(strings.copy, "…"), ICONS.copy, (close) =>
      actionList(choices(strings.copy), exportAs("copy"), close),
    ),
    menu(fill(strings.save, "…"), ICONS.save, (close) =>
      actionList(choices(strings.save), exportAs("save"), close),
    ),
  );
  document.body.append(toolbar, notice, view.element);

  function update(): void {
    if (result === undefined) return;
    const { table, networks, network: name = "", convention, errors, uri } = result;
    network.element.hidden = networks.length < 2;
    network.setChoices(
      networks.map((value) => ({ value, label: value })),
      name,
    );
    view.element.hidden = table === undefined;
    const rows =
      table === undefined
        ? []
        : arrange(table.rows, { filter, closed, ...(sort === undefined ? {} : { sort }) });
    notice.textContent = noticeText(table, errors, rows.length);
    notice.hidden = notice.textContent === "";
    const arrangement = { filter, closed, ...(sort === undefined ? {} : { sort }) };
    if (table !== undefined) view.show(table, rows, { columns, arrangement, convention, network: name });
    channel.save({ uri, network: name, columns });
  }

  function noticeText(table: TableResult["table"], errors: number, shown: number): string {
    if (table === undefined) return strings.empty;
    const omitted = table.omitted > 0 ? fill(strings.omitted, table.omitted.toLocaleString("en-US")) : "";
    return [errors > 0 ? strings.errors : "", omitted, shown === 0 ? strings.noMatch : ""]
      .filter((text) => text !== "")
      .join(" ");
  }

  return {
    show: (next) => {
      result = next;
      update();
    },
    mark: (name, paths) => {
      if (name === result?.network) view.mark(paths);
    },
    copied: () => {
      notice.textContent = strings.copied;
      notice.hidden = false;
      setTimeout(update, 1500);
    },
  };
}

/** Figures first descending, words first ascending; then the other way; then as the network runs. */
function nextSort(
  sort: { readonly column: TableColumn; readonly descending: boolean } | undefined,
  column: TableColumn,
): { readonly column: TableColumn; readonly descending: boolean } | undefined {
  const first = COLUMNS.find(({ id }) => id === column)?.numeric === true;
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : undefined;
}

function actionList(
  choices: readonly { readonly value: string; readonly label: string }[],
  onChoose: (value: string) => void,
  close: () => void,
): HTMLElement {
  return html(
    "div",
    { class: "actions" },
    ...choices.map(({ value, label }) =>
      button({
        title: label,
        onClick: () => {
          close();
          onChoose(value);
        },
      }),
    ),
  );
}
