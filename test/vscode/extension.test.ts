/** The extension in VS Code: it activates, knows its language, and its commands exist. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { open, revertAll } from "./workspace";

const extension = vscode.extensions.getExtension<unknown>("netlens.netlens");

describe("the extension", () => {
  after(revertAll);

  it("opens a .net file as its language, and activates", async () => {
    const document = await open("googlenet.net");
    assert.equal(document.languageId, "net");
    assert.ok(extension, "the extension is installed");
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it("registers every command that it contributes", async () => {
    const { contributes } = extension?.packageJSON as {
      contributes: { commands: readonly { command: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  it("leaves .cfg files that are not Darknet's alone", async () => {
    const other = await vscode.workspace.openTextDocument({ content: "[core]\nbare = false\n" });
    assert.notEqual(other.languageId, "darknet");
    const darknet = await vscode.workspace.openTextDocument({ content: "[net]\nwidth=416\n" });
    assert.equal(darknet.languageId, "darknet");
  });
});
