/** Diagnostics appear where they belong while typing, and go away with their cause; their quick fixes work. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { diagnosticsOf, eventually, open, positionOf, replace, revertAll } from "./workspace";

/** The diagnostics of a document as soon as there are any (or none, when `count` is 0). */
async function diagnosed(document: vscode.TextDocument, count?: 0): Promise<vscode.Diagnostic[]> {
  return eventually(
    () => diagnosticsOf(document.uri),
    ({ length }) => (count === 0 ? length === 0 : length > 0),
    `${document.uri.path} has ${count ?? "some"} diagnostics`,
  );
}

describe("diagnostics", () => {
  afterEach(revertAll);

  it("name an unknown operator where it stands, and go away when it is mended", async () => {
    const document = await open("alexnet.net");
    await replace(document, "pool1 = MaxPool", "pool1 = MaxPol");
    const [problem, ...others] = await diagnosed(document);
    assert.deepEqual(others, []);
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(problem.range), "MaxPol");
    assert.match(problem.message, /MaxPool/);
    await replace(document, "MaxPol(", "MaxPool(");
    await diagnosed(document, 0);
  });

  it("offer to mend a misspelt name", async () => {
    const document = await open("alexnet.net");
    await replace(document, "pool1 = MaxPool", "pool1 = MaxPol");
    const [problem] = await diagnosed(document);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      problem?.range,
    );
    const fix = actions.find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit, "there is a quick fix");
    await vscode.workspace.applyEdit(fix.edit);
    assert.ok(document.getText().includes("pool1 = MaxPool("));
    await diagnosed(document, 0);
  });

  it("report a shape problem once, not at every layer after it", async () => {
    const document = await open("alexnet.net");
    await replace(document, "input image [3, 227, 227]", "input image [3, 20, 20]");
    const problems = await diagnosed(document);
    assert.equal(problems.length, 1, problems.map(({ message }) => message).join("\n"));
    assert.ok((problems[0]?.range.start.line ?? 0) > positionOf(document, "input image").line);
  });

  it("say both shapes and branches where a merge does not fit", async () => {
    const text = "network N {\n  input x [8, 4, 4]\n  add {\n    | Conv(8, 1)\n    | Conv(16, 1)\n  }\n}\n";
    const document = await vscode.workspace.openTextDocument({ language: "net", content: text });
    await vscode.window.showTextDocument(document);
    const [problem] = await diagnosed(document);
    assert.match(problem?.message ?? "", /8×4×4/);
    assert.match(problem?.message ?? "", /16×4×4/);
  });

  it("are absent from every sample", async () => {
    for (const uri of await vscode.workspace.findFiles("*.net")) {
      const document = await vscode.workspace.openTextDocument(uri);
      const symbols = await vscode.commands.executeCommand<unknown[]>(
        "vscode.executeDocumentSymbolProvider",
        document.uri,
      );
      assert.notEqual(symbols.length, 0, uri.path);
    }
    const found = vscode.languages.getDiagnostics().filter(([, problems]) => problems.length > 0);
    assert.deepEqual(found, []);
  });
});
