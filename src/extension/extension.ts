/** The extension's entry: starts the language server and registers commands and panels. */
import * as vscode from "vscode";
import { createClient } from "./client";
import { registerCommands } from "./commands";
import { languages } from "./languages";
import { watchModelFiles } from "./model-files";
import { registerPanels } from "./panels";
import { recogniseFiles } from "./recognised-files";
import type { Session } from "./session";
import { showStandardBlocks } from "./standard-blocks";

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  session = { context, client: createClient(context) };
  context.subscriptions.push(
    ...registerCommands(session),
    ...registerPanels(session),
    ...recogniseFiles(),
    ...watchModelFiles(session),
    showStandardBlocks(session),
  );
  const { client } = session;
  const { textDocuments, onDidOpenTextDocument } = vscode.workspace;
  if (textDocuments.some(isOurs)) await client.start();
  else {
    // Files of a shared ending activate the extension, too: without a network the server is not needed.
    const first = onDidOpenTextDocument((document) => {
      if (!isOurs(document)) return;
      first.dispose();
      void client.start();
    });
    context.subscriptions.push(first);
  }
}

function isOurs({ languageId }: vscode.TextDocument): boolean {
  return languages.some(({ id }) => id === languageId);
}

export async function deactivate(): Promise<void> {
  await session?.client.dispose();
  session = undefined;
}
