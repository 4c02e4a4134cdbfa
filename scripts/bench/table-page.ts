// The layer table and the comparison in Chromium, without VS Code around them: how long frames take while one scrolls.

import { build } from "esbuild";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { COMPARE } from "../../src/protocol/compare";
import { TABLE } from "../../src/protocol/table";
import { SERVER_FROM_SOURCE, startClient } from "../../test/server/client";
import { launchBrowser } from "../vscode/browser";

const ROOT = path.resolve(import.meta.dirname, "../..");

export interface ScrollRow {
  readonly what: string;
  /** Rows that there are, and those of them in the document. */
  readonly rows: number;
  readonly drawn: number;
  /** Milliseconds between frames while scrolling: the median and the 95th percentile. */
  readonly median: number;
  readonly p95: number;
  /** Milliseconds that the page's thread works for a frame, which other programs do not lengthen: the mean. */
  readonly work: number;
}

/** One row each for the table of the first text's network, and for the difference of the two texts' networks. */
export async function measureScrolling(left: string, right: string): Promise<readonly ScrollRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "netlens-bench-"));
  const uris = [left, right].map((text, index) => {
    const file = path.join(folder, `${index === 0 ? "left" : "right"}.net`);
    writeFileSync(file, text);
    return pathToFileURL(file).href;
  });
  const client = await startClient({}, SERVER_FROM_SOURCE);
  const browser = await launchBrowser();
  try {
    const [uri = ""] = uris;
    const models = uris.map((each) => ({ uri: each }));
    const table = await client.connection.sendRequest<object>(TABLE.method, { uri });
    const comparison = await client.connection.sendRequest<object>(COMPARE.method, { models, pair: [0, 1] });
    const size = { viewport: { width: 1200, height: 900 } };
    const shown = await browser.newPage(size);
    await openPage(shown, "table", [{ type: "table", uri, ...table }]);
    const compared = await browser.newPage(size);
    await openPage(compared, "compare", [{ type: "comparison", sources: models, ...comparison }]);
    return [
      { what: "layer table", ...(await scroll(shown, ".grid", ".body .row")) },
      { what: "difference", ...(await scroll(compared, ".diff-grid", ".diff-body .diff-row")) },
    ];
  } finally {
    await browser.close();
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The panel's page with an editor around it that answers with the panel's texts and these messages. */
async function openPage(page: Page, bundle: "compare" | "table", messages: readonly object[]): Promise<void> {
  const answers = [{ type: "strings", strings: await stringsOf(bundle) }, ...messages];
  await page.route("http://bench.invalid/**", (route) => {
    const name = path.basename(new URL(route.request().url()).pathname);
    if (name === "page.html") return route.fulfill({ contentType: "text/html", body: pageOf(bundle) });
    if (name === "answers.json") return route.fulfill({ json: answers });
    return route.fulfill({ path: path.join(ROOT, "dist/webview", name) });
  });
  await page.goto("http://bench.invalid/page.html");
  await page
    .locator(bundle === "table" ? ".body .row" : ".diff-body .diff-row")
    .first()
    .waitFor();
}

const pageOf = (bundle: string): string => `<!DOCTYPE html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="/${bundle}.css"></head><body class="vscode-light" data-base="/"><script>
window.acquireVsCodeApi = () => ({
  getState() {}, setState() {},
  postMessage({ type }) {
    if (type !== "ready") return;
    fetch("/answers.json").then((response) => response.json()).then((all) => {
      for (const message of all) window.postMessage(message, "*");
    });
  },
});
</script><script src="/${bundle}.js"></script></body></html>`;

/** A panel's texts in English, from where the extension has them. */
async function stringsOf(bundle: "compare" | "table"): Promise<unknown> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${bundle}Strings as strings } from "./src/extension/panels/${bundle}-strings";`,
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    format: "esm",
    plugins: [
      {
        name: "english",
        setup: (plugin) => {
          plugin.onResolve({ filter: /^vscode$/ }, () => ({ path: "vscode", namespace: "english" }));
          plugin.onLoad({ filter: /.*/, namespace: "english" }, () => ({
            contents: "export const l10n = { t: (text) => text };",
          }));
        },
      },
    ],
  });
  const script = `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`;
  const { strings } = (await import(script)) as { readonly strings: () => unknown };
  return strings();
}

/** Scrolls as fast as a wheel is spun, and times the frames. */
async function scroll(page: Page, grid: string, row: string): Promise<Omit<ScrollRow, "what">> {
  await page.locator(grid).scrollIntoViewIfNeeded();
  await page.waitForTimeout(1000);
  const script = `new Promise((resolve) => {
    const grid = document.querySelector(${JSON.stringify(grid)});
    const times = [];
    let last;
    const step = (now) => {
      if (last !== undefined) times.push(now - last);
      last = now;
      if (times.length === ${FRAMES}) {
        times.sort((a, b) => a - b);
        const drawn = document.querySelectorAll(${JSON.stringify(row)}).length;
        const rows = Number(grid.getAttribute("aria-rowcount"));
        resolve({ rows, drawn, median: times[${FRAMES / 2}], p95: times[${(FRAMES * 95) / 100}] });
        return;
      }
      grid.scrollTop += ${STEP};
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`;
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0);
  };
  const before = await busy();
  const frames = await page.evaluate<Omit<ScrollRow, "what" | "work">>(script);
  return { ...frames, work: ((await busy()) - before) / FRAMES };
}

const FRAMES = 200;

/** Pixels a frame: ten rows, so that all of ten thousand pass in a quarter of a minute. */
const STEP = 240;
