// The bar above the table: which network, a filter, groups, columns, and ways to take the table elsewhere.

import type { TableColumn, TableFormat, TableStrings } from "../../src/protocol/table";
import { button, checkbox, dropdown, textField } from "../controls";
import { fill, html } from "../element";
import { ICONS } from "../graph/icons";
import { menu } from "../menu";
import { COLUMNS } from "./columns";

export interface ToolbarActions {
  readonly chooseNetwork: (name: string) => void;
  readonly filter: (text: string) => void;
  readonly collapseAll: () => void;
  readonly expandAll: () => void;
  readonly columns: () => readonly TableColumn[];
  readonly chooseColumns: (columns: readonly TableColumn[]) => void;
  readonly exportAs: (format: TableFormat, how: "copy" | "save") => void;
}

export interface Toolbar {
  readonly element: HTMLElement;
  setNetworks(networks: readonly string[], shown: string): void;
}

const FORMATS: readonly { readonly format: TableFormat; readonly label: string }[] = [
  { format: "csv", label: "CSV" },
  { format: "markdown", label: "Markdown" },
  { format: "latex", label: "LaTeX" },
  { format: "json", label: "JSON" },
];

const COLUMNS_ICON = "M2.5 3h11v10h-11zM6 3v10M10 3v10";

export function createToolbar(strings: TableStrings, actions: ToolbarActions): Toolbar {
  const network = dropdown(strings.network, actions.chooseNetwork);
  const element = html(
    "header",
    { class: "toolbar", role: "toolbar" },
    network.element,
    textField(strings.filter, actions.filter).element,
    button({ title: strings.collapseAll, icon: ICONS.collapseAll, onClick: actions.collapseAll }),
    button({ title: strings.expandAll, icon: ICONS.expandAll, onClick: actions.expandAll }),
    menu(strings.chooseColumns, COLUMNS_ICON, () => columnList(strings, actions)),
    exportMenu(strings.copy, ICONS.copy, (format) => {
      actions.exportAs(format, "copy");
    }),
    exportMenu(strings.save, ICONS.save, (format) => {
      actions.exportAs(format, "save");
    }),
  );
  return {
    element,
    setNetworks: (networks, shown) => {
      network.element.hidden = networks.length < 2;
      network.setChoices(
        networks.map((value) => ({ value, label: value })),
        shown,
      );
    },
  };
}

function columnList(strings: TableStrings, { columns, chooseColumns }: ToolbarActions): HTMLElement {
  const ids = COLUMNS.map(({ id }) => id);
  const boxes = ids
    .filter((id) => id !== "name")
    .map((id) =>
      checkbox(strings.columns[id], columns().includes(id), (checked) => {
        const shown = columns();
        chooseColumns(ids.filter((other) => (other === id ? checked : shown.includes(other))));
      }),
    );
  return html("div", { class: "actions" }, ...boxes);
}

function exportMenu(template: string, icon: string, onChoose: (format: TableFormat) => void): HTMLElement {
  return menu(fill(template, "…"), icon, (close) => {
    const choices = FORMATS.map(({ format, label }) =>
      button({
        title: fill(template, label),
        onClick: () => {
          close();
          onChoose(format);
        },
      }),
    );
    return html("div", { class: "actions" }, ...choices);
  });
}
