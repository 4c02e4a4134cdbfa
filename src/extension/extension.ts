/** The extension's entry: starts the language server and registers commands and panels. */
import type * as vscode from "vscode";
import { createClient } from "./client";
import { registerCommands } from "./commands";
import { recogniseDarknetFiles } from "./darknet-files";
import { registerPanels } from "./panels";
import type { Session } from "./session";
import { showStandardBlocks } from "./standard-blocks";

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  session = { context, client: createClient(context) };
  context.subscriptions.push(
    ...registerCommands(session),
    ...registerPanels(session),
    ...recogniseDarknetFiles(),
    showStandardBlocks(session),
  );
  await session.client.start();
}

export async function deactivate(): Promise<void> {
  await session?.client.dispose();
  session = undefined;
}
