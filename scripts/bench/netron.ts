// Netron's own server and page, timed until the graph is drawn. The environment variable NETRON names its program.

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";

/** Netron shows its page "default" when the graph has been laid out and drawn. */
const DRAWN = "body.default #target .node";

export interface NetronTimes {
  /** Milliseconds from asking for the page of a file. */
  readonly cold: number | undefined;
  /** Milliseconds from handing the file to a page that is open. */
  readonly open: number | undefined;
}

/** How long Netron takes for a file; undefined for what is not there after `limit` milliseconds. */
export async function netronTimes(
  browser: Browser,
  program: string,
  file: string,
  limit: number,
): Promise<NetronTimes> {
  const cold = await withNetron(browser, program, [file], async (page, address) => {
    const begun = performance.now();
    await page.goto(address, { waitUntil: "commit" });
    return drawn(page, begun, limit);
  });
  const open = await withNetron(browser, program, [], async (page, address) => {
    await page.goto(address, { waitUntil: "networkidle" });
    const begun = performance.now();
    await page.locator("input[type=file]").first().setInputFiles(file);
    return drawn(page, begun, limit);
  });
  return { cold, open };
}

async function drawn(page: Page, begun: number, limit: number): Promise<number | undefined> {
  try {
    await page.locator(DRAWN).first().waitFor({ state: "attached", timeout: limit });
    return performance.now() - begun;
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") return undefined;
    throw error;
  }
}

async function withNetron<T>(
  browser: Browser,
  program: string,
  files: readonly string[],
  use: (page: Page, address: string) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const flags = ["--port", String(port), "--verbosity", "quiet"];
  const server: ChildProcess = spawn(program, [...flags, ...files], { stdio: "ignore" });
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  try {
    const address = `http://127.0.0.1:${String(port)}/`;
    await answering(address);
    // Netron asks a new visitor to agree to its cookies, and waits.
    await page.context().addCookies([{ name: "consent", value: "0", url: address }]);
    return await use(page, address);
  } finally {
    await page.close();
    server.kill();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(address: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      await fetch(address);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`Netron does not answer at ${address}`);
}
