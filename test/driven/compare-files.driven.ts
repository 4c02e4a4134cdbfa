/** Comparing files that are not as one would like them, versions of a file, and files that change meanwhile. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { drive, stopDriving } from "../../scripts/vscode/drive";
import type { Driver } from "../../scripts/vscode/drive";
import { compareSelected } from "./compare-selected";

/** Runs git as nobody in particular. */
function git(folder: string, ...args: readonly string[]): void {
  const who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  execFileSync("git", [...who, ...args], { cwd: folder, stdio: "ignore" });
}

function hasGit(): boolean {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Outside of this checkout, which is a repository itself perhaps. */
function makeWorkspace(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "netlens-compare-"));
  const file = (name: string): string => path.join(folder, name);
  const alexnet = readFileSync("samples/alexnet.net", "utf8");
  copyFileSync("samples/alexnet.net", file("alexnet.net"));
  copyFileSync("samples/zfnet.net", file("zfnet.net"));
  writeFileSync(file("broken.net"), alexnet.replace("conv3 = Conv(384, 3, pad=1)", "conv3 = Konv(384, 3)"));
  writeFileSync(file("nothing.net"), "// no network yet\n");
  if (!hasGit()) return folder;
  for (const repository of ["young", "old"]) {
    mkdirSync(file(repository));
    git(file(repository), "init");
  }
  writeFileSync(file("young/first.net"), alexnet);
  writeFileSync(file("old/known.net"), alexnet);
  git(file("old"), "add", ".");
  git(file("old"), "commit", "-m", "AlexNet");
  writeFileSync(file("old/known.net"), alexnet.replace("Conv(192, 5, pad=2)", "Conv(160, 5, pad=2)"));
  writeFileSync(file("old/newer.net"), alexnet);
  return folder;
}

describe("comparing files in a window", function () {
  this.timeout(180_000);
  let vscode: Driver;
  let folder: string;

  before(async () => {
    folder = makeWorkspace();
    vscode = await drive({ folder, settings: { "git.enabled": true } });
    // Menus have the extension's commands once it is there.
    await vscode.openFile("alexnet.net");
    await vscode.hints();
    await vscode.command("View: Close All Editors");
  });

  after(async () => {
    await vscode.close();
    await stopDriving();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed")
      await vscode.screenshot(".vscode-test/failed-compare-files.png");
    await vscode.press("Escape");
    await vscode.command("View: Close All Editors");
    await vscode.command("Notifications: Clear All Notifications");
  });

  /** The page is there, with a comparison or with what stands in its way. */
  async function compareFiles(...names: readonly string[]): Promise<void> {
    await compareSelected(vscode, ...names);
    await vscode.webview().locator("[data-compare]").waitFor();
  }

  /** The message that VS Code shows, in its list of notifications: a toast may be gone already. */
  async function notice(): Promise<string> {
    await vscode.page.locator('[id="status.notifications"] .codicon-bell-dot').waitFor();
    await vscode.command("Notifications: Show Notifications");
    const message = vscode.page.locator(".notifications-center .notification-list-item-message").first();
    await message.waitFor();
    return message.innerText();
  }

  const notices = (): Promise<readonly string[]> =>
    vscode.webview().locator(".notices .notice").allInnerTexts();

  async function waitForNotice(text: string): Promise<void> {
    await vscode.webview().locator(".notices .notice", { hasText: text }).waitFor();
  }

  it("compares a file with errors as far as it is known, and says so", async () => {
    await compareFiles("alexnet.net", "broken.net");
    await waitForNotice("has errors: it is compared as far as it is known.");
    const params = vscode.webview().locator('[data-metric="params"]').nth(1);
    assert.equal(await params.getAttribute("data-complete"), "false");
    assert.match(await params.innerText(), /^≥/u);
    await vscode.webview().locator('[data-change="added"]', { hasText: "Konv" }).waitFor();
    await vscode.webview().locator('[data-change="removed"]', { hasText: "conv3" }).waitFor();
  });

  it("says which file holds no network, and that one is not enough", async () => {
    await compareFiles("alexnet.net", "nothing.net");
    await waitForNotice("There is no network in nothing.net.");
    assert.deepEqual(await notices(), [
      "There is no network in nothing.net.",
      "There is nothing to compare: a comparison takes two networks.",
    ]);
  });

  it("says that a file is not there any more, and compares it again when it is back", async () => {
    await compareFiles("alexnet.net", "zfnet.net");
    await vscode.webview().locator("[data-change]").first().waitFor();
    renameSync(path.join(folder, "zfnet.net"), path.join(folder, "renamed.net"));
    await waitForNotice("zfnet.net cannot be read: it may have been renamed or deleted.");
    renameSync(path.join(folder, "renamed.net"), path.join(folder, "zfnet.net"));
    await vscode.webview().locator("[data-change]").first().waitFor();
    assert.deepEqual(await notices(), []);
  });

  it("follows what is typed", async () => {
    await vscode.openFile("alexnet.net");
    await vscode.hints();
    await vscode.command("Netlens: Compare with Saved");
    await vscode.webview().locator(".identical").waitFor();
    await vscode.page.locator(".tab", { hasText: "alexnet.net" }).first().click();
    await vscode.goTo(13, 18);
    await vscode.press("Shift+ArrowRight");
    await vscode.press("Shift+ArrowRight");
    await vscode.type("48");
    const changed = vscode.webview().locator('[data-change="changed"]').first();
    await changed.waitFor();
    assert.match(await changed.innerText(), /channels: 192 → 482/u);
    await vscode.command("Undo");
    await vscode.command("Undo");
    await vscode.webview().locator(".identical").waitFor();
  });

  it("restores a comparison when the window is loaded anew", async () => {
    await compareFiles("alexnet.net", "zfnet.net");
    await vscode.webview().locator("[data-change]").first().waitFor();
    // VS Code writes down what is open a moment later.
    await vscode.pause(3000);
    await vscode.command("Developer: Reload Window");
    await vscode.pause(3000);
    await vscode.webview().locator("[data-change]").first().waitFor();
    const compared = vscode.webview().locator("[data-compare]");
    assert.equal(await compared.getAttribute("data-compare"), "AlexNet,ZFNet");
  });

  it("says that one network is no comparison", async () => {
    await vscode.openFile("alexnet.net");
    await vscode.hints();
    await vscode.command("Netlens: Compare Models…");
    await vscode.page.locator(".quick-input-list .monaco-list-row").nth(1).waitFor();
    await vscode.press("Enter");
    assert.equal(await notice(), "A comparison takes two to six networks, not 1.");
  });

  it("compares with Git's HEAD, and says why it cannot", async function () {
    if (!hasGit()) return this.skip();
    const problems: Readonly<Record<string, string>> = {
      "first.net": "This repository has no commits yet.",
      "newer.net": "Git's HEAD does not have this file yet.",
      "alexnet.net": "This file is in no Git repository.",
    };
    for (const [name, problem] of Object.entries(problems)) {
      await vscode.openFile(name);
      await vscode.hints();
      await vscode.command("Netlens: Compare with Git HEAD");
      assert.equal(await notice(), problem, name);
      await vscode.command("Notifications: Clear All Notifications");
    }
    await vscode.openFile("known.net");
    await vscode.hints();
    await vscode.command("Netlens: Compare with Git HEAD");
    const changed = vscode.webview().locator('[data-change="changed"]');
    await changed.first().waitFor();
    assert.equal(await changed.count(), 1);
    assert.match(await changed.innerText(), /channels: 192 → 160/u);
  });
});
