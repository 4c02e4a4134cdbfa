/** Starts VS Code's server, with settings that keep its window quiet. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { installVSCode, root } from "./install";

export interface VSCodeServer {
  readonly port: number;
  readonly process: ChildProcess;
  /** Ends the server and waits for it. */
  readonly stop: () => Promise<void>;
}

export interface ServerOptions {
  /** Folder for the server's data and installed extensions. */
  readonly home: string;
  readonly port?: number | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The folder that a window without `?folder=` opens. */
  readonly defaultFolder?: string;
  /** Keep running when this process ends, and end by itself when no window has been open for some minutes. */
  readonly detached?: boolean;
}

const quietSettings = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "files.hotExit": "off",
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.autoDetectColorScheme": false,
  "window.commandCenter": false,
  "workbench.colorTheme": "Dark Modern",
  "workbench.layoutControl.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
};

/** Starts a server and waits until it answers. Rejects when it ends before, with what it printed. */
export async function startServer(options: ServerOptions): Promise<VSCodeServer> {
  const vscode = installVSCode();
  const port = await freePort(options.port ?? 0);
  writeSettings(options.home, options.settings ?? {}, true);
  const log = path.join(options.home, "server.log");
  const output = openSync(log, "w");
  const args = [
    path.join(vscode, "out", "server-main.js"),
    ...["--host", "127.0.0.1", "--port", String(port)],
    ...directories(options.home),
    "--without-connection-token",
    "--accept-server-license-terms",
    "--enable-smoke-test-driver",
    "--disable-workspace-trust",
    "--disable-telemetry",
    ...(options.defaultFolder === undefined ? [] : ["--default-folder", options.defaultFolder]),
    ...(options.detached === true ? ["--enable-remote-auto-shutdown", "--reconnection-grace-time=10"] : []),
  ];
  const server = spawn(process.execPath, args, {
    cwd: options.home,
    detached: options.detached === true,
    stdio: ["ignore", output, output],
  });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  if (!(await answers(port, 60_000, () => server.exitCode === null))) {
    server.kill("SIGKILL");
    throw new Error(`VS Code's server did not start:\n${readFileSync(log, "utf8")}`);
  }
  if (options.detached === true) server.unref();
  const stop = async (): Promise<void> => {
    server.kill("SIGTERM");
    await Promise.race([ended, sleep(5000, undefined, { ref: false }).then(() => server.kill("SIGKILL"))]);
  };
  return { port, process: server, stop };
}

/** Installs this checkout, as it is built in dist/, for the servers whose home this is: a reload shows a new build. */
export function linkExtension(home: string): void {
  const extensions = path.join(home, "extensions");
  rmSync(extensions, { recursive: true, force: true });
  mkdirSync(extensions, { recursive: true });
  symlinkSync(root, path.join(extensions, "netlens.netlens-development"), "junction");
}

/** Drops what the next window would bring back from earlier ones: unsaved edits, and extensions' package.json as it was. */
export function forgetWindows(home: string): void {
  rmSync(path.join(home, "data", "User", "Backups"), { recursive: true, force: true });
  rmSync(path.join(home, "data", "CachedProfilesData"), { recursive: true, force: true });
}

/** Installs a packaged extension for the servers whose home this is. */
export function installExtension(home: string, vsix: string): void {
  const main = path.join(installVSCode(), "out", "server-main.js");
  const args = [
    main,
    "--accept-server-license-terms",
    ...directories(home),
    "--install-extension",
    vsix,
    "--force",
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`VS Code did not install ${vsix}:\n${stdout}${stderr}`);
}

/** Writes the user's settings: the quiet ones, then (when `keep`) those of the file as it is, then the given ones. */
export function writeSettings(
  home: string,
  settings: Readonly<Record<string, unknown>>,
  keep: boolean,
): void {
  const file = path.join(home, "data", "User", "settings.json");
  mkdirSync(path.dirname(file), { recursive: true });
  mkdirSync(path.join(home, "extensions"), { recursive: true });
  const kept =
    keep && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : {};
  writeFileSync(file, `${JSON.stringify({ ...quietSettings, ...kept, ...settings }, undefined, 2)}\n`);
}

/** Whether a server answers at a port, waiting for at most `timeout` milliseconds as long as `alive` holds. */
export async function answers(port: number, timeout: number, alive = (): boolean => true): Promise<boolean> {
  const deadline = Date.now() + timeout;
  while (alive()) {
    const response = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (response?.ok === true) return true;
    if (Date.now() >= deadline) return false;
    await sleep(100);
  }
  return false;
}

function directories(home: string): string[] {
  return ["--server-data-dir", home, "--extensions-dir", path.join(home, "extensions")];
}

/** The given port, or (0) any free one; rejects when it is in use. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () => {
      reject(new Error(`Port ${wanted} is in use.`));
    });
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  });
}
