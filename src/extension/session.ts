/** What one activation of the extension shares between its commands and panels. */
import type * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

export interface Session {
  readonly context: vscode.ExtensionContext;
  readonly client: LanguageClient;
}
