// Netron's own server and page, timed from asking for the page to the drawn graph. The environment variable NETRON names its program.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";

/** Milliseconds until Netron has drawn a file; undefined when it has not after `limit` milliseconds. */
export async function netronPicture(
  browser: Browser,
  program: string,
  file: string,
  limit: number,
): Promise<number | undefined> {
  const port = await freePort();
  const server = spawn(program, ["--port", String(port), "--verbosity", "quiet", file], { stdio: "ignore" });
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  try {
    const address = `http://127.0.0.1:${String(port)}/`;
    await answering(address);
    // Netron asks a new visitor to agree to its cookies, and waits.
    await page.context().addCookies([{ name: "consent", value: "0", url: address }]);
    const begun = performance.now();
    await page.goto(address, { waitUntil: "commit" });
    await page.locator(DRAWN).first().waitFor({ state: "attached", timeout: limit });
    return performance.now() - begun;
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") return undefined;
    throw error;
  } finally {
    await page.close();
    server.kill();
  }
}

/** Netron shows its page "default" when the graph has been laid out and drawn. */
const DRAWN = "body.default #target .node";

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
