/** Runs the suite of test/vscode in VS Code's desktop, downloaded by @vscode/test-electron. */
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { cache, root } from "./install";
import { copyWorkspace } from "./workspace";

async function main(): Promise<void> {
  const workspace = copyWorkspace(path.join(cache, "electron", "workspace"));
  await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, "out", "vscode-tests"),
    launchArgs: [workspace, "--disable-extensions", "--disable-workspace-trust", "--no-sandbox"],
  });
}

main().catch((error: unknown) => {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
