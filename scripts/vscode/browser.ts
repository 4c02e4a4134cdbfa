/** Finds (or, as root on Debian, installs) Chromium, and opens VS Code's window in it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const candidates = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
];
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface WindowTarget {
  readonly port: number;
  readonly folder: string;
  /** Folder of the extension under development, when it is not an installed one that is to be used. */
  readonly extension?: string | undefined;
  /** Folder of the compiled tests, whose module exports `run()`. */
  readonly tests?: string;
  readonly openFile?: string | undefined;
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: flags });
}

/** The address of a window on a folder. Paths are absolute ones on the server's machine. */
export function windowUrl(target: WindowTarget): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${target.port}${file}`;
  const payload = [
    ["skipWelcome", "true"],
    ...(target.extension === undefined ? [] : [["extensionDevelopmentPath", remote(target.extension)]]),
    ...(target.tests === undefined ? [] : [["extensionTestsPath", remote(target.tests)]]),
    ...(target.openFile === undefined ? [] : [["openFile", remote(target.openFile)]]),
  ];
  const query = new URLSearchParams({ folder: target.folder, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${target.port}/?${query.toString()}`;
}

function findChromium(): string {
  const found = [process.env["CHROMIUM"] ?? "", ...candidates].find(
    (file) => file !== "" && existsSync(file),
  );
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stdout.write("Installing Chromium with apt-get…\n");
    aptGet("update");
    aptGet("install", "--no-install-recommends", "chromium");
    if (existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
  }
  throw new Error(
    "The checks inside VS Code need Chromium. Install it (Debian: apt-get install chromium), or name one in the environment variable CHROMIUM.",
  );
}

function aptGet(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status } = spawnSync("apt-get", ["-y", "-qq", ...args], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(" ")} failed`);
}
