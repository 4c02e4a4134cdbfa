// `npm run bench:pictures -- FILE…`: from a model's file to its picture, beside Netron on the same file in the same run.
// Netron is the program that the environment variable NETRON names (from PyPI); without it, only Netlens is measured.
// Prints a table; as JSON to out/bench/pictures.json.

import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import type { ViewGraph } from "../../src/view/view-graph";
import { levelsOf, openToLevel } from "../../src/view/open-state";
import { launchBrowser } from "../vscode/browser";
import { bundleScript } from "./bundle";
import { netronPicture } from "./netron";
import { messagesFor, servePage } from "./page-server";

const OUT = path.resolve(import.meta.dirname, "../../out/bench");
const RUNS = 3;
/** Milliseconds after which a picture is given up. */
const LIMIT = 180_000;

async function main(): Promise<void> {
  const files = process.argv.slice(2).map((file) => path.resolve(file));
  if (files.length === 0) throw new Error("Name the files to open: npm run bench:pictures -- FILE…");
  mkdirSync(OUT, { recursive: true });
  const reader = await bundleScript("file-to-view");
  const netron = process.env["NETRON"];
  const load = loadavg().map((each) => each.toFixed(1));
  process.stdout.write(
    `${cpus()[0]?.model ?? ""}, ${String(cpus().length)} cores, load ${load.join(" ")}\n\n`,
  );
  process.stdout.write(`${HEADER}\n`);
  const browser = await launchBrowser();
  const rows = [];
  for (const file of files) {
    const opened = await least(() => netlensPicture(browser, reader, file, false));
    const expanded = await least(() => netlensPicture(browser, reader, file, true));
    const other =
      netron === undefined ? undefined : await least(() => netronPicture(browser, netron, file, LIMIT));
    const ratio = other === undefined || opened === undefined ? "" : (other / opened).toFixed(1);
    const row = [path.basename(file), ms(opened), ms(expanded), ms(other), ratio];
    process.stdout.write(`| ${row.join(" | ")} |\n`);
    rows.push({ file: path.basename(file), opened, expanded, netron: other });
  }
  await browser.close();
  writeFileSync(path.join(OUT, "pictures.json"), `${JSON.stringify({ load, rows }, undefined, 2)}\n`);
}

const HEADER = [
  "| file | Netlens, as it opens | Netlens, everything open | Netron | Netron / Netlens |",
  "|---|--:|--:|--:|--:|",
].join("\n");

/** The least of some runs: what else the machine does can only add to it. */
async function least(measure: () => Promise<number | undefined>): Promise<number | undefined> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const time = await measure();
    if (time === undefined) return undefined;
    times.push(time);
  }
  return Math.min(...times);
}

const ms = (value: number | undefined): string => (value === undefined ? "" : `${value.toFixed(0)} ms`);

/**
 * Milliseconds from asking for the page to the painted picture. The file is read by a process that starts at the same
 * time, as the language server does when a file is the first one that is opened.
 */
async function netlensPicture(
  browser: Browser,
  reader: string,
  file: string,
  isExpanded: boolean,
): Promise<number> {
  const uri = `file://${file}`;
  let graph: Promise<ViewGraph> | undefined;
  const server = await servePage(async () => messagesFor(await (graph ??= viewIn(reader, file)), uri));
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  try {
    if (isExpanded) await page.addInitScript(`window.savedState = ${await savedState(reader, file, uri)}`);
    const begun = performance.now();
    graph = viewIn(reader, file);
    await page.goto(server.address, { waitUntil: "commit" });
    await page.locator(".canvas .node").first().waitFor({ state: "attached", timeout: LIMIT });
    return performance.now() - begun;
  } finally {
    await page.close();
    server.close();
  }
}

async function viewIn(reader: string, file: string): Promise<ViewGraph> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [reader, file], { maxBuffer: 2 ** 30 });
  return JSON.parse(stdout) as ViewGraph;
}

/** A state of the view in which every group is open. */
async function savedState(reader: string, file: string, uri: string): Promise<string> {
  const graph = await viewIn(reader, file);
  return JSON.stringify({ uri, network: graph.network, open: openToLevel(levelsOf(graph)) });
}

void main();
