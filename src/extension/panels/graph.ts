/** The graph panel: the network being edited as a picture, beside its text. */
import { basename } from "node:path";
import * as vscode from "vscode";
import type { Panel } from "./panel";
import { attachGraph, unlockedGraph } from "./graph-controller";

export const graph: Panel = {
  viewType: "netlens.graph",
  command: "netlens.showGraph",
  bundle: "graph",
  title: graphTitle,
  attach: (view, uri, session) => attachGraph(view, uri, session, graphTitle),
  existing: unlockedGraph,
};

function graphTitle(uri: vscode.Uri): string {
  return vscode.l10n.t("Graph of {0}", basename(uri.path));
}
