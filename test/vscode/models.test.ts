/** Other people's models: binary files in an editor of their own, Keras JSON as text, and conversion to `.net`. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { diagnosticsOf, eventually, hintsOf, hoverAt, open, positionOf, revertAll, uriOf } from "./workspace";

const onnx = uriOf("models/unet.onnx");

async function openModel(): Promise<void> {
  await vscode.commands.executeCommand("vscode.open", onnx);
  await eventually(
    () => activeInput(),
    (input) => input instanceof vscode.TabInputCustom && input.uri.toString() === onnx.toString(),
    "the model's editor is active",
  );
}

function activeInput(): unknown {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
}

function tabLabels(): string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
}

async function closeAll(): Promise<void> {
  await revertAll();
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** The lenses of a `.net` document, as soon as there are any. */
async function lensesOf({ uri }: vscode.TextDocument): Promise<string[]> {
  const lenses = await eventually(
    () => vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 10),
    ({ length }) => length > 0,
    "the network has a lens",
  );
  return lenses.map(({ command }) => command?.title ?? "");
}

/** The document that the command opens. */
async function converted(argument?: vscode.Uri): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand("netlens.convertToNet", argument);
  const editor = await eventually(
    () => vscode.window.activeTextEditor,
    (active) => active?.document.isUntitled === true && active.document.languageId === "net",
    "a new .net document is open",
  );
  assert.ok(editor);
  return editor.document;
}

describe("an ONNX file", () => {
  before(async () => {
    await vscode.extensions.getExtension("netlens.netlens")?.activate();
  });
  afterEach(closeAll);

  it("opens in the editor for models", async () => {
    await openModel();
    const input = activeInput();
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, "netlens.model");
  });

  it("shows its graph and its table in panels, too", async () => {
    await openModel();
    await vscode.commands.executeCommand("netlens.showGraph");
    await vscode.commands.executeCommand("netlens.showTable", onnx);
    await eventually(
      tabLabels,
      (labels) => labels.includes("Graph of unet.onnx") && labels.includes("Layers of unet.onnx"),
      "both panels are open",
    );
  });

  it("becomes a .net document with the same params when its editor is active", async () => {
    await openModel();
    const document = await converted();
    // The sizes of the weights in the file, by PyTorch's own count: 6,724.
    assert.match((await lensesOf(document)).join("\n"), /6\.72K params.*2\.80M FLOPs/);
    assert.deepEqual(diagnosticsOf(document.uri), []);
  });

  it("is converted from the explorer without being opened", async () => {
    const document = await converted(onnx);
    assert.match(document.getText(), /^network unet \{/m);
  });
});

describe("Keras' JSON", () => {
  afterEach(closeAll);

  it("is recognised by its content, and other JSON is left alone", async () => {
    const model = await open("models/mnist.json");
    await eventually(
      () => vscode.window.activeTextEditor?.document,
      (document) => document?.languageId === "keras-json",
      "the model's language is Keras JSON",
    );
    assert.equal(model.uri.path.endsWith("mnist.json"), true);
    assert.equal((await open("models/list.json")).languageId, "json");
  });

  it("has hints, hovers, an outline and no problems", async () => {
    const document = await openKeras();
    // Keras: (28 - 3 + 1)² × 32, and 3·3·1·32 + 32 params; 26·26·32·10 + 10 for the classifier.
    const hints = await eventually(
      () => hintsOf(document, '"class_name": "Conv2D"'),
      ({ length }) => length > 0,
      "the convolution has a hint",
    );
    assert.match(hints.join(" "), /26×26×32 · 320/);
    assert.match(await hoverAt(document, positionOf(document, "Dense")), /216,330/);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    assert.equal(symbols[0]?.name, "mnist");
    assert.deepEqual(diagnosticsOf(document.uri), []);
  });

  it("becomes a .net document with the same params", async () => {
    await openKeras();
    const lenses = await lensesOf(await converted());
    assert.match(lenses.join("\n"), /217K params/);
  });
});

async function openKeras(): Promise<vscode.TextDocument> {
  await open("models/mnist.json");
  const editor = await eventually(
    () => vscode.window.activeTextEditor,
    (active) => active?.document.languageId === "keras-json",
    "the model's language is Keras JSON",
  );
  assert.ok(editor);
  return editor.document;
}
