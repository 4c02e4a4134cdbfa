/** The connection to the language server, which runs as a process of its own and talks over Node's IPC. */
import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import type { LanguageClientOptions, ServerOptions } from "vscode-languageclient/node";
import { languages } from "./languages";

export function createClient(context: vscode.ExtensionContext): LanguageClient {
  const module = vscode.Uri.joinPath(context.extensionUri, "dist", "server.js").fsPath;
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6009"] } },
  };
  const clientOptions: LanguageClientOptions = {
    documentSelector: languages.map(({ id }) => ({ language: id })),
    synchronize: { fileEvents: watchers(context) },
    outputChannelName: "Netlens",
    // The server's sentences in the editor's language; undefined where that is English.
    initializationOptions: { texts: vscode.l10n.bundle },
    markdown: { isTrusted: false, supportHtml: false },
  };
  return new LanguageClient("netlens", "Netlens", serverOptions, clientOptions);
}

function watchers(context: vscode.ExtensionContext): vscode.FileSystemWatcher[] {
  const patterns = languages.flatMap(({ watch }) => watch ?? []);
  const created = patterns.map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
  context.subscriptions.push(...created);
  return created;
}
