/** The graph panel as a person uses it: what it follows, what it saves, how it is walked and read out. */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { drive, stopDriving } from "../../scripts/vscode/drive";
import type { Driver } from "../../scripts/vscode/drive";

const folder = path.resolve(".vscode-test/graph");

describe("the graph panel in a window", function () {
  this.timeout(180_000);
  let vscode: Driver;
  const refused: string[] = [];

  before(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of ["alexnet", "googlenet"])
      copyFileSync(`samples/${name}.net`, path.join(folder, `${name}.net`));
    copyFileSync("test/formats/onnx/fixtures/networks/encoder.onnx", path.join(folder, "encoder.onnx"));
    writeFileSync(path.join(folder, "names.prototxt"), chain(NAMES));
    writeFileSync(path.join(folder, "edited.net"), EDITED);
    writeFileSync(path.join(folder, "wrong.net"), WRONG);
    writeFileSync(path.join(folder, "tiny.cfg"), TINY);
    const many = Array.from({ length: 10_000 }, (_, index) => `l${String(index)}`);
    writeFileSync(path.join(folder, "many.prototxt"), chain(many));
    vscode = await drive({ folder });
    await vscode.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    vscode.page.on("console", (message) => {
      const text = message.text();
      if (/Content Security Policy/.test(text) && /webview|netlens/.test(text)) refused.push(text);
    });
    await openFile("googlenet.net");
    await vscode.hints();
    await vscode.press("Control+Alt+g");
    await graph().locator('svg.canvas[data-state="ready"] [data-group]').first().waitFor();
  });

  after(async () => {
    await vscode.close();
    await stopDriving();
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await vscode.screenshot(".vscode-test/failed-graph.png");
  });

  /** In the first column, whatever has the focus. */
  async function openFile(name: string): Promise<void> {
    const { page } = vscode;
    const tabs = page.locator(".editor-group-container").first().locator(".tab");
    if ((await tabs.count()) > 0) await tabs.first().click();
    await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  }

  /** The panel's page: the first that was opened; the model's editor has one, too. */
  function graph(): FrameLocator {
    const outer = vscode.page.locator("iframe.webview.ready").first();
    return outer.contentFrame().locator("#active-frame").contentFrame();
  }

  function canvas(): Locator {
    return graph().locator("svg.canvas");
  }

  /** What an expression is in the panel's page. */
  function inPage(expression: string): Promise<unknown> {
    return graph().locator("body").evaluate(expression);
  }

  /** Chooses how the nodes are coloured, by its title. */
  async function colorBy(title: string): Promise<void> {
    const dropdown = graph().getByRole("combobox", { name: "Colour by" });
    await dropdown.click();
    await dropdown.getByRole("option", { name: title }).click();
  }

  /** Answers the save dialog by keyboard; returns what was written. */
  async function saveAs(button: string, name: string): Promise<Buffer> {
    const target = path.join(folder, name);
    await graph().getByRole("button", { name: button }).click();
    const input = vscode.page.locator(".quick-input-widget input[type='text']").first();
    await input.waitFor();
    // It proposes a file beside the network's, named after the network.
    const proposed = JSON.stringify(`GoogLeNet${path.extname(name)}`);
    await vscode.page.waitForFunction(
      `document.querySelector(".quick-input-widget input[type='text']").value.endsWith(${proposed})`,
    );
    await input.fill(target);
    for (let attempt = 0; attempt < 10 && (await input.isVisible()); attempt += 1) {
      // The dialog takes no answer while it looks a folder up.
      await vscode.press("Enter");
      await input.waitFor({ state: "hidden", timeout: 2000 }).catch(() => undefined);
    }
    for (let wait = 0; wait < 50; wait += 1) {
      await vscode.pause(100);
      try {
        const bytes = readFileSync(target);
        if (bytes.length > 0) return bytes;
      } catch {
        // Not yet there.
      }
    }
    return assert.fail(`${target} was not written`);
  }

  it("is a tree that says what each node is, how deep, and which is selected", async () => {
    await canvas().focus();
    await vscode.press("Home");
    await vscode.press("ArrowDown");
    const stem = graph().getByRole("treeitem", { name: /^stem, / });
    assert.equal(await stem.getAttribute("aria-selected"), "true");
    assert.equal(await stem.getAttribute("aria-level"), "1");
    assert.equal(await canvas().getAttribute("aria-activedescendant"), await stem.getAttribute("id"));
    const before = await stem.getAttribute("aria-expanded");
    await vscode.press("Enter");
    await graph()
      .locator(
        `[role="treeitem"][aria-label^="stem, "][aria-expanded="${before === "true" ? "false" : "true"}"]`,
      )
      .waitFor();
    if (before === "true") await vscode.press("Enter");
    await graph().locator('[data-layer="stem/conv1"]').waitFor();
    assert.equal(await graph().locator('[data-layer="stem/conv1"]').getAttribute("aria-level"), "2");
    await vscode.press("ArrowDown");
    await graph().locator('[data-layer="stem/conv1"].selected').waitFor();
    await graph().getByRole("status").filter({ hasText: "conv1, Conv 7×7 / 2, 64×112×112" }).waitFor();
    await vscode.press("Backspace");
    await graph().locator('[data-group="stem"][data-expanded="false"].selected').waitFor();
  });

  it("takes the closed group for what is selected in it: for dependencies and for the keys", async () => {
    for (const key of ["Enter", "ArrowDown", "d"]) await vscode.press(key);
    await graph().locator('[data-layer="stem/conv1"].selected').waitFor();
    await graph().getByRole("button", { name: "Collapse all" }).click();
    await graph().locator('[data-group="inception3"].downstream').waitFor();
    await canvas().focus();
    for (const key of ["d", "ArrowDown"]) await vscode.press(key);
    await graph().locator('[data-group="inception3"].selected').waitFor();
  });

  it("has controls that are named and that the Tab key reaches", async () => {
    const controls = await graph().locator("vscode-button:visible, vscode-dropdown:visible").all();
    const names = await Promise.all(controls.map(labelOf));
    assert.ok(names.length >= 14, names.join());
    assert.ok(names.every((name) => name !== ""));
    assert.equal(new Set(names).size, names.length);
    await graph().getByRole("combobox", { name: "Level" }).focus();
    const reached = new Set<string>();
    for (let count = 0; count <= names.length; count += 1) {
      reached.add(await labelOf(graph().locator(":focus").first()));
      await vscode.press("Tab");
    }
    assert.deepEqual(
      names.filter((name) => !reached.has(name)),
      [],
    );
    assert.ok(reached.has("Graph of GoogLeNet"));
  });

  it("shows where the keyboard's focus is", async () => {
    await graph().getByRole("button", { name: "Stay with this file" }).focus();
    await vscode.press("Tab");
    await graph().locator("svg.canvas:focus-visible").waitFor();
    const outline = await inPage(`getComputedStyle(document.querySelector(".canvas")).outlineStyle`);
    assert.equal(outline, "solid");
  });

  it("keeps still for people who want less motion, and not for others", async () => {
    await inPage(countAnimations);
    const animations = async (): Promise<number> => {
      const before = Number(await inPage("window.animations"));
      await graph().getByRole("button", { name: "Expand all" }).click();
      await graph()
        .locator('[data-group="stem"][data-expanded="true"]')
        .first()
        .waitFor({ state: "attached" });
      await graph().getByRole("button", { name: "Collapse all" }).click();
      await graph().locator('[data-group="stem"][data-expanded="false"]').waitFor();
      return Number(await inPage("window.animations")) - before;
    };
    assert.ok((await animations()) > 0);
    await vscode.page.emulateMedia({ reducedMotion: "reduce" });
    assert.equal(await animations(), 0);
    await vscode.page.emulateMedia({ reducedMotion: "no-preference" });
  });

  it("saves as SVG what one sees, by the keys of the save dialog", async () => {
    await colorBy("Params");
    await graph().locator(".legend", { hasText: "Params" }).waitFor();
    const svg = (await saveAs("Save as SVG", "picture.svg")).toString("utf8");
    assert.match(svg, /^<\?xml [^]*data-network="GoogLeNet" data-state="ready"/u);
    assert.match(svg, />Params<\/text>/u);
    assert.match(svg, /class="node closed heated"/u);
    // The dark theme's ground, as in the window.
    assert.match(svg, /\.background\{fill:#14191f\}/u);
    assert.doesNotMatch(svg, /var\(--|(?:href|src)="/u);
  });

  it("saves as PNG twice as large", async () => {
    const svg = readFileSync(path.join(folder, "picture.svg"), "utf8");
    const png = await saveAs("Save as PNG", "picture.png");
    assert.equal(png.subarray(1, 4).toString("latin1"), "PNG");
    const [, width, height] = /<svg [^>]*?width="([\d.]+)" height="([\d.]+)"/u.exec(svg) ?? [];
    assert.ok(Math.abs(png.readUInt32BE(16) - 2 * Number(width)) <= 2);
    assert.ok(Math.abs(png.readUInt32BE(20) - 2 * Number(height)) <= 2);
  });

  it("copies the same SVG", async () => {
    await graph().getByRole("button", { name: "Copy as SVG" }).click();
    await graph().locator(".notice", { hasText: "Copied" }).waitFor();
    await vscode.pause(500);
    const copied = await vscode.page.evaluate<string>("navigator.clipboard.readText()");
    assert.equal(copied, readFileSync(path.join(folder, "picture.svg"), "utf8"));
    await colorBy("Kind of layer");
  });

  it("follows the active editor, also that of a model's file, unless it is locked", async () => {
    const { page } = vscode;
    const title = (name: string): Promise<void> =>
      page.locator(`.tab[aria-label^="Graph of ${name}"]`).waitFor();
    await openFile("encoder.onnx");
    await title("encoder.onnx");
    // What is selected there is to the graph what the cursor is in a text.
    await vscode.webview().locator(".grid .row", { hasText: "query" }).first().click();
    await graph().locator("svg .cursor").first().waitFor();
    await openFile("alexnet.net");
    await title("alexnet.net");
    await graph().getByRole("button", { name: "Stay with this file" }).click();
    await graph().getByRole("button", { name: "Follow the active editor" }).waitFor();
    await openFile("encoder.onnx");
    await vscode.pause(1500);
    await title("alexnet.net");
    await openFile("googlenet.net");
    await vscode.pause(1500);
    await title("alexnet.net");
    await graph().getByRole("button", { name: "Follow the active editor" }).click();
    await title("googlenet.net");
    // Known by its content: its language is set after it is shown.
    await openFile("tiny.cfg");
    await title("tiny.cfg");
    await openFile("googlenet.net");
    await title("googlenet.net");
  });

  it("leaves in place what one looks at while the text is edited, also under another name", async () => {
    await openFile("edited.net");
    await graph().locator('[data-layer="two/conv4"]').waitFor();
    await graph().getByRole("button", { name: "Collapse all" }).click();
    await graph().locator('[data-group="two"][data-expanded="false"]').click();
    await graph().locator('[data-layer="two/conv4"]').click();
    await canvas().focus();
    for (const key of ["f", "+"]) await vscode.press(key);
    // The view is still once the animation is over.
    await vscode.pause(800);
    const place = async (layer: string): Promise<{ x: number; y: number; width: number }> => {
      await graph().locator(`[data-layer="${layer}"].selected`).waitFor();
      await vscode.pause(600);
      const box = await graph().locator(`[data-layer="${layer}"]`).boundingBox();
      assert(box !== null);
      return { x: Math.round(box.x), y: Math.round(box.y), width: Math.round(box.width) };
    };
    const before = await place("two/conv4");
    await vscode.command("View: Focus First Editor Group");
    await vscode.goTo(4, 1);
    await vscode.press("End");
    await vscode.type(" -> ReLU -> Conv(16, 1)");
    await vscode.goTo(7, 12);
    await vscode.type("x");
    await vscode.goTo(8, 10);
    await vscode.type("x");
    await vscode.goTo(1, 10);
    await vscode.type("x");
    await graph().locator('svg.canvas[data-network="Nx"]').waitFor();
    assert.deepEqual(await place("twox/conv4x"), before);
    await graph().locator('[data-group="twox"][data-expanded="true"]').first().waitFor({ state: "attached" });
    await graph().locator('[data-group="one"][data-expanded="false"]').waitFor({ state: "attached" });
  });

  it("shows what can be understood of a text that had errors from the start, as it is typed", async () => {
    await openFile("wrong.net");
    await graph().locator(".banner", { hasText: "what can be understood" }).waitFor();
    await graph().locator('svg.canvas[data-state="stale"] [data-layer="conv1"]').waitFor();
    await vscode.goTo(3, 1);
    await vscode.press("End");
    await vscode.type(" -> Sigmoid");
    await graph().locator('svg.canvas[data-state="stale"] [data-layer="Sigmoid"]').waitFor();
    await vscode.goTo(4, 1);
    await vscode.press("Control+Shift+k");
    await graph().locator('svg.canvas[data-state="ready"] [data-layer="Sigmoid"]').waitFor();
    await vscode.goTo(3, 1);
    await vscode.press("End");
    await vscode.type(" -> Nothing");
    await graph().locator(".banner", { hasText: "the last picture without" }).waitFor();
    assert.equal(await graph().locator('[data-layer="Nothing"]').count(), 0);
    await openFile("googlenet.net");
    await graph().locator('[data-group="stem"]').first().waitFor({ state: "attached" });
  });

  it("shows names from files as text", async () => {
    await openFile("names.prototxt");
    await graph().locator("svg .title", { hasText: NAMES[0] }).waitFor();
    const drawn = await Promise.all(
      (await graph().locator("[data-layer]").all()).map((layer) => layer.getAttribute("data-layer")),
    );
    assert.deepEqual(drawn, NAMES);
    assert.equal(await graph().locator("svg img, svg script, svg a").count(), 0);
    const widths = await inPage(
      `[...document.querySelectorAll("[data-layer]")].map((layer) => layer.getBBox().width)`,
    );
    assert.ok(Array.isArray(widths) && widths.every((width) => typeof width === "number" && width < 400));
  });

  it("opens ten thousand layers on one level at their beginning, and as specks from afar", async () => {
    await openFile("many.prototxt");
    await graph().locator('[data-layer="l0"]').waitFor();
    assert.ok((await graph().locator("[data-layer]").count()) < 200);
    assert.equal(await graph().locator(".notice").isVisible(), false);
    await canvas().focus();
    await vscode.press("End");
    await vscode.press("ArrowUp");
    await graph().locator('[data-layer="l9999"].selected').waitFor();
    await vscode.press("0");
    await graph().locator(".specks .speck").first().waitFor({ state: "attached" });
    assert.ok((await graph().locator("[data-layer]").count()) < 200);
    await openFile("googlenet.net");
    await graph().locator('[data-group="stem"]').first().waitFor({ state: "attached" });
  });

  it("asks for nothing that the page's security policy forbids", () => {
    assert.deepEqual(refused, []);
  });
});

const EDITED = `network N {
  input x [3, 32, 32]
  stage one {
    conv1 = Conv(16, 3, pad=1)
    conv2 = Conv(16, 3, pad=1)
  }
  stage two {
    conv4 = Conv(16, 3, pad=1)
    conv5 = Conv(16, 3, pad=1)
  }
}
`;

const WRONG = `network N {
  input x [3, 32, 32]
  conv1 = Conv(16, 3, pad=1)
  Unheard(3)
}
`;

const TINY = `[net]
width=32
height=32
channels=3

[convolutional]
filters=8
size=3
`;

const NAMES = [
  "<img src=x onerror=alert(1)>",
  "</text><script>alert(1)</script>",
  "x".repeat(10_000),
  "שלום עולם",
  "層😀λ",
  "__proto__",
  '"],[data-layer',
] as const;

/** A Caffe network of 1×1 convolutions in a row; none equals the next, so that nothing folds. */
function chain(names: readonly string[]): string {
  const input = `layer { name: "data" type: "Input" top: "t0" input_param { shape { dim: 1 dim: 3 dim: 8 dim: 8 } } }`;
  const layers = names.map((name, index) => {
    const [bottom, top] = [`t${String(index)}`, `t${String(index + 1)}`];
    const filters = `convolution_param { num_output: ${String(4 + (index % 5))} kernel_size: 1 }`;
    return `layer { name: ${JSON.stringify(name)} type: "Convolution" bottom: "${bottom}" top: "${top}" ${filters} }`;
  });
  return [`name: "Chain"`, input, ...layers, ""].join("\n");
}

async function labelOf(control: Locator): Promise<string> {
  return (await control.getAttribute("aria-label")) ?? "";
}

/** Evaluated in the panel's page: counts the animations that are started from now on. */
const countAnimations = `{
  const { animate } = Element.prototype;
  window.animations = 0;
  Element.prototype.animate = function (...args) {
    window.animations += 1;
    return animate.apply(this, args);
  };
}`;
