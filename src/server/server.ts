// The language server: what it offers, and how documents, settings and requests come together.

import type {
  CancellationToken,
  ClientCapabilities,
  Connection,
  InitializeResult,
  ServerCapabilities,
} from "vscode-languageserver";
import { CodeActionKind, TextDocuments, TextDocumentSyncKind } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { diagnosticsByUri } from "../features/diagnostics";
import { findInstance } from "../features/find-instance";
import { ANALYSED } from "../protocol/analysed";
import type { AnalysedParams } from "../protocol/analysed";
import type { Analysed } from "./analysed";
import { AnalysisStore } from "./analysis-store";
import type { Cause } from "./analysis-store";
import { registerCommands } from "./commands";
import { errorText, guardWith } from "./guard";
import { registerHandlers } from "./handlers";
import { registerFileHandlers } from "./file-handlers";
import { speakLanguageOf } from "./language";
import { servicesFor } from "./services";
import { PublishedDiagnostics } from "./published-diagnostics";
import { REQUESTS } from "./requests/index";
import type { RequestContext } from "./requests/request";
import { SettingsSource } from "./settings-source";
import { readsOtherwise } from "./settings";
import { Texts } from "./texts";
import { netFileUris } from "./workspace-files";

/** Serves a client over `connection` until it ends. */
export function serve(connection: Connection): void {
  const log = (error: unknown): void => connection.console.error(errorText(error));
  const documents = new TextDocuments(TextDocument);
  const texts = new Texts(documents);
  const settings = new SettingsSource(connection);
  const client: { capabilities: ClientCapabilities; folders: readonly string[] } = {
    capabilities: {},
    folders: [],
  };
  const refresh = (): void => refreshAnnotations(connection, client.capabilities, log);
  const published = new PublishedDiagnostics((uri, diagnostics, version) => {
    void connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  });
  const store = new AnalysisStore(texts, {
    analysed: (analysed, cause) => announce(connection, published, analysed, cause, refresh),
    shownAnew: refresh,
    readOptions: ({ id }) => ({
      caffePhase: settings.current.caffePhase,
      // A `.net` file says itself what its inputs are.
      ...(id === "net" ? {} : { inputShapes: settings.current.inputShapes }),
    }),
    failed: (what, error) => connection.console.error(`${what} failed: ${errorText(error)}`),
  });
  const state = {
    store,
    texts,
    settings: () => settings.settings(),
    servicesOf: servicesFor(texts, () => netFileUris(documents.keys(), client.folders)),
  };
  const context = requestContext(store, settings, refresh);

  connection.onInitialize(({ capabilities, workspaceFolders, ...params }): InitializeResult => {
    speakLanguageOf(params.initializationOptions);
    client.capabilities = capabilities;
    client.folders = workspaceFolders?.map(({ uri }) => uri) ?? [];
    return { capabilities: SERVER_CAPABILITIES, serverInfo: { name: "netlens" } };
  });
  connection.onInitialized(() => {
    const { workspace } = client.capabilities;
    const canRegister = workspace?.didChangeConfiguration?.dynamicRegistration === true;
    void settings
      .follow(workspace?.configuration === true, canRegister, (before) => {
        if (readsOtherwise(before, settings.current)) store.allChanged();
        refresh();
      })
      .catch(log);
  });
  connection.onShutdown(() => {
    store.dispose();
  });
  registerHandlers(connection, state, guardWith(log));
  registerFileHandlers(connection, documents, store, published);
  registerCommands(connection, context, guardWith(log));
  registerRequests(connection, context, log);
  documents.listen(connection);
  connection.listen();
}

function registerRequests(
  connection: Connection,
  context: RequestContext,
  log: (error: unknown) => void,
): void {
  for (const { method, answer } of REQUESTS) {
    connection.onRequest(method, async (params: unknown, token: CancellationToken) => {
      try {
        const answered: unknown = await answer(context, params, token);
        return answered ?? null;
      } catch (error) {
        log(error);
        throw error;
      }
    });
  }
}

const SERVER_CAPABILITIES: ServerCapabilities = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  codeLensProvider: {},
  completionProvider: { triggerCharacters: [".", "(", ",", "@", '"', "/"] },
  definitionProvider: true,
  documentFormattingProvider: true,
  documentHighlightProvider: true,
  documentRangeFormattingProvider: true,
  documentSymbolProvider: true,
  executeCommandProvider: { commands: ["netlens.chooseInstance"] },
  foldingRangeProvider: true,
  hoverProvider: true,
  inlayHintProvider: { resolveProvider: true },
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  signatureHelpProvider: { triggerCharacters: ["(", ","] },
};

function announce(
  connection: Connection,
  published: PublishedDiagnostics,
  analysed: Analysed,
  cause: Cause,
  refresh: () => void,
): void {
  const { uri, version, model, analyses } = analysed;
  published.update(uri, version, diagnosticsByUri(model, analyses));
  const params: AnalysedParams = { uri, version, networks: model.networks.map(({ name }) => name) };
  void connection.sendNotification(ANALYSED.method, params);
  // After an edit of its own an editor asks again by itself, and is answered from this analysis.
  if (cause === "surroundings") refresh();
}

function refreshAnnotations(
  connection: Connection,
  { workspace }: ClientCapabilities,
  log: (error: unknown) => void,
): void {
  if (workspace?.inlayHint?.refreshSupport === true) connection.languages.inlayHint.refresh().catch(log);
  if (workspace?.codeLens?.refreshSupport === true) {
    connection.sendRequest("workspace/codeLens/refresh").catch(log);
  }
}

function requestContext(store: AnalysisStore, settings: SettingsSource, refresh: () => void): RequestContext {
  return {
    analysed: async (uri, token) => {
      // Files are read by the settings, of which newer ones may be under way.
      await settings.settings();
      return store.analysed(uri, token);
    },
    analysedText: (uri, text) => store.analysedText(uri, text),
    settings: () => settings.settings(),
    chosen: (uri) => store.chosen(uri),
    chooseInstance: async (uri, network, path, token) => {
      const analysed = await store.analysed(uri, token);
      if (findInstance(analysed?.document?.allAnalyses ?? [], { network, path }) === undefined) return false;
      store.choose(uri, { network, path });
      refresh();
      return true;
    },
  };
}
