/** A window of VS Code driven by keyboard and mouse: what a person sees on the screen. */
import assert from "node:assert/strict";
import { drive, stopDriving } from "../../scripts/vscode/drive";
import type { Driver } from "../../scripts/vscode/drive";

describe("in a window", function () {
  this.timeout(180_000);
  let vscode: Driver;
  const refused: string[] = [];

  before(async () => {
    vscode = await drive();
    vscode.page.on("console", (message) => {
      const text = message.text();
      if (/Content Security Policy/.test(text) && /webview|netlens/.test(text)) refused.push(text);
    });
  });

  after(async () => {
    await vscode.close();
    await stopDriving();
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await vscode.screenshot(".vscode-test/failed.png");
  });

  it("hints stand at the ends of the lines", async () => {
    await vscode.openFile("alexnet.net");
    const hints = await vscode.hints();
    assert.ok(hints.includes("64×56×56 64×56×56 · 23.3K · 72.9M"), hints.join("\n"));
  });

  it("a hint tells its exact digits when the mouse is over it", async () => {
    assert.match(await vscode.hoverHint("23.3K"), /23,296/);
  });

  it("hints follow what is typed", async () => {
    await vscode.goTo(8, 1);
    await vscode.press("End");
    for (let count = 0; count < 4; count += 1) await vscode.press("Backspace");
    await vscode.type("451]");
    await vscode.editor().getByText("64×56×112").first().waitFor();
    for (let count = 0; count < 4; count += 1) await vscode.press("Backspace");
    await vscode.type("227]");
    await vscode.editor().getByText("64×56×56").first().waitFor();
  });

  it("the graph shows stages and layers", async () => {
    await vscode.openFile("googlenet.net");
    await vscode.hints();
    await vscode.command("Netlens: Show Graph");
    const graph = vscode.webview();
    const shows = (name: string): Promise<void> =>
      graph.locator("svg").getByText(name, { exact: true }).first().waitFor();
    for (const name of ["stem", "inception4", "logits"]) await shows(name);
    // The picture opens with its stages closed, so that it can be read; what is in one shows when it is opened.
    await graph.locator('[data-group="stem"]').getByText("stem", { exact: true }).first().click();
    await shows("conv1");
    await graph.getByRole("button", { name: "Fit", exact: true }).click();
    await graph.locator('[data-group="inception4"]').getByText("inception4", { exact: true }).first().click();
    await shows("inception4a");
    await graph.getByRole("button", { name: "Fit", exact: true }).click();
    await shows("logits");
  });

  it("the table lists the layers", async () => {
    await vscode.openFile("alexnet.net");
    await vscode.command("Netlens: Show Layer Table");
    await vscode.webview().getByText("conv1").first().waitFor();
  });

  it("no webview asked for what its security policy forbids", () => {
    assert.deepEqual(refused, []);
  });
});
