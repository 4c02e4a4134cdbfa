/** The texts of the page that shows a model's file, in the editor's language. */
import * as vscode from "vscode";
import type { GraphStrings } from "../../protocol/graph";
import type { ModelStrings } from "../../protocol/model-file";
import type { TableStrings } from "../../protocol/table";
import { graphStrings } from "./graph-strings";
import { tableStrings } from "./table-strings";

export function modelStrings(): ModelStrings {
  return {
    views: vscode.l10n.t("What to show"),
    both: vscode.l10n.t("Graph and table"),
    graph: vscode.l10n.t("Graph"),
    table: vscode.l10n.t("Table"),
    divider: vscode.l10n.t("Divider of graph and table: arrow keys move it"),
    problems: vscode.l10n.t("Problems of this file: {0}"),
    omitted: vscode.l10n.t("{0} more problems are not listed."),
    noNetwork: vscode.l10n.t("Netlens found no network in this file."),
    unreadable: vscode.l10n.t("This file cannot be read. Netlens reads such files on the local disk only."),
    convert: vscode.l10n.t("Convert to .net"),
  };
}

/** As in the graph panel, for a file that has no text. */
export function modelGraphStrings(): GraphStrings {
  return {
    ...graphStrings(),
    help: vscode.l10n.t(
      "Arrow keys walk the graph, Enter opens a group or shows a layer in the table, Ctrl+F finds.",
    ),
  };
}

/** As in the table panel, for a file that has no text. */
export function modelTableStrings(): TableStrings {
  return {
    ...tableStrings(),
    help: vscode.l10n.t(
      "Up and Down move, Left and Right close and open a group, Enter shows the layer in the graph.",
    ),
  };
}
