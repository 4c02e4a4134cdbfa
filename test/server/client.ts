// A client of the real server process over standard input and output, as an editor would be.

import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import path from "node:path";
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  InlayHintRequest,
  ShutdownRequest,
} from "vscode-languageserver/node";
import type {
  Diagnostic,
  InlayHint,
  ProtocolConnection,
  PublishDiagnosticsParams,
} from "vscode-languageserver/node";

export interface Client {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcessWithoutNullStreams;
  /** What the server logged as errors. */
  readonly errors: readonly string[];
  /** How often the server asked for fresh hints. */
  readonly refreshes: () => number;
  open(uri: string, text: string, languageId?: string): Promise<void>;
  /** Replaces the whole text. */
  replace(uri: string, text: string): Promise<void>;
  /** Hints of the whole text as strings with their line. */
  hints(uri: string): Promise<readonly { line: number; character: number; text: string }[]>;
  rawHints(uri: string): Promise<readonly InlayHint[]>;
  /** The diagnostics that were published for this version of the text, waited for. */
  diagnostics(uri: string, version?: number): Promise<readonly Diagnostic[]>;
  stop(): Promise<void>;
}

const ROOT = path.resolve(import.meta.dirname, "../..");

/** How the server is started from source; a bundle would do as well. */
export const SERVER_FROM_SOURCE: readonly string[] = [
  "--conditions=import",
  "--import",
  "tsx",
  path.join(ROOT, "src/server/main.ts"),
];

/** Starts a server and initializes it, with `options` of its own if any; `settings` answer its pulls. */
export async function startClient(
  settings: Readonly<Record<string, unknown>> = {},
  server: readonly string[] = SERVER_FROM_SOURCE,
  options?: unknown,
): Promise<Client> {
  const child = spawn(process.execPath, [...server, "--stdio"], { cwd: ROOT, stdio: "pipe" });
  const connection = createProtocolConnection(child.stdout, child.stdin);
  const errors: string[] = [];
  let refreshed = 0;
  child.stderr.on("data", (data: Buffer) => errors.push(data.toString()));
  connection.onNotification("window/logMessage", ({ type, message }: { type: number; message: string }) => {
    if (type === 1) errors.push(message);
  });
  connection.onRequest("workspace/configuration", ({ items }: { items: readonly unknown[] }) =>
    items.map(() => settings),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/inlayHint/refresh", () => {
    refreshed += 1;
    return null;
  });
  const published = watchDiagnostics(connection);
  connection.listen();
  await connection.sendRequest(InitializeRequest.method, {
    processId: process.pid,
    rootUri: null,
    initializationOptions: options,
    capabilities: {
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        inlayHint: { refreshSupport: true },
      },
      textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: true } },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  const versions = new Map<string, number>();
  const rawHints = async (uri: string): Promise<readonly InlayHint[]> =>
    (await connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range: EVERYTHING })) ?? [];
  return {
    connection,
    process: child,
    errors,
    refreshes: () => refreshed,
    open: async (uri, text, languageId = "net") => {
      versions.set(uri, 1);
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version: 1, text },
      });
    },
    replace: async (uri, text) => {
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    },
    hints: async (uri) =>
      (await rawHints(uri)).map(({ position, label }) => ({
        ...position,
        text: typeof label === "string" ? label : label.map(({ value }) => value).join(""),
      })),
    rawHints,
    diagnostics: (uri, version) => published(uri, version ?? versions.get(uri)),
    stop: async () => {
      const exited = new Promise((resolve) => child.once("exit", resolve));
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await exited;
      connection.dispose();
    },
  };
}

const EVERYTHING = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };

function watchDiagnostics(
  connection: ProtocolConnection,
): (uri: string, version: number | undefined) => Promise<readonly Diagnostic[]> {
  const latest = new Map<string, PublishDiagnosticsParams>();
  const waiting = new Set<() => void>();
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    latest.set(params.uri, params);
    for (const check of [...waiting]) check();
  });
  return (uri, version) =>
    new Promise((resolve) => {
      const check = (): void => {
        const params = latest.get(uri);
        if (params === undefined || (version !== undefined && params.version !== version)) return;
        waiting.delete(check);
        resolve(params.diagnostics);
      };
      waiting.add(check);
      check();
    });
}
