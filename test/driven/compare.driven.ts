/** The comparison and the layer table on the screen, with the figures that PyTorch and the lecture have. */
import assert from "node:assert/strict";
import { drive, stopDriving } from "../../scripts/vscode/drive";
import type { Driver } from "../../scripts/vscode/drive";

/** Attributes of the elements that a selector finds in the last webview. */
async function dataOf(
  vscode: Driver,
  selector: string,
  ...names: readonly string[]
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const element of await vscode.webview().locator(selector).all()) {
    const values = await Promise.all(names.map((name) => element.getAttribute(`data-${name}`)));
    found.push(values.join(" "));
  }
  return found;
}

/** Chooses two files' networks in the list of Compare Models; the first is that of the active editor. */
async function compare(vscode: Driver, first: string, second: string): Promise<void> {
  await vscode.openFile(`${first}.net`);
  await vscode.hints();
  await vscode.command("Netlens: Compare Models…");
  const rows = vscode.page.locator(".quick-input-list .monaco-list-row");
  await rows.nth(1).waitFor();
  await vscode.type(`${second}.net`);
  await rows.nth(1).waitFor({ state: "detached" });
  await vscode.press("ArrowDown");
  await vscode.press("Space");
  await vscode.press("Enter");
  await vscode.webview().locator("[data-change]").first().waitFor();
}

describe("comparing in a window", function () {
  this.timeout(180_000);
  let vscode: Driver;

  before(async () => {
    vscode = await drive();
  });

  after(async () => {
    await vscode.close();
    await stopDriving();
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await vscode.screenshot(".vscode-test/failed-compare.png");
  });

  it("ResNet-101 is ResNet-50 with 17 more blocks, and nothing else", async () => {
    await compare(vscode, "resnet50", "resnet101");
    assert.deepEqual(await dataOf(vscode, "[data-compare]", "compare"), ["ResNet50,ResNet101"]);
    const changes = (await dataOf(vscode, "[data-change]", "change")).filter((change) => change !== "same");
    assert.deepEqual(changes, Array<string>(17).fill("added"));
    assert.deepEqual(await dataOf(vscode, '[data-metric="params"]', "model", "value"), [
      "ResNet50 25557032",
      "ResNet101 44549160",
    ]);
    const charts = await dataOf(vscode, "[data-chart]", "chart");
    assert.deepEqual(charts, ["activationBytes", "params", "flops", "error"]);
  });

  it("the layer table has the lecture's figures for AlexNet", async () => {
    await vscode.command("View: Close All Editors");
    await vscode.openFile("alexnet.net");
    await vscode.command("Netlens: Show Layer Table");
    const conv1 = '.row[data-path="features/conv1"] [data-value]';
    await vscode.webview().locator(conv1).first().waitFor();
    assert.deepEqual(await dataOf(vscode, conv1, "column", "value"), [
      `activationBytes ${784 * 1024}`,
      "params 23296",
      "flops 72855552",
    ]);
    assert.deepEqual(await vscode.webview().locator(conv1).allInnerTexts(), ["784", "23.3", "72.9"]);
  });
});
