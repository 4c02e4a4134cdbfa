/** Opens the samples in VS Code with this checkout's extension: in the browser, or (`--desktop`) in an installed one. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { windowUrl } from "./browser";
import { cache, root } from "./install";
import { forgetWindows, linkExtension, startServer } from "./server";

const samples = path.join(root, "samples");
const firstFile = path.join(samples, "googlenet.net");

const { values } = parseArgs({
  options: { desktop: { type: "boolean" }, "no-open": { type: "boolean" }, port: { type: "string" } },
});

if (values.desktop === true) startDesktop();
else
  startInBrowser().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });

async function startInBrowser(): Promise<void> {
  const home = path.join(cache, "start");
  forgetWindows(home);
  linkExtension(home);
  const port = values.port === undefined ? undefined : Number(values.port);
  const server = await startServer({
    home,
    port,
    defaultFolder: samples,
    settings: { "files.autoSave": "off" },
  });
  const openFile = existsSync(firstFile) ? firstFile : undefined;
  const url = windowUrl({ port: server.port, folder: samples, openFile });
  process.stdout.write(`\nVS Code with Netlens runs at\n\n    http://127.0.0.1:${server.port}/\n\n`);
  if (openFile !== undefined)
    process.stdout.write(`and with ${path.basename(openFile)} open at\n\n    ${url}\n\n`);
  process.stdout.write("Ctrl-C ends it.\n");
  if (values["no-open"] !== true) openBrowser(url);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      process.stdout.write("\n");
      void server.stop().then(() => process.exit(0));
    });
  server.process.once("exit", () => process.exit(0));
}

/** Opens the address in the user's browser, where there is a desktop to show it. */
function openBrowser(url: string): void {
  const command = browserCommand(url);
  if (command === undefined) return;
  const child = spawn(command[0], command.slice(1), { detached: true, stdio: "ignore" });
  child.on("error", () => undefined);
  child.unref();
}

function browserCommand(url: string): [string, ...string[]] | undefined {
  if (process.platform === "darwin") return ["open", url];
  if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", url];
  const display = process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"];
  return display === undefined ? undefined : ["xdg-open", url];
}

function startDesktop(): void {
  const args = ["--new-window", `--extensionDevelopmentPath=${root}`, samples, firstFile];
  const { status, error } = spawnSync("code", args, {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error !== undefined || status !== 0) {
    process.stdout.write("VS Code's command `code` was not found on this machine; `npm start` needs none.\n");
    process.exitCode = 1;
  }
}
