/** The comparison's page by hand: figures, one changed branch, charts by keyboard, all samples, graphs side by side. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync, copyFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { drive, stopDriving } from "../../scripts/vscode/drive";
import type { Driver } from "../../scripts/vscode/drive";
import { compareSelected } from "./compare-selected";
import { ALEXNET, VGG16 } from "../fixtures/hand-counts";

/** An attribute of each of the elements. */
async function attributes(elements: Locator, name: string): Promise<readonly string[]> {
  const all = await elements.all();
  return Promise.all(all.map(async (element) => (await element.getAttribute(name)) ?? ""));
}

describe("the comparison's page in a window", function () {
  this.timeout(180_000);
  let vscode: Driver;
  let folder: string;
  const file = (name: string): string => path.join(folder, name);

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "netlens-page-"));
    for (const name of ["alexnet", "vgg16"]) copyFileSync(`samples/${name}.net`, file(`${name}.net`));
    const googlenet = readFileSync("samples/googlenet.net", "utf8");
    writeFileSync(file("module-before.net"), googlenet);
    const module = "Inception(128, 128, 256, 24, 64, 64)";
    writeFileSync(file("module-now.net"), googlenet.replace(module, "Inception(128, 128, 256, 24, 56, 64)"));
    vscode = await drive({ folder, width: 1500, height: 1000, theme: "Default High Contrast Light" });
    await vscode.openFile("alexnet.net");
    await vscode.hints();
    await vscode.command("View: Close All Editors");
  });

  after(async () => {
    await vscode.close();
    await stopDriving();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await vscode.screenshot(".vscode-test/failed-compare-page.png");
  });

  async function compared(...names: readonly string[]): Promise<FrameLocator> {
    await vscode.command("View: Close All Editors");
    await compareSelected(vscode, ...names);
    const panel = vscode.webview();
    await panel.locator("[data-change]").first().waitFor();
    return panel;
  }

  it("has AlexNet's and VGG-16's figures and their ratios, as worked out by hand", async () => {
    const panel = await compared("alexnet.net", "vgg16.net");
    for (const [metric, alexnet, vgg] of [
      ["params", ALEXNET.params, VGG16.params],
      ["macs", ALEXNET.macs, VGG16.macs],
      ["flops", ALEXNET.macs, VGG16.macs],
      ["activationBytes", ALEXNET.activationBytes, VGG16.activationBytes],
      ["depth", 8, 16],
    ] as const) {
      const cells = panel.locator(`[data-metric="${metric}"]`);
      assert.deepEqual(await attributes(cells, "data-model"), ["AlexNet", "VGG16"]);
      assert.deepEqual(await attributes(cells, "data-value"), [String(alexnet), String(vgg)]);
      const ratio = `${(vgg / alexnet).toFixed(2)}×`;
      assert.ok((await cells.nth(1).innerText()).includes(ratio), `${metric}: ${ratio}`);
    }
  });

  it("walks the marks of each chart by keyboard, with what the mouse would be told", async () => {
    const panel = vscode.webview();
    for (const chart of ["activationBytes", "params", "flops", "error"]) {
      const marks = panel.locator(`[data-chart="${chart}"] .plots .mark`);
      const stops = panel.locator(`[data-chart="${chart}"] .plots .mark[tabindex="0"]`);
      assert.equal(await stops.count(), 1, `${chart} is one tab stop`);
      await stops.scrollIntoViewIfNeeded();
      await stops.focus();
      const seen: string[] = [];
      for (const key of ["Home", "ArrowRight", "End"]) {
        await vscode.press(key);
        const focused = panel.locator(`[data-chart="${chart}"] .mark:focus`);
        await focused.waitFor();
        const said = (await focused.getAttribute("aria-label")) ?? "";
        const tip = panel.locator(`[data-chart="${chart}"] [aria-label="tip"] text`);
        await tip
          .filter({ hasText: said.split(",")[0]! })
          .first()
          .waitFor();
        seen.push(said);
      }
      const wanted = (await marks.count()) > 2 ? 3 : 2;
      assert.equal(new Set(seen).size, wanted, `${chart}: ${seen.join(" | ")}`);
    }
  });

  it("has a table behind each chart, with as many rows as marks", async () => {
    const panel = vscode.webview();
    for (const chart of ["activationBytes", "params", "flops", "error"]) {
      const figure = panel.locator(`[data-chart="${chart}"]`);
      await figure.locator("summary").click();
      await figure.locator("table tbody tr").first().waitFor();
      assert.ok((await figure.locator("table tbody tr").count()) >= 2);
    }
  });

  it("shows all samples beside the models on demand", async () => {
    const panel = vscode.webview();
    const dots = panel.locator('[data-chart="error"] .plots .mark');
    assert.equal(await dots.count(), 2);
    await panel.getByRole("checkbox", { name: /samples/u }).click();
    await dots.nth(2).waitFor();
    // The samples that state an error, each once: AlexNet and VGG-16 are the models' own.
    const said = await attributes(dots, "aria-label");
    assert.equal(said.filter((text) => text.startsWith("AlexNet (")).length, 1);
    assert.ok(
      said.some((text) => text.startsWith("GoogLeNet (2014), 6.7%")),
      said.join("\n"),
    );
    assert.ok(
      said.some((text) => text.startsWith("ResNet152 (2015)")),
      said.join("\n"),
    );
    assert.ok(said.length > 12, said.join("\n"));
  });

  it("pans and zooms both graphs together", async () => {
    const panel = vscode.webview();
    await panel.getByRole("checkbox", { name: /graphs/iu }).click();
    const frame = (side: 0 | 1): Locator => panel.locator(`[data-graph="${side}"]`);
    for (const side of [0, 1] as const) await frame(side).locator(".node").first().waitFor();
    await frame(0).scrollIntoViewIfNeeded();
    await vscode.pause(1000);
    const view = async (side: 0 | 1): Promise<{ y: number; k: number }> => {
      const transform =
        (await frame(side).locator("svg g[transform]").first().getAttribute("transform")) ?? "";
      const [, y = 0, k = 0] = [...transform.matchAll(/-?[\d.]+(?:e-?\d+)?/gu)].map(Number);
      return { y, k };
    };
    const before = await view(0);
    assert.deepEqual(await view(1), before);
    await frame(0).hover();
    await vscode.page.keyboard.down("Control");
    await vscode.page.mouse.wheel(0, -120);
    await vscode.page.keyboard.up("Control");
    await vscode.pause(1000);
    const zoomed = await view(0);
    assert.ok(zoomed.k > before.k, `${zoomed.k} after ${before.k}`);
    assert.deepEqual(await view(1), zoomed);
    await frame(1).scrollIntoViewIfNeeded();
    const box = (await frame(1).boundingBox())!;
    await vscode.page.mouse.move(box.x + box.width - 20, box.y + box.height / 2);
    await vscode.page.mouse.down();
    await vscode.page.mouse.move(box.x + box.width - 30, box.y + box.height / 2 - 60, { steps: 5 });
    await vscode.page.mouse.up();
    await vscode.pause(1000);
    const panned = await view(1);
    assert.ok(Math.abs(panned.y - zoomed.y) > 20, `${panned.y} after ${zoomed.y}`);
    assert.deepEqual(await view(0), panned);
  });

  it("has no more than the branch that differs between two GoogLeNets", async () => {
    const panel = await compared("module-before.net", "module-now.net");
    const changed = panel.locator('[data-change]:not([data-change="same"])');
    assert.equal(await changed.count(), 1);
    assert.equal(await changed.getAttribute("data-change"), "changed");
    assert.match(await changed.innerText(), /channels: 64 → 56/u);
    assert.equal(await changed.getAttribute("data-right"), "inception4/inception4c/ConvRelu_5/Conv");
  });

  it("says that a file was deleted while it is compared", async () => {
    await compared("module-before.net", "module-now.net");
    unlinkSync(file("module-now.net"));
    await vscode
      .webview()
      .locator(".notices .notice", {
        hasText: "module-now.net cannot be read: it may have been renamed or deleted.",
      })
      .waitFor();
  });
});
