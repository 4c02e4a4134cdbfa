/** Inlay hints as VS Code gets them: figures of the papers, exact digits, changes while typing, and the settings. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually, hintsOf, open, replace, revertAll } from "./workspace";

describe("inlay hints", () => {
  afterEach(async () => {
    const settings = vscode.workspace.getConfiguration("netlens");
    for (const key of ["inlayHints.enabled", "inlayHints.params", "inlayHints.memory", "flops.convention"])
      await settings.update(key, undefined, vscode.ConfigurationTarget.Global);
    await revertAll();
  });

  it("end a line with its shape, params and FLOPs, and a chain's layers with their shapes", async () => {
    const document = await open("alexnet.net");
    const labels = await hintsOf(document, "conv1 =");
    assert.deepEqual(labels, ["64×56×56", "64×56×56 · 23.3K · 72.9M"]);
  });

  it("show a block's definition as its first instance", async () => {
    const document = await open("googlenet.net");
    const [hint] = await hintsOf(document, "| ConvRelu(c1, 1)");
    assert.match(hint ?? "", /^64×28×28/);
  });

  it("follow an edit, to the end of the file", async () => {
    const document = await open("alexnet.net");
    await replace(document, "input image [3, 227, 227]", "input image [3, 451, 451]");
    const changed = await eventually(
      () => hintsOf(document, "conv1 ="),
      ([hint]) => hint === "64×112×112",
      "conv1 follows the input's size",
    );
    assert.match(changed.at(-1) ?? "", /^64×112×112 · 23\.3K/);
    assert.match((await hintsOf(document, "pool5 ="))[0] ?? "", /^256×13×13/);
  });

  it("stay on the lines around one that is half typed", async () => {
    const document = await open("alexnet.net");
    await replace(document, "pool2 = MaxPool(3, stride=2)", "pool2 = MaxPool(3, stride=");
    const after = await eventually(
      () => hintsOf(document, "conv1 ="),
      (hints) => hints.length === 2,
      "hints before the line stay",
    );
    assert.equal(after.at(-1), "64×56×56 · 23.3K · 72.9M");
    assert.notEqual((await hintsOf(document, "fc7 =")).length, 0, "hints after the line stay");
  });

  it("obey the settings at once", async () => {
    const document = await open("alexnet.net");
    const settings = vscode.workspace.getConfiguration("netlens");
    const lastLabel = async (): Promise<string> => (await hintsOf(document, "conv1 =")).at(-1) ?? "";
    const shows = (label: string): Promise<string> =>
      eventually(lastLabel, (found) => found === label, `the hint becomes "${label}"`);
    await shows("64×56×56 · 23.3K · 72.9M");
    await settings.update("inlayHints.params", false, vscode.ConfigurationTarget.Global);
    await shows("64×56×56 · 72.9M");
    await settings.update("inlayHints.params", undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand("netlens.toggleHints");
    await shows("");
    await vscode.commands.executeCommand("netlens.toggleHints");
    await shows("64×56×56 · 23.3K · 72.9M");
  });

  it("count operations when asked to", async () => {
    const document = await open("alexnet.net");
    const settings = vscode.workspace.getConfiguration("netlens");
    await settings.update("flops.convention", "operations", vscode.ConfigurationTarget.Global);
    const [, last] = await eventually(
      () => hintsOf(document, "conv1 ="),
      (hints) => hints.at(-1)?.endsWith("146M") === true,
      "twice the multiply-adds of the convolution, and the activation",
    );
    assert.match(last ?? "", /^64×56×56 · 23\.3K/);
  });
});
