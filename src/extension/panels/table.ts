/** The layer table panel: one row a layer, linked with its source both ways. */
import { basename } from "node:path";
import * as vscode from "vscode";
import { TABLE } from "../../protocol/table";
import type { FromTableView, ToTableView } from "../../protocol/table";
import { onAnalysed } from "../analysed";
import { ask } from "../ask";
import type { Session } from "../session";
import { changesFigures } from "./figure-settings";
import { revealSource } from "./graph-source";
import { TextCursor } from "./text-cursor";
import type { Panel } from "./panel";
import { deliverTable } from "./table-export";
import { tableStrings } from "./table-strings";

export const table: Panel = {
  viewType: "netlens.table",
  command: "netlens.showTable",
  bundle: "table",
  title: (uri) => vscode.l10n.t("Layers of {0}", basename(uri.path)),
  attach,
};

interface TablePanel {
  readonly view: vscode.WebviewPanel;
  readonly uri: vscode.Uri;
  readonly session: Session;
  network: string | undefined;
  isReady: boolean;
  /** Counts requests, so that an answer which came too late is dropped. */
  asked: number;
  readonly cursor: TextCursor;
}

function attach(view: vscode.WebviewPanel, uri: vscode.Uri, session: Session): vscode.Disposable {
  const panel: TablePanel = {
    ...{ view, uri, session },
    ...{ network: undefined, isReady: false, asked: 0 },
    cursor: new TextCursor(
      () => panel,
      (network, paths) => {
        post(panel, { type: "cursor", network, paths });
      },
    ),
  };
  const disposables = [
    view.webview.onDidReceiveMessage((message: FromTableView) => receive(panel, message)),
    onAnalysed(session.client, (analysed) => {
      if (analysed.uri === uri.toString()) void refresh(panel);
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      panel.cursor.follow(textEditor);
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (changesFigures(change)) void refresh(panel);
    }),
    view.onDidChangeViewState(() => {
      if (view.visible) void refresh(panel);
    }),
  ];
  return new vscode.Disposable(() => {
    panel.cursor.dispose();
    for (const disposable of disposables) disposable.dispose();
  });
}

async function receive(panel: TablePanel, message: FromTableView): Promise<void> {
  const { session, uri, view } = panel;
  switch (message.type) {
    case "ready":
      panel.isReady = true;
      panel.network ??= message.network;
      post(panel, { type: "strings", strings: tableStrings() });
      return refresh(panel);
    case "network":
      panel.network = message.network;
      return refresh(panel);
    case "reveal": {
      const node = { uri, network: message.network, path: message.path };
      const options = { panelColumn: view.viewColumn, focus: message.focus };
      panel.cursor.place(await revealSource(session.client, node, "definition", options));
      return;
    }
    case "export":
      if (await deliverTable(session.client, uri, message)) post(panel, { type: "copied" });
      return;
    case "log":
      session.client.outputChannel.appendLine(`[table] ${message.message}`);
      return;
    default:
      session.client.outputChannel.appendLine("[table] unknown message ignored");
  }
}

function post({ view }: TablePanel, message: ToTableView): void {
  void view.webview.postMessage(message);
}

async function refresh(panel: TablePanel): Promise<void> {
  if (!panel.isReady || !panel.view.visible) return;
  const asked = ++panel.asked;
  const uri = panel.uri.toString();
  const { network } = panel;
  try {
    const params = { uri, ...(network === undefined ? {} : { network }) };
    const result = await ask(panel.session.client, TABLE, params);
    if (asked !== panel.asked) return;
    post(panel, {
      type: "table",
      uri,
      ...(result ?? { networks: [], convention: "multiply-add", errors: 0 }),
    });
  } catch (error) {
    panel.session.client.outputChannel.appendLine(`[table] ${String(error)}`);
  }
}
