/** The extension in VS Code: it activates, knows its language, and its commands exist. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually, hintsOf, open, revertAll, uriOf } from "./workspace";

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

  it("knows Darknet's .cfg files from others", async () => {
    const darknet = await open("darknet/tiny.cfg");
    await eventually(
      () => vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === darknet.uri.toString()),
      (document) => document?.languageId === "darknet",
      "a file that begins with [net] becomes Darknet's",
    );
    const other = await open("darknet/git.cfg");
    assert.notEqual(other.languageId, "darknet");
  });

  it("shows hints in a Darknet file", async () => {
    const uri = uriOf("darknet/tiny.cfg").toString();
    const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === uri);
    assert.ok(document);
    const hints = await eventually(
      () => hintsOf(document, "[convolutional]"),
      ({ length }) => length > 0,
      "the first convolution has a hint",
    );
    assert.match(hints[0] ?? "", /^16×32×32 · 464/);
  });
});
