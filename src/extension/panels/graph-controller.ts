/** One graph panel: which file and network it shows, and what passes between the editor, the server and the webview. */
import * as vscode from "vscode";
import { FIELDS, GRAPH } from "../../protocol/graph";
import type { FromGraphView, ToGraphView } from "../../protocol/graph";
import { onAnalysed } from "../analysed";
import { ask } from "../ask";
import { languages } from "../languages";
import { onActiveModelFile, onSelectedInModel } from "../model-files";
import type { Session } from "../session";
import { changesFigures } from "./figure-settings";
import { saveGraph } from "./graph-save";
import { hoverOf, revealSource } from "./graph-source";
import { TextCursor } from "./text-cursor";
import { graphStrings } from "./graph-strings";

interface GraphPanel {
  readonly view: vscode.WebviewPanel;
  readonly session: Session;
  readonly title: (uri: vscode.Uri) => string;
  uri: vscode.Uri;
  network: string | undefined;
  locked: boolean;
  isReady: boolean;
  /** Counts requests, so that an answer which came too late is dropped. */
  asked: number;
  readonly cursor: TextCursor;
}

const open = new Set<GraphPanel>();

/** An open panel that follows the active editor, which a command then shows again. */
export function unlockedGraph(uri: vscode.Uri): vscode.WebviewPanel | undefined {
  const panel = [...open].find(({ locked }) => !locked);
  if (panel !== undefined) showFile(panel, uri);
  return panel?.view;
}

export function attachGraph(
  view: vscode.WebviewPanel,
  uri: vscode.Uri,
  session: Session,
  title: (uri: vscode.Uri) => string,
): vscode.Disposable {
  const panel: GraphPanel = {
    ...{ view, uri, session, title },
    ...{ network: undefined, locked: false, isReady: false, asked: 0 },
    cursor: new TextCursor(
      () => panel,
      (network, paths) => {
        post(panel, { type: "cursor", network, paths });
      },
    ),
  };
  open.add(panel);
  const disposables = [
    view.webview.onDidReceiveMessage((message: FromGraphView) => receive(panel, message)),
    onAnalysed(session.client, (analysed) => {
      if (analysed.uri === panel.uri.toString()) void refresh(panel);
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      follow(panel, editor);
    }),
    // A file that is known by its content gets its language only after it is shown.
    vscode.workspace.onDidOpenTextDocument((document) => {
      const editor = vscode.window.activeTextEditor;
      if (editor?.document === document) follow(panel, editor);
    }),
    onActiveModelFile((file) => {
      if (!panel.locked) showFile(panel, file);
    }),
    onSelectedInModel(({ uri: file, network, path }) => {
      if (file.toString() === panel.uri.toString()) post(panel, { type: "cursor", network, paths: [path] });
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
    open.delete(panel);
    panel.cursor.dispose();
    for (const disposable of disposables) disposable.dispose();
  });
}

async function receive(panel: GraphPanel, message: FromGraphView): Promise<void> {
  const { client } = panel.session;
  switch (message.type) {
    case "ready":
      panel.isReady = true;
      panel.network ??= message.network;
      panel.locked = message.locked ?? panel.locked;
      post(panel, { type: "strings", strings: graphStrings() });
      return refresh(panel);
    case "network":
      panel.network = message.network;
      return refresh(panel);
    case "lock":
      panel.locked = message.locked;
      post(panel, { type: "locked", locked: panel.locked });
      follow(panel, vscode.window.activeTextEditor);
      return;
    case "reveal": {
      const location = await revealSource(client, nodeOf(panel, message), message.place, {
        panelColumn: panel.view.viewColumn,
        focus: message.focus,
      });
      panel.cursor.place(location);
      return;
    }
    case "hover": {
      const contents = await hoverOf(client, nodeOf(panel, message));
      post(panel, { type: "hover", path: message.path, contents });
      return;
    }
    case "fields": {
      const { network } = message;
      const fields = await ask(client, FIELDS, { uri: panel.uri.toString(), network });
      post(panel, { type: "fields", network, fields });
      return;
    }
    case "save":
      return saveGraph(panel.uri, message);
    case "copy":
      return vscode.env.clipboard.writeText(message.content);
    default:
      log(panel, message);
  }
}

/** What the webview logs, and messages of a kind that this end does not know. */
function log({ session }: GraphPanel, message: { readonly type: string; readonly message?: string }): void {
  const text = message.type === "log" ? (message.message ?? "") : `unknown message "${message.type}" ignored`;
  session.client.outputChannel.appendLine(`[graph] ${text}`);
}

function nodeOf(
  { uri }: GraphPanel,
  { network, path }: { readonly network: string; readonly path: string },
): { readonly uri: vscode.Uri; readonly network: string; readonly path: string } {
  return { uri, network, path };
}

function post({ view }: GraphPanel, message: ToGraphView): void {
  void view.webview.postMessage(message);
}

/** Asks for the graph and shows it; a newer question makes an older answer void. */
async function refresh(panel: GraphPanel): Promise<void> {
  if (!panel.isReady) return;
  const asked = ++panel.asked;
  const uri = panel.uri.toString();
  const { network } = panel;
  try {
    const result = await ask(panel.session.client, GRAPH, {
      uri,
      ...(network === undefined ? {} : { network }),
    });
    if (asked !== panel.asked) return;
    post(panel, { type: "graph", uri, locked: panel.locked, ...(result ?? { networks: [], errors: 0 }) });
    highlightCursor(panel);
  } catch (error) {
    panel.session.client.outputChannel.appendLine(`[graph] ${String(error)}`);
  }
}

function showFile(panel: GraphPanel, uri: vscode.Uri): void {
  if (uri.toString() === panel.uri.toString()) return;
  panel.uri = uri;
  panel.network = undefined;
  panel.view.title = panel.title(uri);
  void refresh(panel);
}

function follow(panel: GraphPanel, editor: vscode.TextEditor | undefined): void {
  if (panel.locked || editor === undefined || editor.viewColumn === undefined) return;
  if (languages.some(({ id }) => id === editor.document.languageId)) showFile(panel, editor.document.uri);
}

function highlightCursor(panel: GraphPanel): void {
  const editor = vscode.window.activeTextEditor;
  if (editor !== undefined) panel.cursor.follow(editor);
}
