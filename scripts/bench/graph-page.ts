// The graph panel's page in Chromium, without VS Code around it: how soon the first picture is there, and how long frames take.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Page } from "playwright-core";
import type { ToGraphView } from "../../src/protocol/graph";
import { launchBrowser } from "../vscode/browser";
import { viewNamed } from "./graph-networks";

const DIST = path.resolve(import.meta.dirname, "../../dist/webview");
const STRINGS = readFileSync(
  path.resolve(import.meta.dirname, "../../src/extension/panels/graph-strings.ts"),
  "utf8",
);

export interface PageRow extends Record<string, number | string> {
  readonly network: string;
}

/** One row a network: milliseconds from the script's start to the first picture, and between frames while zooming and panning. */
export async function measurePage(networks: readonly string[]): Promise<readonly PageRow[]> {
  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    if (name === "") {
      response.setHeader("content-type", "text/html");
      response.end(PAGE);
      return;
    }
    const file = path.join(DIST, path.basename(name));
    response.setHeader("content-type", name.endsWith(".css") ? "text/css" : "text/javascript");
    response.end(existsSync(file) ? readFileSync(file) : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await launchBrowser();
  const rows: PageRow[] = [];
  for (const network of networks) {
    const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    rows.push({ network, ...(await measure(page, address, network)) });
    await page.close();
  }
  await browser.close();
  server.close();
  return rows;
}

/** The script finds its editor: one that has the texts and the graph ready, as the panel has them a few milliseconds later. */
const PAGE = `<!DOCTYPE html><html><head><meta charset="utf-8"><link rel="stylesheet" href="/graph.css"></head>
<body class="vscode-light" data-base="/"><script>
window.acquireVsCodeApi = () => ({
  getState() {}, setState() {},
  postMessage(message) { if (message.type === "ready") for (const answer of window.answers) window.postMessage(answer, "*"); },
});
</script><script>window.begun = performance.now();</script><script src="/graph.js"></script></body></html>`;

async function measure(page: Page, address: string, network: string): Promise<Record<string, number>> {
  const graph = viewNamed(network);
  const uri = `file:///${network}.net`;
  const answers: readonly ToGraphView[] = [
    { type: "strings", strings: strings() },
    { type: "graph", uri, locked: false, networks: [graph.network], errors: 0, graph },
  ];
  await page.addInitScript(`window.answers = ${JSON.stringify(answers)};${WATCH}`);
  await page.goto(address);
  const first = await page.evaluate<number>("window.firstPicture");
  await page.locator('vscode-button[title="Expand all"]').click();
  await page.waitForTimeout(1500);
  const zoom = await frames(page, "zoom");
  const pan = await frames(page, "pan");
  const inDocument = await page.evaluate<number>("document.querySelectorAll('.canvas [data-layer]').length");
  return {
    "first picture ms": Math.round(first),
    "zoom frame p50 ms": zoom[0],
    "zoom frame p95 ms": zoom[1],
    "pan frame p50 ms": pan[0],
    "pan frame p95 ms": pan[1],
    "layers in the document": inDocument,
  };
}

/** Resolves when the first node has been painted. */
const WATCH = `window.firstPicture = new Promise((resolve) => {
  const look = () => document.querySelector(".canvas .node") ? requestAnimationFrame(() => resolve(performance.now() - window.begun)) : requestAnimationFrame(look);
  requestAnimationFrame(look);
});`;

/** The median and the 95th percentile of the time between frames while the wheel turns. */
async function frames(page: Page, way: "zoom" | "pan"): Promise<readonly [number, number]> {
  const script = `new Promise((resolve) => {
    const canvas = document.querySelector(".canvas");
    const times = [];
    let last = performance.now();
    let count = 0;
    const step = (now) => {
      times.push(now - last);
      last = now;
      if (++count > 120) { times.sort((a, b) => a - b); resolve([times[60], times[114]]); return; }
      const delta = count <= 60 ? -30 : 30;
      canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: delta, ctrlKey: ${String(way === "zoom")}, clientX: 450, clientY: 500, bubbles: true, cancelable: true }));
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`;
  const [p50, p95] = await page.evaluate<readonly [number, number]>(script);
  return [Math.round(p50 * 10) / 10, Math.round(p95 * 10) / 10];
}

/** The English texts, from where the extension has them. */
function strings(): Extract<ToGraphView, { type: "strings" }>["strings"] {
  const pairs = [...STRINGS.matchAll(/(\w+): t\("([^"]*)"\)/gu)].map(([, key = "", text = ""]) => [
    key,
    text,
  ]);
  return Object.fromEntries(pairs) as Extract<ToGraphView, { type: "strings" }>["strings"];
}
