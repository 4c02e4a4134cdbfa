/** The graph panel when it is hidden and shown again in another size. */
import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { drive, stopDriving } from "../../scripts/vscode/drive";
import type { Driver } from "../../scripts/vscode/drive";

describe("the graph panel in another size", function () {
  this.timeout(120_000);
  let vscode: Driver;

  before(async () => {
    vscode = await drive();
    await openFile("vgg16.net");
    await vscode.hints();
    await vscode.press("Control+Alt+g");
    await graph().locator('svg.canvas[data-state="ready"] [data-group]').first().waitFor();
  });

  after(async () => {
    await vscode.close();
    await stopDriving();
  });

  async function openFile(name: string): Promise<void> {
    await vscode.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
    await vscode.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  function graph(): FrameLocator {
    return vscode.page
      .locator("iframe.webview.ready")
      .last()
      .contentFrame()
      .locator("#active-frame")
      .contentFrame();
  }

  it("still shows the whole network after it was hidden", async () => {
    const { page } = vscode;
    await graph().getByRole("button", { name: "Stay with this file" }).click();
    // VS Code keeps what a panel saved when it hides it; the panel saves once it is at rest.
    await vscode.pause(1500);
    await openFile("zfnet.net");
    await page.setViewportSize({ width: 1440, height: 480 });
    await page.locator('.tab[aria-label^="Graph of"]').click();
    await graph().locator('svg.canvas[data-state="ready"] [data-terminal^="output"]').waitFor();
    await vscode.pause(800);
    const canvas = await graph().locator("svg.canvas").boundingBox();
    const last = await graph().locator('[data-terminal^="output"]').boundingBox();
    assert(canvas !== null && last !== null);
    assert.ok(last.y + last.height <= canvas.y + canvas.height, "the output is in view");
  });
});
