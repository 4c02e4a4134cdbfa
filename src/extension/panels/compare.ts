/** Comparison panels: which networks each compares, and what passes between the editor, the server and the webview. */
import { basename } from "node:path";
import * as vscode from "vscode";
import { COMPARE, COMPARE_GRAPHS, COMPARE_TEXT, MODEL_FACTS } from "../../protocol/compare";
import type {
  CompareFormat,
  ComparedSource,
  FromCompareView,
  ModelRef,
  ToCompareView,
} from "../../protocol/compare";
import { onAnalysed } from "../analysed";
import { ask } from "../ask";
import type { Session } from "../session";
import { compareStrings } from "./compare-strings";
import { readVersion, watchVersions } from "./compare-versions";
import { changesFigures } from "./figure-settings";
import { revealSource } from "./graph-source";
import { saveText } from "./save-text";
import { localResourceRoots, webviewPage } from "./webview-page";

const VIEW_TYPE = "netlens.compare";

interface ComparePanel {
  readonly view: vscode.WebviewPanel;
  readonly session: Session;
  readonly sources: readonly ComparedSource[];
  pair: readonly [number, number];
  isReady: boolean;
  /** Counts requests, so that an answer which came too late is dropped. */
  asked: number;
  timer: NodeJS.Timeout | undefined;
}

/** Opens a panel that compares two to six networks. */
export function openComparison(session: Session, sources: readonly ComparedSource[]): void {
  const column =
    vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
  const title = titleOf(sources);
  attach(session, vscode.window.createWebviewPanel(VIEW_TYPE, title, { viewColumn: column }), sources);
}

/** Restores panels after a reload of the window. */
export function restoreComparisons(session: Session): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    deserializeWebviewPanel: (view: vscode.WebviewPanel, state: unknown) => {
      const sources = savedSources(state);
      if (sources.length < 2) view.dispose();
      else attach(session, view, sources);
      return Promise.resolve();
    },
  });
}

function titleOf(sources: readonly ComparedSource[]): string {
  const [first, second] = sources.map(({ uri }) => basename(vscode.Uri.parse(uri).path));
  const [version] = sources.flatMap(({ version: other }) => other ?? []);
  if (version === "head") return vscode.l10n.t("{0} since HEAD", second ?? "");
  if (version === "saved") return vscode.l10n.t("{0} since it was saved", second ?? "");
  return sources.length === 2
    ? vscode.l10n.t("{0} and {1}", first ?? "", second ?? "")
    : vscode.l10n.t("{0} models compared", sources.length);
}

function attach(session: Session, view: vscode.WebviewPanel, sources: readonly ComparedSource[]): void {
  const { extensionUri } = session.context;
  view.webview.options = { enableScripts: true, localResourceRoots: localResourceRoots(extensionUri) };
  const panel: ComparePanel = {
    ...{ view, session, sources, pair: [0, 1] },
    ...{ isReady: false, asked: 0, timer: undefined },
  };
  const refreshSoon = (): void => {
    clearTimeout(panel.timer);
    panel.timer = setTimeout(() => void refresh(panel), DELAY);
  };
  const uris = new Set(sources.map(({ uri }) => uri));
  const disposables = [
    view.webview.onDidReceiveMessage((message: FromCompareView) => receive(panel, message)),
    onAnalysed(session.client, ({ uri }) => {
      if (uris.has(uri)) refreshSoon();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (changesFigures(change)) refreshSoon();
    }),
    view.onDidChangeViewState(() => {
      if (view.visible) refreshSoon();
    }),
    watchVersions(sources, refreshSoon),
  ];
  view.onDidDispose(() => {
    clearTimeout(panel.timer);
    for (const disposable of disposables) disposable.dispose();
  });
  view.webview.html = webviewPage(view.webview, extensionUri, "compare");
}

const DELAY = 120;

async function receive(panel: ComparePanel, message: FromCompareView): Promise<void> {
  const { session } = panel;
  switch (message.type) {
    case "ready":
      panel.isReady = true;
      panel.pair = message.pair ?? panel.pair;
      post(panel, { type: "strings", strings: compareStrings() });
      return refresh(panel);
    case "pair":
      panel.pair = message.pair;
      return refresh(panel);
    case "reveal":
      return reveal(panel, message);
    case "graphs":
      return sendGraphs(panel);
    case "samples":
      return sendSamples(panel);
    case "choose":
      await vscode.commands.executeCommand("netlens.compareModels");
      return;
    case "export":
      return exportComparison(panel, message.format, message.how);
    case "svg":
      return deliver(panel, message.name, "svg", message.content, message.how);
    case "log":
      session.client.outputChannel.appendLine(`[compare] ${message.message}`);
      return;
    default:
      session.client.outputChannel.appendLine("[compare] unknown message ignored");
  }
}

