/** The layer table in a window: linked with text and graph while one walks, arranged by hand, taken elsewhere. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, copyFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FrameLocator } from "playwright-core";
import { drive, stopDriving } from "../../scripts/vscode/drive";
import type { Driver } from "../../scripts/vscode/drive";

describe("the layer table in a window", function () {
  this.timeout(180_000);
  let vscode: Driver;
  let folder: string;
  let graph: FrameLocator;
  let table: FrameLocator;

  /** The document of the panel that has such an element. */
  async function panelWith(selector: string): Promise<FrameLocator> {
    const frames = vscode.page.locator("iframe.webview.ready");
    for (let attempt = 0; attempt < 60; attempt += 1) {
      for (let index = 0; index < (await frames.count()); index += 1) {
        const panel = frames.nth(index).contentFrame().locator("#active-frame").contentFrame();
        if ((await panel.locator(selector).count()) > 0) return panel;
      }
      await vscode.pause(500);
    }
    throw new Error(`no panel has ${selector}`);
  }

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "netlens-table-"));
    copyFileSync("samples/alexnet.net", path.join(folder, "alexnet.net"));
    vscode = await drive({ folder, width: 1900 });
    await vscode.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await vscode.openFile("alexnet.net");
    await vscode.hints();
    await vscode.command("Netlens: Show Graph");
    await panelWith("svg .node");
    // From the graph's column, so that the table stands beside it.
    await vscode.page.locator(".tab", { hasText: "Graph of alexnet.net" }).click();
    const file = vscode.page.locator('.explorer-folders-view .monaco-list-row[aria-label^="alexnet.net"]');
    await file.click({ button: "right" });
    await vscode.pause(400);
    await vscode.page.getByRole("menuitem", { name: "Show Layer Table" }).click();
    await vscode.page.locator(".tab", { hasText: "Layers of alexnet.net" }).waitFor();
    graph = await panelWith("svg .node");
    table = await panelWith(".body .row");
  });

  after(async () => {
    await vscode.close();
    await stopDriving();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await vscode.screenshot(".vscode-test/failed-table.png");
  });

  const names = (): Promise<readonly string[]> =>
    table.locator('.body .row [data-column="name"]').allInnerTexts();

  /** Waits until the text cursor is in that line. */
  const cursorAt = (line: number): Promise<void> =>
    vscode.page.locator(".active-line-number", { hasText: new RegExp(`^${line}$`, "u") }).waitFor();

  /** Waits until a text is as wanted. */
  async function eventually(read: () => Promise<string>, wanted: RegExp, what: string): Promise<void> {
    let text = "";
    for (let attempt = 0; attempt < 40; attempt += 1) {
      text = await read();
      if (wanted.test(text)) return;
      await vscode.pause(250);
    }
    assert.match(text, wanted, what);
  }

  it("shows where a row is written, and its node in the graph, while one walks", async () => {
    await table.locator('.row[data-path="features/conv1"]').click();
    await cursorAt(11);
    for (const [key, line, name] of [
      ["ArrowDown", 11, "ReLU"],
      ["ArrowDown", 12, "pool1"],
      ["ArrowDown", 13, "conv2"],
      ["End", 26, "fc8"],
    ] as const) {
      await table.locator(".grid").press(key);
      await table.locator(".row.active", { hasText: name }).waitFor();
      await cursorAt(line);
      await graph.locator(".node.cursor", { hasText: name }).first().waitFor();
    }
  });

  it("moves to the row of the layer that the text cursor is at, and of the one clicked in the graph", async () => {
    await vscode.page.locator(".tab", { hasText: "alexnet.net" }).first().click();
    await vscode.goTo(16, 10);
    await table.locator(".row.active", { hasText: "conv4" }).waitFor();
    await graph.locator('[data-layer="features/pool5"]').first().click();
    await table.locator(".row.active", { hasText: "pool5" }).waitFor();
  });

  it("sorts by a column, both ways, and back", async () => {
    const head = table.getByRole("button", { name: "Params (k)" });
    await head.click();
    assert.deepEqual((await names()).slice(0, 3), ["classifier/fc6", "classifier/fc7", "classifier/fc8"]);
    await head.click();
    assert.match((await names()).at(-1) ?? "", /fc6$/u);
    await head.click();
    assert.deepEqual((await names()).slice(0, 2), ["features", "conv1"]);
  });

  it("filters by name and operator, with the groups around", async () => {
    const conv1 = table.locator('.row[data-path="features/conv1"]');
    await table.locator("vscode-text-field input").fill("linear");
    await conv1.waitFor({ state: "detached" });
    assert.deepEqual(await names(), ["classifier", "fc6", "fc7", "fc8"]);
    await table.locator("vscode-text-field input").fill("nothing of the kind");
    await table.locator(".notice", { hasText: "No layer matches." }).waitFor();
    await table.locator("vscode-text-field input").fill("");
    await conv1.waitFor();
  });

  it("hides and shows columns", async () => {
    await table.getByRole("button", { name: "Columns" }).click();
    await table.getByRole("checkbox", { name: "Operator" }).click();
    await table.locator('.head [data-column="operator"]').waitFor({ state: "detached" });
    await table.getByRole("checkbox", { name: "Operator" }).click();
    await table.locator('.head [data-column="operator"]').waitFor();
    await vscode.press("Escape");
  });

  it("keeps its header and its totals in view", async () => {
    const total = table.locator(".row.total");
    await table.locator(".grid").press("End");
    for (const part of [table.locator(".head"), total]) assert.ok(await part.isVisible());
    assert.deepEqual(await total.locator("[data-value]").allInnerTexts(), ["4,345", "61,101", "717"]);
  });

  it("is copied in each format", async () => {
    const begins: Readonly<Record<string, RegExp>> = {
      CSV: /^name,operator,.*\r\nfeatures\/conv1,Conv,3,227×227,64,11,4,2,64,56×56,802816,23296,72855552,/u,
      Markdown: /^\| Layer \| Operator \|/u,
      LaTeX: /^\\begin\{tabular\}/u,
      JSON: /^\{\s+"flopsConvention": "multiply-add"/u,
    };
    for (const [format, begin] of Object.entries(begins)) {
      await table.getByRole("button", { name: "Copy as …" }).click();
      await table.getByRole("button", { name: `Copy as ${format}` }).click();
      await table.locator(".notice", { hasText: "Copied" }).waitFor();
      await eventually(() => vscode.page.evaluate("navigator.clipboard.readText()"), begin, format);
    }
  });

  it("is saved where one says", async () => {
    await table.getByRole("button", { name: "Save as …" }).click();
    await table.getByRole("button", { name: "Save as CSV" }).click();
    const name = vscode.page.locator(".quick-input-widget input[type='text']").first();
    await name.waitFor();
    await eventually(() => name.inputValue(), /AlexNet-layers\.csv$/u, "the proposed file");
    await vscode.press("Enter");
    await vscode.page
      .locator(".explorer-folders-view .monaco-list-row", { hasText: "AlexNet-layers.csv" })
      .waitFor();
    assert.match(readFileSync(path.join(folder, "AlexNet-layers.csv"), "utf8"), /^name,operator,/u);
  });
});
