/** Shows the blocks that ship with Netlens as read-only documents, when a definition leads to them. */
import * as vscode from "vscode";
import { STANDARD_SCHEME, STANDARD_TEXT } from "../protocol/standard-blocks";
import { ask } from "./ask";
import type { Session } from "./session";

export function showStandardBlocks({ client }: Session): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(STANDARD_SCHEME, {
    provideTextDocumentContent: (uri) => ask(client, STANDARD_TEXT, { uri: uri.toString() }),
  });
}
