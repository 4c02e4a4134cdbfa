/**
 * Runs the suite of test/vscode in a real VS Code: `run-suite.ts` against the development folder, `run-suite.ts FILE.vsix`
 * against the installed package. Prints what mocha prints.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format } from "node:util";
import type { Browser } from "playwright-core";
import { launchBrowser, windowUrl } from "./browser";
import { cache, installVSCode, root, vscodeVersion } from "./install";
import { installExtension, startServer } from "./server";
import { copyWorkspace } from "./workspace";

/** What test/vscode/index.ts begins each of its lines with, to tell them from the workbench's own log. */
const testOutput = "[test] ";
/** What the workbench complains of because no native module is built and the extensions' gallery is not there. */
const expected = /bindings file|watchdog|Service Worker|open-vsx|authentication provider/;
/** How long the whole suite may take. */
const limit = 15 * 60_000;

/** Runs the suite, and returns whether it passed. */
async function runSuite(vsix: string | undefined): Promise<boolean> {
  const home = path.join(cache, "suite");
  rmSync(home, { recursive: true, force: true });
  const folder = copyWorkspace(path.join(home, "workspace"));
  const extension = vsix === undefined ? root : emptyExtension(path.join(home, "host"));
  if (vsix !== undefined) installExtension(home, path.resolve(root, vsix));
  process.stdout.write(`VS Code ${vscodeVersion(installVSCode())}, ${vsix ?? "the development folder"}\n`);
  const browser = await launchBrowser();
  const server = await startServer({ home });
  try {
    const tests = path.join(root, "out", "vscode-tests");
    return await runIn(browser, windowUrl({ port: server.port, folder, extension, tests }));
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Opens the window that runs the tests, and waits for the exit code that its extension host reports. */
async function runIn(browser: Browser, url: string): Promise<boolean> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const other: string[] = [];
  await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
    const text = format(...args);
    if (text.startsWith(testOutput)) process.stdout.write(`${text.slice(testOutput.length)}\n`);
    else if (type === "error" && !expected.test(text)) other.push(text.split("\n", 3).join("\n"));
  });
  const exit = new Promise<number>((resolve) => {
    void page.exposeFunction("codeAutomationExit", (code: number) => {
      resolve(code);
    });
  });
  const timeout = new Promise<undefined>((resolve) => {
    setTimeout(() => {
      resolve(undefined);
    }, limit).unref();
  });
  await page.goto(url);
  const code = await Promise.race([exit, timeout]);
  if (code === undefined) process.stdout.write(`the suite did not end within ${limit / 60_000} minutes\n`);
  if (code !== 0) process.stdout.write(`errors in VS Code's own log:\n${other.slice(-12).join("\n")}\n`);
  return code === 0;
}

/** VS Code runs tests only for an extension under development: one that does nothing, beside the installed one. */
function emptyExtension(target: string): string {
  mkdirSync(target, { recursive: true });
  const manifest = { name: "host", publisher: "test", version: "0.0.0", engines: { vscode: "*" } };
  writeFileSync(path.join(target, "package.json"), JSON.stringify(manifest));
  return target;
}

runSuite(process.argv[2]).then(
  (passed) => process.exit(passed ? 0 : 1),
  (error: unknown) => {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
