/**
 * Takes pictures of a real VS Code: `npm run screenshots` those that the README shows, into `media`;
 * `npm run screenshots -- FOLDER [NAME]` all of them, or one.
 */
import path from "node:path";
import type { FrameLocator } from "playwright-core";
import { drive } from "./vscode/drive";
import type { Driver, DriveOptions } from "./vscode/drive";

const [, , folder, only] = process.argv;

interface Picture {
  readonly name: string;
  readonly inReadme?: boolean;
  readonly options?: DriveOptions;
  /** Brings what the picture shows onto the screen. */
  readonly show: (vscode: Driver) => Promise<void>;
}

const pictures: readonly Picture[] = [
  {
    name: "googlenet",
    inReadme: true,
    options: { width: 1500, height: 900, theme: "Light Modern", scale: 1 },
    show: async (vscode) => {
      await vscode.openFile("googlenet.net");
      await vscode.hints();
      await vscode.press("Control+b");
      const graph = await showGraph(vscode);
      await graph.getByRole("button", { name: "Collapse all" }).click();
      await graph.getByRole("button", { name: "Overview" }).click();
      await graph.locator('[data-group="inception3"]').click();
      await graph.locator('[data-group="inception3/inception3a"]').click();
      await vscode.pause(800);
      await graph.getByRole("button", { name: "Fit", exact: true }).click();
    },
  },
  {
    name: "graph-resnet50",
    inReadme: true,
    options: { width: 1440, height: 900, scale: 1 },
    show: async (vscode) => {
      await vscode.openFile("resnet50.net");
      await vscode.hints();
      const graph = await showGraph(vscode);
      await graph.getByRole("button", { name: "Collapse all" }).click();
      await graph.locator('[data-group="conv3"]').click();
      await graph.locator('[data-group="conv3/Bottleneck"]').click();
      await vscode.pause(800);
      await graph.getByRole("button", { name: "Zoom to selection" }).click();
      await vscode.pause(800);
      await graph.locator('[data-layer="conv3/Bottleneck/Add"]').click();
      await graph.getByRole("button", { name: /^Highlight what/ }).click();
    },
  },
  {
    name: "compare",
    inReadme: true,
    options: { width: 1300, height: 1400, theme: "Light Modern", scale: 1 },
    show: async (vscode) => {
      await vscode.openFile("alexnet.net");
      await vscode.hints();
      await vscode.press("Control+b");
      await vscode.command("Netlens: Compare Models…");
      const rows = vscode.page.locator(".quick-input-list .monaco-list-row");
      await rows.nth(1).waitFor();
      await vscode.type("vgg16.net");
      await rows.nth(1).waitFor({ state: "detached" });
      await vscode.press("ArrowDown");
      await vscode.press("Space");
      await vscode.press("Enter");
      await vscode.webview().locator("[data-change]").first().waitFor();
      await vscode.command("View: Close Editors in Other Groups");
      await vscode.webview().locator('[data-chart="activationBytes"]').scrollIntoViewIfNeeded();
    },
  },
  {
    name: "table",
    options: { width: 1500, height: 900, theme: "Light Modern", scale: 1 },
    show: async (vscode) => {
      await vscode.openFile("alexnet.net");
      await vscode.hints();
      await vscode.press("Control+b");
      await vscode.command("Netlens: Show Layer Table");
      await vscode.webview().locator(".row [data-value]").first().waitFor();
    },
  },
  {
    name: "hints",
    show: async (vscode) => {
      await vscode.openFile("googlenet.net");
      await vscode.hints();
    },
  },
  {
    name: "hover",
    show: async (vscode) => {
      await vscode.openFile("alexnet.net");
      await vscode.hints();
      await vscode.hover(11, 16);
    },
  },
  {
    name: "problem",
    show: async (vscode) => {
      await vscode.openFile("alexnet.net");
      await vscode.hints();
      await vscode.goTo(8, 19);
      await vscode.press("Shift+End");
      await vscode.type("20, 20]");
      await vscode.page.locator(".squiggly-error").first().waitFor();
      await vscode.command("Problems: Focus on Problems View");
    },
  },
  {
    name: "instances",
    show: async (vscode) => {
      await vscode.openFile("googlenet.net");
      await vscode.hints();
      await vscode.goTo(60);
      await vscode.page.locator(".codelens-decoration a", { hasText: "9 instances" }).click();
      await vscode.page.getByText("Instances of Inception").waitFor();
    },
  },
  {
    name: "high-contrast",
    options: { theme: "Default High Contrast" },
    show: async (vscode) => {
      await vscode.openFile("resnet50.net");
      await vscode.hints();
    },
  },
];

/** The graph of each of these, light and dark, all open and all closed. */
const GRAPHS = ["googlenet", "inception-v4", "resnet50", "resnet152", "densenet121", "unet"];
const THEMES = [
  { name: "light", theme: "Light Modern" },
  { name: "dark", theme: "Dark Modern" },
];

const graphs = GRAPHS.flatMap((network) =>
  THEMES.flatMap(({ name, theme }) =>
    ["Expand all", "Collapse all"].map((button): Picture => ({
      name: `${network}-${name}-${button === "Expand all" ? "expanded" : "collapsed"}`,
      options: { width: 1200, height: 900, theme, scale: 1 },
      show: async (vscode) => {
        await vscode.openFile(`${network}.net`);
        await vscode.hints();
        await vscode.press("Control+b");
        const graph = await showGraph(vscode);
        await graph.getByRole("button", { name: button }).click();
        await vscode.pause(800);
        await graph.getByRole("button", { name: "Fit", exact: true }).click();
      },
    })),
  ),
);

/** The graph of the file that is open, once it is drawn. */
async function showGraph(vscode: Driver): Promise<FrameLocator> {
  await vscode.press("Control+Alt+g");
  const graph = vscode.webview();
  await graph.locator('svg.canvas[data-state="ready"] [data-group]').first().waitFor();
  return graph;
}

async function main(): Promise<void> {
  const wanted =
    folder === undefined ? pictures.filter(({ inReadme }) => inReadme === true) : [...pictures, ...graphs];
  for (const { name, options, show } of wanted) {
    if (only !== undefined && only !== name) continue;
    const vscode = await drive({ scale: 2, width: 1200, height: 750, ...options });
    try {
      await show(vscode);
      await vscode.pause(500);
      const file = path.join(folder ?? "media", `${name}.png`);
      await vscode.screenshot(file);
      process.stdout.write(`${file}\n`);
    } finally {
      await vscode.close();
    }
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
