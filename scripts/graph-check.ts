/** Checks the graph in a real VS Code as a person would use it: `npm run test:graph [PART_OF_A_CHECK]`. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { layerInstances } from "../src/analysis/instances";
import { analyseNetwork } from "../src/analysis/network-analysis";
import { NET } from "../src/net/format";
import { drive } from "./vscode/drive";
import type { Driver } from "./vscode/drive";
import { cache } from "./vscode/install";
import { copyWorkspace } from "./vscode/workspace";
import { readdirSync, readFileSync } from "node:fs";

const folder = copyWorkspace(path.join(cache, "graph-check"));
const samples = readdirSync(folder).filter((file) => file.endsWith(".net"));

interface Check {
  readonly name: string;
  readonly run: (window: Driver) => Promise<void>;
}

const checks: readonly Check[] = [
  ...samples.map((file) => ({
    name: `every layer of ${file} is drawn once`,
    run: (window: Driver) => drawsAll(window, file),
  })),
  { name: "a click leads to the source, in the text's own column", run: clickReveals },
  { name: "a double click in a block leads to its instantiation", run: doubleClickReveals },
  { name: "the text cursor leads to the node", run: cursorHighlights },
  { name: "an edit changes the picture, errors keep the last one", run: editsFollow },
  { name: "the search opens groups and goes from match to match", run: searchFinds },
  { name: "groups open and close with the mouse and the keyboard", run: groupsToggle },
  { name: "the hover says what the text's hover says", run: hoverAgrees },
  { name: "an empty file says what to write", run: emptyHelps },
  { name: "a reload keeps what was open", run: reloadKeeps },
];

async function main(): Promise<void> {
  const wanted = process.argv[2] ?? "";
  const window = await drive({ folder, width: 1500, height: 950 });
  let failures = 0;
  for (const { name, run } of checks.filter((check) => check.name.includes(wanted))) {
    try {
      await run(window);
      process.stdout.write(`ok    ${name}\n`);
    } catch (error) {
      failures += 1;
      const file = path.join("out", "graph-check", `${name.replace(/\W+/gu, "-")}.png`);
      mkdirSync("out/graph-check", { recursive: true });
      await window.screenshot(file);
      process.stdout.write(`FAIL  ${name}\n${String(error).slice(0, 800)}\n(see ${file})\n`);
    }
    await closeAll(window);
  }
  await window.close();
  process.exitCode = failures > 0 ? 1 : 0;
}

async function closeAll(window: Driver): Promise<void> {
  const { page } = window;
  await window.press("Escape");
  while ((await page.locator(".editor-group-container .tab").count()) > 0) {
    await page.locator(".editor-group-container .tab").last().click({ button: "middle" });
    const dialog = page.locator(".monaco-dialog-box .monaco-button", { hasText: "Don't Save" });
    if (await dialog.isVisible({ timeout: 300 })) await dialog.click();
    await window.pause(300);
  }
}

/** By double click in the explorer, and shown by its keys: quick input is at the mercy of a busy machine. */
async function openFile(window: Driver, file: string): Promise<void> {
  const { page } = window;
  await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${file}"]`).dblclick();
  await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
  await focusText(window);
}

/** The first group of editors is the text's; a click takes the focus from a webview, which keeps keys to itself. */
async function focusText(window: Driver): Promise<void> {
  const editor = window.page.locator(".editor-group-container").first().locator(".monaco-editor").first();
  await editor.click({ position: { x: 260, y: 200 } });
}

/** Opens a group unless it is open. */
async function opened(view: FrameLocator, path: string): Promise<void> {
  const closed = view.locator(`[data-group="${path}"][data-expanded="false"]`);
  if ((await closed.count()) > 0) await closed.click();
  await view.locator(`[data-group="${path}"][data-expanded="true"]`).waitFor({ state: "attached" });
}

async function showGraph(window: Driver, file: string): Promise<FrameLocator> {
  await openFile(window, file);
  // The extension is there once its hints are.
  await window.hints();
  await window.press("Control+Alt+g");
  const view = window.webview();
  await canvas(view, "ready").locator("[data-layer], [data-group]").first().waitFor();
  return view;
}

function canvas(view: FrameLocator, state: string): Locator {
  return view.locator(`svg.canvas[data-state="${state}"]`);
}

async function drawsAll(window: Driver, file: string): Promise<void> {
  const view = await showGraph(window, file);
  await view.locator('[title="Expand all"]').click();
  const [network] = NET.read(`file:///${file}`, readFileSync(path.join(folder, file), "utf8"), {}).networks;
  assert(network !== undefined);
  const expected = [...layerInstances(analyseNetwork(network))];
  await view.locator(`[data-layer="${expected.at(-1)?.path ?? ""}"]`).waitFor();
  await window.pause(800);
  const drawn = await valuesOf(view, "data-layer");
  assert.deepEqual([...drawn].sort(), expected.map((layer) => layer.path).sort());
  const edges = await valuesOf(view, "data-edge");
  for (const layer of expected) {
    for (const input of layer.inputs)
      assert.ok(edges.includes(`${input}->${layer.path}`), `${input}->${layer.path}`);
  }
}

/** An element in the page; scripts know no types of documents. */
interface Marked {
  getAttribute(name: string): string | null;
}

/** The attribute of every element that has it. */
async function valuesOf(view: FrameLocator, attribute: string): Promise<readonly string[]> {
  return view
    .locator(`[${attribute}]`)
    .evaluateAll(
      (elements: readonly Marked[], name: string) =>
        elements.map((element) => element.getAttribute(name) ?? ""),
      attribute,
    );
}

