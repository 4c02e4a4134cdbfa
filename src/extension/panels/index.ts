/** The registry of panels: one file (or folder) and one line here each. Opens them, and restores them after a reload. */
import * as vscode from "vscode";
import { activeFile } from "../model-files";
import type { Session } from "../session";
import { restoreComparisons } from "./compare";
import { graph } from "./graph";
import { registerModelEditor } from "./model";
import type { Panel } from "./panel";
import { table } from "./table";
import { localResourceRoots, webviewPage } from "./webview-page";

const panels: readonly Panel[] = [graph, table];

export function registerPanels(session: Session): vscode.Disposable[] {
  const registered = panels.flatMap((panel) => [
    vscode.commands.registerCommand(panel.command, (uri?: unknown) => {
      open(panel, uri, session);
    }),
    vscode.window.registerWebviewPanelSerializer(panel.viewType, {
      deserializeWebviewPanel: (view: vscode.WebviewPanel, state: unknown) => {
        const uri = savedUri(state);
        if (uri === undefined) view.dispose();
        else show(panel, view, uri, session);
        return Promise.resolve();
      },
    }),
  ]);
  return [...registered, restoreComparisons(session), registerModelEditor(session)];
}

/** Opens a panel beside the editor, for the document that the command names or else the active one. */
function open(panel: Panel, argument: unknown, session: Session): void {
  const uri = activeFile(argument);
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a network's file first."));
    return;
  }
  const existing = panel.existing?.(uri);
  if (existing !== undefined) {
    existing.reveal(undefined, true);
    return;
  }
  const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  show(panel, vscode.window.createWebviewPanel(panel.viewType, panel.title(uri), column), uri, session);
}

function show(panel: Panel, view: vscode.WebviewPanel, uri: vscode.Uri, session: Session): void {
  const { extensionUri } = session.context;
  view.webview.options = { enableScripts: true, localResourceRoots: localResourceRoots(extensionUri) };
  const attached = panel.attach(view, uri, session);
  view.onDidDispose(() => {
    attached.dispose();
  });
  view.webview.html = webviewPage(view.webview, extensionUri, panel.bundle);
}

/** The document that a webview kept with `setState({ uri })`. */
function savedUri(state: unknown): vscode.Uri | undefined {
  if (typeof state !== "object" || state === null || !("uri" in state)) return undefined;
  return typeof state.uri === "string" ? vscode.Uri.parse(state.uri) : undefined;
}
