/** Hovers, outline, lenses, folding, navigation, renaming and completion, asked from VS Code itself. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { hintsOf, hoverAt, open, positionOf, revertAll, uriOf } from "./workspace";

/** Asks VS Code for what the providers of a document answer. */
async function ask<T>(command: string, ...args: unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(`vscode.${command}`, ...args);
}

describe("in a document", () => {
  afterEach(revertAll);

  it("a hover explains a layer with its numbers put in", async () => {
    const document = await open("alexnet.net");
    const text = await hoverAt(document, positionOf(document, "Conv(64, 11"));
    assert.match(text, /227 − 11 \+ 2·2/);
    assert.match(text, /= 56\b/);
    assert.match(text, /23,296/);
    assert.match(text, /72,855,552/);
  });

  it("a hover on a network gives its totals", async () => {
    const document = await open("resnet152.net");
    const text = await hoverAt(document, positionOf(document, "ResNet152"));
    assert.match(text, /60,192,808/);
    assert.match(text, /11,513,626,624/);
  });

  it("the outline has stages and layers, with shapes in their details", async () => {
    const document = await open("alexnet.net");
    const [network] = await ask<vscode.DocumentSymbol[]>("executeDocumentSymbolProvider", document.uri);
    assert.equal(network?.name, "AlexNet");
    const stages = network.children.filter(({ name }) => name === "features" || name === "classifier");
    assert.equal(stages.length, 2);
    const conv1 = stages[0]?.children.find(({ name }) => name === "conv1");
    assert.match(conv1?.detail ?? "", /64×56×56/);
  });

  for (const [file, lens] of [
    ["alexnet.net", /61\.1M params.*717M FLOPs.*depth 8$/],
    ["vgg19.net", /144M params.*19\.6G FLOPs.*depth 19$/],
    ["googlenet.net", /7\.00M params.*1\.58G FLOPs.*depth 22$/],
    ["resnet152.net", /60\.2M params.*11\.5G FLOPs.*depth 152$/],
  ] as const)
    it(`the lens of ${file} sums it up`, async () => {
      const document = await open(file);
      const lenses = await ask<vscode.CodeLens[]>("executeCodeLensProvider", document.uri, 100);
      const titles = lenses.map(({ command }) => command?.title ?? "");
      assert.ok(
        titles.some((title) => lens.test(title)),
        titles.join("\n"),
      );
    });

  it("a block's lens chooses the instance that its definition shows", async () => {
    const document = await open("googlenet.net");
    const choose = (path: string): Thenable<boolean> =>
      vscode.commands.executeCommand("netlens.chooseInstance", document.uri.toString(), "GoogLeNet", path);
    assert.equal(await choose("inception5/inception5b"), true);
    const lenses = await ask<vscode.CodeLens[]>("executeCodeLensProvider", document.uri, 100);
    const titles = lenses.map(({ command }) => command?.title ?? "");
    assert.ok(
      titles.some((title) => title.startsWith("9 instances · showing inception5/inception5b")),
      titles.join("\n"),
    );
    assert.match((await hintsOf(document, "| ConvRelu(c1, 1)"))[0] ?? "", /^384×7×7/);
    assert.equal(await choose("inception3/inception3a"), true);
    assert.match((await hintsOf(document, "| ConvRelu(c1, 1)"))[0] ?? "", /^64×28×28/);
  });

  it("networks, stages and blocks fold", async () => {
    const document = await open("googlenet.net");
    const folds = await ask<vscode.FoldingRange[]>("executeFoldingRangeProvider", document.uri);
    for (const start of ["network GoogLeNet", "stage stem", "block Inception"]) {
      const { line } = positionOf(document, start);
      assert.ok(
        folds.some((fold) => fold.start === line && fold.end > line),
        `${start} folds`,
      );
    }
  });

  it("a block's use leads to its definition, in the file and across an import", async () => {
    const document = await open("googlenet.net");
    const [inside] = await definitionsAt(document, "Inception(64");
    assert.equal(inside?.range.start.line, positionOf(document, "block Inception").line);
    const importing = await open("imports/small.net");
    const [across] = await definitionsAt(importing, "ConvRelu(16)");
    assert.equal(across?.uri.toString(), uriOf("imports/blocks.net").toString());
    assert.equal(across.range.start.line, 1);
  });

  it("references and renaming reach the files that import a block", async () => {
    const document = await open("imports/blocks.net");
    await open("imports/small.net");
    const position = positionOf(document, "ConvRelu");
    const references = await ask<vscode.Location[]>("executeReferenceProvider", document.uri, position);
    const uses = references.filter(({ uri }) => uri.toString() === uriOf("imports/small.net").toString());
    assert.equal(uses.length, 3);
    const edit = await ask<vscode.WorkspaceEdit>(
      "executeDocumentRenameProvider",
      document.uri,
      position,
      "Renamed",
    );
    const counts = edit.entries().map(([uri, edits]) => [uri.path.split("/").at(-1), edits.length]);
    assert.deepEqual(counts.sort(), [
      ["blocks.net", 1],
      ["small.net", 3],
    ]);
  });

  it("completion offers operators and the file's blocks", async () => {
    const document = await open("googlenet.net");
    const position = positionOf(document, "LocalResponseNorm(5)");
    const list = await ask<vscode.CompletionList>("executeCompletionItemProvider", document.uri, position);
    const labels = new Set(list.items.map(({ label }) => (typeof label === "string" ? label : label.label)));
    for (const name of ["Conv", "MaxPool", "Inception"]) assert.ok(labels.has(name), `${name} is offered`);
  });
});

async function definitionsAt(document: vscode.TextDocument, text: string): Promise<vscode.Location[]> {
  const found = await ask<(vscode.Location | vscode.LocationLink)[]>(
    "executeDefinitionProvider",
    document.uri,
    positionOf(document, text, 1),
  );
  return found.map((link) =>
    "targetUri" in link
      ? new vscode.Location(link.targetUri, link.targetSelectionRange ?? link.targetRange)
      : link,
  );
}