async function clickReveals(window: Driver): Promise<void> {
  const view = await showGraph(window, "googlenet.net");
  await opened(view, "stem");
  await view.locator('[data-layer="stem/conv1"]').click();
  await cursorAt(window, /conv1 = Conv/u);
  assert.equal(await window.page.locator(".editor-group-container").count(), 2);
}

async function doubleClickReveals(window: Driver): Promise<void> {
  const view = await showGraph(window, "resnet50.net");
  await opened(view, "conv3");
  await view.locator('[data-group="conv3/Bottleneck"]').click();
  const relu = view
    .locator('[data-layer="conv3/Bottleneck/ReLU_3"], [data-layer^="conv3/Bottleneck/ReLU"]')
    .last();
  await relu.click();
  await cursorAt(window, /^\s*ReLU/u);
  await relu.dblclick();
  await cursorAt(window, /stage conv3/u);
}

/** Waits until the line that the text's cursor is in matches. */
async function cursorAt(window: Driver, line: RegExp): Promise<void> {
  const { page } = window;
  const deadline = Date.now() + 15_000;
  let found = "";
  while (!line.test(found)) {
    assert.ok(Date.now() < deadline, `the cursor is in "${found}"`);
    await window.pause(150);
    const number = Number(await page.locator(".line-numbers.active-line-number").first().innerText());
    const file = page.locator(".editor-group-container .tab.active[data-resource-name$='.net']").first();
    const name = (await file.getAttribute("data-resource-name")) ?? "";
    found = readFileSync(path.join(folder, name), "utf8").split("\n")[number - 1] ?? "";
  }
}

async function cursorHighlights(window: Driver): Promise<void> {
  const view = await showGraph(window, "googlenet.net");
  await opened(view, "inception5");
  await opened(view, "stem");
  await focusText(window);
  await window.goTo(lineOf("googlenet.net", "inception5b ="), 6);
  await view.locator('.cursor[data-group="inception5/inception5b"]').waitFor();
  await window.goTo(lineOf("googlenet.net", "conv1 = Conv"), 6);
  await view.locator('.cursor[data-layer="stem/conv1"]').waitFor();
}

function lineOf(file: string, text: string): number {
  const lines = readFileSync(path.join(folder, file), "utf8").split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}

async function editsFollow(window: Driver): Promise<void> {
  const view = await showGraph(window, "alexnet.net");
  await view.locator('[title="Expand all"]').click();
  const line = lineOf("alexnet.net", "conv1 =");
  await focusText(window);
  await window.goTo(line, 1);
  await window.press("End");
  await window.press("Enter");
  await window.type("extra = Conv(64, 3, pad=1)");
  await view.locator('[data-layer$="extra"]').waitFor();
  await window.type(" -> Conv(64, ");
  await canvas(view, "stale").waitFor();
  await view.locator('[data-layer$="extra"]').waitFor();
  await window.type("1)");
  await canvas(view, "ready").waitFor();
}

async function searchFinds(window: Driver): Promise<void> {
  const view = await showGraph(window, "googlenet.net");
  await view.locator("svg.canvas").focus();
  await window.press("Control+f");
  await view.locator(".search").waitFor();
  await window.type("5x5");
  await view.locator(".search .count", { hasText: "1 of" }).waitFor();
  await view
    .locator('.selected[data-layer="inception3/inception3a/ConvRelu_5/Conv"], .match')
    .first()
    .waitFor();
  await window.press("Enter");
  await view.locator(".search .count", { hasText: "2 of" }).waitFor();
  await window.press("Escape");
  await view.locator(".search").waitFor({ state: "hidden" });
}

async function groupsToggle(window: Driver): Promise<void> {
  const view = await showGraph(window, "googlenet.net");
  await opened(view, "inception3");
  const module = view.locator('[data-group="inception3/inception3a"]');
  await module.click();
  await view
    .locator('[data-group="inception3/inception3a"][data-expanded="true"]')
    .waitFor({ state: "attached" });
  await view.locator("svg.canvas").focus();
  await window.press("Enter");
  await view.locator('[data-group="inception3/inception3a"][data-expanded="false"]').waitFor();
  await window.press("ArrowDown");
  await view.locator('.selected[data-group="inception3/inception3b"]').waitFor();
}

async function hoverAgrees(window: Driver): Promise<void> {
  const view = await showGraph(window, "googlenet.net");
  await opened(view, "stem");
  await view.locator('[data-layer="stem/conv1"]').hover();
  const card = view.locator(".hover-card");
  await card.waitFor();
  const inGraph = await card.innerText();
  await focusText(window);
  const inText = await window.hover(lineOf("googlenet.net", "conv1 = Conv"), 13);
  for (const figure of ["9,472", "118,013,952"]) {
    assert.ok(inGraph.includes(figure), `graph: ${inGraph}`);
    assert.ok(inText.includes(figure), `text: ${inText}`);
  }
  await window.press("Escape");
}

async function emptyHelps(window: Driver): Promise<void> {
  await openFile(window, "alexnet.net");
  await window.press("Control+a");
  await window.press("Delete");
  await window.press("Control+Alt+g");
  await window.webview().locator(".empty pre", { hasText: "network" }).waitFor();
}

async function reloadKeeps(window: Driver): Promise<void> {
  const view = await showGraph(window, "resnet50.net");
  await opened(view, "conv4");
  await view.locator('[data-group="conv4/Bottleneck"]').click();
  await view.locator('[data-group="conv4/Bottleneck"][data-expanded="true"]').waitFor({ state: "attached" });
  await Promise.all([window.page.waitForEvent("load"), window.command("Developer: Reload Window")]);
  const again = window.webview();
  await again
    .locator('[data-group="conv4/Bottleneck"][data-expanded="true"]')
    .waitFor({ state: "attached", timeout: 60_000 });
}

void main();
