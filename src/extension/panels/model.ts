/** The editor of models in binary files: graph and table of the file on one page, read only. */
import { basename } from "node:path";
import * as vscode from "vscode";
import { FIELDS, GRAPH } from "../../protocol/graph";
import type { FromGraphView } from "../../protocol/graph";
import { DESCRIBE, MODEL_FILE } from "../../protocol/model-file";
import type { FromModelView, ToModelView } from "../../protocol/model-file";
import { TABLE } from "../../protocol/table";
import type { FromTableView } from "../../protocol/table";
import { announceChange, onAnalysed } from "../analysed";
import { ask } from "../ask";
import { announceSelection, MODEL_EDITOR, registerOpenModel, takeWanted } from "../model-files";
import type { Session } from "../session";
import { watchFile } from "./compare-versions";
import { changesFigures } from "./figure-settings";
import { saveGraph } from "./graph-save";
import { modelGraphStrings, modelStrings, modelTableStrings } from "./model-strings";
import { deliverTable } from "./table-export";
import { localResourceRoots, webviewPage } from "./webview-page";

interface ModelEditor {
  readonly view: vscode.WebviewPanel;
  readonly uri: vscode.Uri;
  readonly session: Session;
  network: string | undefined;
  isReady: boolean;
  /** Counts requests, so that an answer which came too late is dropped. */
  asked: number;
  timer: NodeJS.Timeout | undefined;
}

export function registerModelEditor(session: Session): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: ({ uri }, view) => {
      attach(session, uri, view);
    },
  };
  return vscode.window.registerCustomEditorProvider(MODEL_EDITOR, provider, {
    supportsMultipleEditorsPerDocument: true,
  });
}

function attach(session: Session, uri: vscode.Uri, view: vscode.WebviewPanel): void {
  const { extensionUri } = session.context;
  view.webview.options = { enableScripts: true, localResourceRoots: localResourceRoots(extensionUri) };
  const editor: ModelEditor = {
    ...{ view, uri, session, network: undefined },
    ...{ isReady: false, asked: 0, timer: undefined },
  };
  const refreshSoon = (): void => {
    clearTimeout(editor.timer);
    editor.timer = setTimeout(() => void refresh(editor), DELAY);
  };
  const disposables = [
    view.webview.onDidReceiveMessage((message: FromModelView) => receive(editor, message)),
    onAnalysed(session.client, (analysed) => {
      if (analysed.uri === uri.toString()) refreshSoon();
    }),
    ...watchFile(uri, () => {
      announceChange(session.client, uri);
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (changesFigures(change)) refreshSoon();
    }),
    registerOpenModel({
      ...{ uri, view },
      select: (instance) => {
        post(editor, { type: "select", ...instance });
      },
    }),
  ];
  view.onDidDispose(() => {
    clearTimeout(editor.timer);
    for (const disposable of disposables) disposable.dispose();
  });
  view.webview.html = webviewPage(view.webview, extensionUri, "model");
}

/** A file that is being written changes several times. */
const DELAY = 150;

async function receive(editor: ModelEditor, message: FromModelView): Promise<void> {
  switch (message.type) {
    case "ready":
      editor.isReady = true;
      editor.network ??= message.network;
      post(editor, { type: "strings", strings: modelStrings() });
      post(editor, { type: "graph", message: { type: "strings", strings: modelGraphStrings() } });
      post(editor, { type: "table", message: { type: "strings", strings: modelTableStrings() } });
      return refresh(editor);
    case "graph":
      return receiveFromGraph(editor, message.message);
    case "table":
      return receiveFromTable(editor, message.message);
    case "selected": {
      const { network, path } = message;
      announceSelection({ uri: editor.uri, network, path });
      return;
    }
    case "convert":
      await vscode.commands.executeCommand("netlens.convertToNet", editor.uri, editor.network);
      return;
    case "log":
      log(editor, message.message);
      return;
    default:
      log(editor, "unknown message ignored");
  }
}

async function receiveFromGraph(editor: ModelEditor, message: FromGraphView): Promise<void> {
  const { client } = editor.session;
  const uri = editor.uri.toString();
  switch (message.type) {
    case "network":
      return showNetwork(editor, message.network);
    case "hover": {
      const { network, path } = message;
      const text = await ask(client, DESCRIBE, { uri, network, path });
      const contents = text === null ? [] : [text];
      post(editor, { type: "graph", message: { type: "hover", path, contents } });
      return;
    }
    case "fields": {
      const { network } = message;
      const fields = await ask(client, FIELDS, { uri, network });
      post(editor, { type: "graph", message: { type: "fields", network, fields } });
      return;
    }
    case "save":
      return saveGraph(editor.uri, message);
    case "copy":
      return vscode.env.clipboard.writeText(message.content);
    case "log":
      log(editor, message.message);
      return;
    default:
      log(editor, `message "${message.type}" ignored`);
  }
}

async function receiveFromTable(editor: ModelEditor, message: FromTableView): Promise<void> {
  switch (message.type) {
    case "network":
      return showNetwork(editor, message.network);
    case "export":
      if (await deliverTable(editor.session.client, editor.uri, message))
        post(editor, { type: "table", message: { type: "copied" } });
      return;
    case "log":
      log(editor, message.message);
      return;
    default:
      log(editor, `message "${message.type}" ignored`);
  }
}

function showNetwork(editor: ModelEditor, network: string): Promise<void> {
  editor.network = network;
  return refresh(editor);
}

function log({ session }: ModelEditor, text: string): void {
  session.client.outputChannel.appendLine(`[model] ${text}`);
}

function post({ view }: ModelEditor, message: ToModelView): void {
  void view.webview.postMessage(message);
}

/** Asks for everything that the page shows; the file's problems stand above it, so that graph and table show what was understood. */
async function refresh(editor: ModelEditor): Promise<void> {
  if (!editor.isReady || !editor.view.visible) return;
  const asked = ++editor.asked;
  const { client } = editor.session;
  const uri = editor.uri.toString();
  const params = { uri, ...(editor.network === undefined ? {} : { network: editor.network }) };
  try {
    const file = await ask(client, MODEL_FILE, { uri });
    const [graph, table] = await Promise.all([ask(client, GRAPH, params), ask(client, TABLE, params)]);
    if (asked !== editor.asked) return;
    const hasNetwork = graph?.graph !== undefined;
    const name = basename(editor.uri.path);
    post(editor, { type: "file", name, ...(file === null ? {} : { file }), hasNetwork });
    const { networks, graph: view } = graph ?? { networks: [] };
    const picture = view === undefined ? {} : { graph: view };
    post(editor, {
      type: "graph",
      message: { type: "graph", uri, locked: true, networks, ...picture, errors: 0 },
    });
    const rows = table ?? { networks: [], convention: "multiply-add" };
    post(editor, { type: "table", message: { type: "table", uri, ...rows, errors: 0 } });
    const instance = takeWanted(editor.uri);
    if (instance !== undefined) post(editor, { type: "select", ...instance });
  } catch (error) {
    log(editor, String(error));
  }
}
