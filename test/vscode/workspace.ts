/** Opens the workspace's files in VS Code, edits them, and waits for what appears in its own time. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";

export function uriOf(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a workspace folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a file of the workspace in an editor. */
export async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uriOf(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Closes all editors, and forgets what was typed into them. */
export async function revertAll(): Promise<void> {
  while (vscode.window.activeTextEditor !== undefined)
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
}

/** Where a text first stands in a document: its start, or `offset` characters further on. */
export function positionOf(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, `${document.uri.path} has "${text}"`);
  return document.positionAt(start + offset);
}

/** Replaces the first occurrence of a text, as an edit in the editor. */
export async function replace(document: vscode.TextDocument, text: string, by: string): Promise<void> {
  const start = positionOf(document, text);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(start, document.positionAt(document.offsetAt(start) + text.length)),
    by,
  );
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** The texts of the inlay hints of a line. */
export async function hintsOf(document: vscode.TextDocument, lineText: string): Promise<string[]> {
  const { range } = document.lineAt(positionOf(document, lineText).line);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[] | undefined>(
    "vscode.executeInlayHintProvider",
    document.uri,
    range,
  );
  return (hints ?? [])
    .filter(({ position }) => position.line === range.start.line)
    .sort((a, b) => a.position.character - b.position.character)
    .map(({ label }) => (typeof label === "string" ? label : label.map(({ value }) => value).join("")));
}

/** The text of the hover at a place; empty when there is none. */
export async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  return hovers.flatMap(({ contents }) => contents.map(textOf)).join("\n");
}

/** The project's own diagnostics of a file. */
export function diagnosticsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri);
}

/** Asks again until the answer holds what is wanted; fails with the last answer after 20 seconds. */
export async function eventually<T>(
  ask: () => T | PromiseLike<T>,
  holds: (answer: T) => boolean,
  what: string,
): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > deadline)
      assert.fail(`${what}; the last answer was ${JSON.stringify(answer).slice(0, 500)}`);
    await sleep(50);
  }
}

function textOf(content: vscode.Hover["contents"][number]): string {
  return content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content);
}
