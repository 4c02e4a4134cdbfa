// The graph panel's page in Chromium, without VS Code around it: how soon the first picture is there, and how long frames take.

import type { Page } from "playwright-core";
import { launchBrowser } from "../vscode/browser";
import { viewNamed } from "./graph-networks";
import { graphMessage, servePage, stringsMessage } from "./page-server";

export interface PageRow extends Record<string, number | string> {
  readonly network: string;
}

/** One row a network: milliseconds from the script's start to the first picture, and between frames while zooming and panning. */
export async function measurePage(networks: readonly string[]): Promise<readonly PageRow[]> {
  const browser = await launchBrowser();
  const rows: PageRow[] = [];
  for (const network of networks) {
    const answers = [stringsMessage(), graphMessage(viewNamed(network), `file:///${network}.net`)];
    const server = await servePage({ answers: () => Promise.resolve(answers) });
    const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    rows.push({ network, ...(await measure(page, server.address)) });
    await page.close();
    server.close();
  }
  await browser.close();
  return rows;
}

async function measure(page: Page, address: string): Promise<Record<string, number>> {
  await page.addInitScript(WATCH);
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
