/** Runs the suite of test/vscode in VS Code's desktop, downloaded by @vscode/test-electron (and by xvfb-run without a display). */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { cache, root } from "./install";
import { copyWorkspace } from "./workspace";

const hasDisplay =
  process.platform !== "linux" ||
  process.env["DISPLAY"] !== undefined ||
  process.env["WAYLAND_DISPLAY"] !== undefined;

if (hasDisplay) void runHere();
else process.exitCode = runUnderXvfb();

async function runHere(): Promise<void> {
  try {
    await runTests({
      cachePath: path.join(cache, "electron"),
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(root, "out", "vscode-tests"),
      launchArgs: [
        copyWorkspace(path.join(cache, "electron", "workspace")),
        "--disable-extensions",
        "--disable-workspace-trust",
        "--no-sandbox",
      ],
    });
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function runUnderXvfb(): number {
  const args = ["--auto-servernum", process.execPath, "--import", "tsx", __filename];
  const { status, error } = spawnSync("xvfb-run", args, { cwd: root, stdio: "inherit" });
  if (error !== undefined)
    process.stdout.write("VS Code's desktop needs a display, or xvfb-run (Debian: apt-get install xvfb).\n");
  return status ?? 1;
}
