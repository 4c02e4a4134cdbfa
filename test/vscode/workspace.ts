/** Opens the workspace's files in VS Code, and waits for what appears there in its own time. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";

/** Opens a file of the workspace in an editor. */
export async function open(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a workspace folder is open");
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  await vscode.window.showTextDocument(document);
  return document;
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
