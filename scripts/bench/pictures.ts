// `npm run bench:pictures -- FILE…`: from a model's file to its picture, through the language server and the graph's page as
// they are shipped, beside Netron on the same file in the same run. Netron is the program that the environment variable
// NETRON names (from PyPI); without it, only Netlens is measured. Prints a table; as JSON to out/bench/pictures.json.

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import type { ToGraphView } from "../../src/protocol/graph";
import { launchBrowser } from "../vscode/browser";
import { netronTimes } from "./netron";
import { graphMessage, servePage, stringsMessage } from "./page-server";
import type { PageEditor } from "./page-server";
import { startWire } from "./wire";
import type { Wire } from "./wire";

const ROOT = path.resolve(import.meta.dirname, "../..");
const OUT = path.join(ROOT, "out/bench");
const SERVER = path.join(ROOT, "dist/server.js");
const RUNS = 3;
/** Milliseconds after which a picture is given up. */
const LIMIT = 180_000;

/** Milliseconds to the picture of a file. */
interface Times {
  /** From asking for the page. */
  readonly cold: number | undefined;
  /** From asking for the file in a page that is open. */
  readonly open: number | undefined;
}

async function main(): Promise<void> {
  const files = process.argv.slice(2).map((file) => path.resolve(file));
  if (files.length === 0) throw new Error("Name the files to open: npm run bench:pictures -- FILE…");
  mkdirSync(OUT, { recursive: true });
  const netron = process.env["NETRON"];
  const load = loadavg().map((each) => each.toFixed(1));
  process.stdout.write(
    `${cpus()[0]?.model ?? ""}, ${String(cpus().length)} cores, load ${load.join(" ")}\n\n`,
  );
  process.stdout.write(`${HEADER}\n`);
  const browser = await launchBrowser();
  const rows = [];
  // A browser's first pages are slow, whosever they are.
  for (const file of files.slice(0, 1)) await netlensTimes(browser, file);
  for (const file of files) {
    const ours = await least(() => netlensTimes(browser, file));
    const theirs = netron === undefined ? NONE : await least(() => netronTimes(browser, netron, file, LIMIT));
    const row = [path.basename(file)];
    for (const kind of ["cold", "open"] as const)
      row.push(ms(ours[kind]), ms(theirs[kind]), ratio(theirs[kind], ours[kind]));
    process.stdout.write(`| ${row.join(" | ")} |\n`);
    rows.push({ file: path.basename(file), netlens: ours, netron: theirs });
  }
  await browser.close();
  writeFileSync(path.join(OUT, "pictures.json"), `${JSON.stringify({ load, rows }, undefined, 2)}\n`);
}

const HEADER = [
  "| file | Netlens, page and file | Netron | ratio | Netlens, file alone | Netron | ratio |",
  "|---|--:|--:|--:|--:|--:|--:|",
].join("\n");

const NONE: Times = { cold: undefined, open: undefined };

const ms = (value: number | undefined): string => (value === undefined ? "" : `${value.toFixed(0)} ms`);

function ratio(theirs: number | undefined, ours: number | undefined): string {
  return theirs === undefined || ours === undefined ? "" : (theirs / ours).toFixed(1);
}

/** The least of some runs, as what else the machine does can only add to it. A picture that never came is not tried again. */
async function least(measure: () => Promise<Times>): Promise<Times> {
  let best = await measure();
  for (let run = 1; run < RUNS && best.cold !== undefined && best.open !== undefined; run++) {
    const { cold = Infinity, open = Infinity } = await measure();
    best = { cold: Math.min(best.cold, cold), open: Math.min(best.open, open) };
  }
  return best;
}

/** Each time with a server that has not seen the file. */
async function netlensTimes(browser: Browser, file: string): Promise<Times> {
  const measure = async (time: typeof coldTime): Promise<number> => {
    const wire = await startWire(SERVER);
    try {
      return await time(browser, wire, file);
    } finally {
      await wire.stop();
    }
  };
  return { cold: await measure(coldTime), open: await measure(openTime) };
}

/** With the server running, as Netron's is. */
async function coldTime(browser: Browser, wire: Wire, file: string): Promise<number> {
  const answers = async (): Promise<readonly ToGraphView[]> => [stringsMessage(), await graphOf(wire, file)];
  return withPage(browser, { answers }, async (page, address) => {
    const begun = performance.now();
    await page.goto(address, { waitUntil: "commit" });
    return painted(page, begun);
  });
}

async function openTime(browser: Browser, wire: Wire, file: string): Promise<number> {
  const answers = (): Promise<readonly ToGraphView[]> => Promise.resolve([stringsMessage()]);
  const later = async (): Promise<readonly ToGraphView[]> => [await graphOf(wire, file)];
  return withPage(browser, { answers, later }, async (page, address) => {
    await page.goto(address, { waitUntil: "networkidle" });
    const begun = performance.now();
    await page.evaluate("window.ask()");
    return painted(page, begun);
  });
}

async function withPage(
  browser: Browser,
  editor: PageEditor,
  measure: (page: Page, address: string) => Promise<number>,
): Promise<number> {
  const server = await servePage(editor);
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  try {
    return await measure(page, server.address);
  } finally {
    await page.close();
    server.close();
  }
}

async function painted(page: Page, begun: number): Promise<number> {
  await page.locator(".canvas .node").first().waitFor({ state: "attached", timeout: LIMIT });
  return performance.now() - begun;
}

async function graphOf(wire: Wire, file: string): Promise<ToGraphView> {
  const uri = pathToFileURL(file).href;
  const answer = await wire.graph(uri);
  if (answer?.graph === undefined) throw new Error(`${file} holds no network.`);
  return graphMessage(answer.graph, uri);
}

void main();
