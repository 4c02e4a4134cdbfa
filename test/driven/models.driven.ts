/** The editor of models in binary files, as a person sees it: graph and table on one page, linked, and true to the file. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { FrameLocator } from "playwright-core";
import { drive, stopDriving } from "../../scripts/vscode/drive";
import type { Driver } from "../../scripts/vscode/drive";

const folder = path.resolve(".vscode-test/models");
const networks = "test/formats/onnx/fixtures/networks";

describe("a model's file in a window", function () {
  this.timeout(180_000);
  let vscode: Driver;
  const refused: string[] = [];

  before(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    copyFileSync("samples/alexnet.net", path.join(folder, "alexnet.net"));
    copyFileSync(`${networks}/encoder.onnx`, path.join(folder, "encoder.onnx"));
    writeFileSync(path.join(folder, "text.onnx"), "This is only a text.");
    vscode = await drive({ folder });
    vscode.page.on("console", (message) => {
      const text = message.text();
      if (/Content Security Policy/.test(text) && /webview|netlens/.test(text)) refused.push(text);
    });
    await vscode.openFile("alexnet.net");
    await vscode.hints();
  });

  after(async () => {
    await vscode.close();
    await stopDriving();
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await vscode.screenshot(".vscode-test/failed-models.png");
  });

  async function openModel(name: string): Promise<FrameLocator> {
    const row = `.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`;
    await vscode.page.locator(row).dblclick();
    await vscode.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    const page = vscode.webview();
    await page.locator(".file-name", { hasText: name }).waitFor();
    return page;
  }

  it("opens with its graph and its table, laid out as asked", async () => {
    const page = await openModel("encoder.onnx");
    await page.locator("svg .node", { hasText: "pooler" }).first().waitFor();
    await page.locator(".grid .row", { hasText: "words" }).first().waitFor();
    assert.equal(await page.locator(".graph-pane .notice").isVisible(), false);
  });

  it("shows the layer of a row in the graph, and the row of a layer", async () => {
    const page = vscode.webview();
    await page.locator(".grid .row", { hasText: "query" }).first().click();
    await page.locator("svg .selected", { hasText: "query" }).first().waitFor();
    await page.locator("svg .node", { hasText: "words" }).first().click();
    await page.locator(".grid .row.active", { hasText: "words" }).waitFor();
  });

  it("moves its divider by keyboard, and keeps its view while it is hidden", async () => {
    await vscode.webview().locator(".divider").focus();
    await vscode.press("ArrowRight");
    assert.equal(await vscode.webview().locator(".divider").getAttribute("aria-valuenow"), "53");
    await vscode.webview().getByRole("radio", { name: "Table", exact: true }).check();
    await vscode.openFile("alexnet.net");
    const page = await openModel("encoder.onnx");
    await page.locator(".grid .row").first().waitFor();
    assert.equal(await page.getByRole("radio", { name: "Table", exact: true }).isChecked(), true);
    await page.getByRole("radio", { name: "Graph and table" }).check();
    await page.locator("svg .node").first().waitFor();
  });

  it("follows the file on disk", async () => {
    copyFileSync(`${networks}/unet.onnx`, path.join(folder, "encoder.onnx"));
    await vscode.webview().locator(".grid .row", { hasText: "shuffle" }).first().waitFor();
    await vscode.webview().locator("svg .node", { hasText: "shuffle" }).first().waitFor();
  });

  it("says what is wrong with a file that is no model", async () => {
    const page = await openModel("text.onnx");
    await page.locator(".problem.error").first().waitFor();
    assert.equal(await page.locator(".split").isVisible(), false);
  });

  it("asks for nothing that the page's security policy forbids", () => {
    assert.deepEqual(refused, []);
  });
});