function post({ view }: ComparePanel, message: ToCompareView): void {
  void view.webview.postMessage(message);
}

async function refresh(panel: ComparePanel): Promise<void> {
  if (!panel.isReady || !panel.view.visible) return;
  const asked = ++panel.asked;
  const { sources, pair } = panel;
  try {
    const result = await ask(panel.session.client, COMPARE, { models: await refsOf(panel), pair });
    if (asked === panel.asked) post(panel, { type: "comparison", sources, ...result });
  } catch (error) {
    panel.session.client.outputChannel.appendLine(`[compare] ${String(error)}`);
  }
}

/** The networks with the texts of their versions as they are now; a version that cannot be read is an empty text. */
function refsOf({ sources }: ComparePanel): Promise<readonly ModelRef[]> {
  return Promise.all(
    sources.map(async ({ uri, network, version }): Promise<ModelRef> => {
      const named = network === undefined ? { uri } : { uri, network };
      if (version === undefined) return named;
      const text = await readVersion(vscode.Uri.parse(uri), version);
      const label = version === "head" ? "HEAD" : vscode.l10n.t("saved");
      return { ...named, version: { label, text: text ?? "" } };
    }),
  );
}

/** Shows a layer's source; of another version than the one being edited there is none to show. */
async function reveal(
  { session, sources, view }: ComparePanel,
  { model, path, focus }: Extract<FromCompareView, { type: "reveal" }>,
): Promise<void> {
  const source = sources[model];
  if (source === undefined || source.version !== undefined) return;
  const { uri, network } = source;
  const options = { panelColumn: view.viewColumn, focus };
  const node = { uri: vscode.Uri.parse(uri), network: network ?? "", path };
  await revealSource(session.client, node, "definition", options);
}

async function sendGraphs(panel: ComparePanel): Promise<void> {
  const graphs = await ask(panel.session.client, COMPARE_GRAPHS, { models: await refsOf(panel) });
  post(panel, { type: "graphs", graphs });
}

async function sendSamples(panel: ComparePanel): Promise<void> {
  const { client, context } = panel.session;
  const folder = vscode.Uri.joinPath(context.extensionUri, "samples");
  const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => []);
  const uris = entries
    .filter(([name]) => name.endsWith(".net"))
    .map(([name]) => vscode.Uri.joinPath(folder, name).toString());
  post(panel, { type: "samples", samples: await ask(client, MODEL_FACTS, { uris }) });
}

const ENDINGS: Readonly<Record<CompareFormat, string>> = { csv: "csv", json: "json", markdown: "md" };

async function exportComparison(
  panel: ComparePanel,
  format: CompareFormat,
  how: "copy" | "save",
): Promise<void> {
  const params = { models: await refsOf(panel), pair: panel.pair, format };
  const text = await ask(panel.session.client, COMPARE_TEXT, params);
  await deliver(panel, "comparison", ENDINGS[format], text, how);
}

async function deliver(
  panel: ComparePanel,
  name: string,
  ending: string,
  text: string,
  how: "copy" | "save",
): Promise<void> {
  if (how === "save") {
    const [first] = panel.sources;
    if (first !== undefined) await saveText(vscode.Uri.parse(first.uri), name, ending, text);
    return;
  }
  await vscode.env.clipboard.writeText(text);
  post(panel, { type: "copied" });
}

/** What a webview kept with `setState`; it may come from another version. */
function savedSources(state: unknown): readonly ComparedSource[] {
  if (typeof state !== "object" || state === null || !("sources" in state)) return [];
  const { sources } = state;
  return Array.isArray(sources) ? sources.filter(isSource) : [];
}

function isSource(value: unknown): value is ComparedSource {
  if (typeof value !== "object" || value === null || !("uri" in value) || typeof value.uri !== "string")
    return false;
  const isNamed = !("network" in value) || typeof value.network === "string";
  return isNamed && (!("version" in value) || value.version === "head" || value.version === "saved");
}
