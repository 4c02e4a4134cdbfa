/** Drives a real VS Code window as a person would: by keyboard and mouse, through its own commands. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { launchBrowser, windowUrl } from "./browser";
import { cache, root } from "./install";
import type { VSCodeServer } from "./server";
import { answers, forgetWindows, linkExtension, startServer, writeSettings } from "./server";

const home = path.join(cache, "drive");
let started: VSCodeServer | undefined;

export interface DriveOptions {
  /** The folder to open as the workspace; relative to the project. Default: `samples`. */
  readonly folder?: string;
  /** Size of the window in CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  /** A theme's id: `Dark Modern` (default), `Light Modern`, `Default High Contrast`, `Default High Contrast Light`. */
  readonly theme?: string;
  /** Device pixels per CSS pixel, for sharper pictures. */
  readonly scale?: number;
  /** User settings besides the quiet ones; each window starts from those afresh. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Opens a window with the extension of this checkout (as built in dist/) on a folder. Close it with `close()`. */
export async function drive(options: DriveOptions = {}): Promise<Driver> {
  const port = await sharedServer();
  const theme = options.theme === undefined ? {} : { "workbench.colorTheme": options.theme };
  writeSettings(home, { ...theme, ...options.settings }, false);
  forgetWindows(home);
  const browser = await launchBrowser();
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    deviceScaleFactor: options.scale ?? 1,
  });
  const folder = path.resolve(root, options.folder ?? "samples");
  await page.goto(windowUrl({ port, folder }));
  await page.locator(".monaco-workbench .explorer-folders-view .monaco-list").waitFor({ timeout: 60_000 });
  return new Driver(browser, page);
}

/** One window. Every method waits until VS Code shows what was asked for. */
export class Driver {
  constructor(
    private readonly browser: Browser,
    /** Playwright's page, for whatever the methods below do not do. */
    readonly page: Page,
  ) {}

  /** Runs a command of the palette by its title, e.g. `Netlens: Toggle Layer Hints`. */
  async command(title: string): Promise<void> {
    await this.quickInput("F1", title);
    const row = this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first();
    await row.click();
    await row.waitFor({ state: "hidden" });
    // Where the row was, the mouse would hover over whatever is there now.
    await this.page.mouse.move((this.page.viewportSize()?.width ?? 0) * 0.7, 3);
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.quickInput("Control+P", name);
    const row = `.quick-input-list .monaco-list-row.focused[aria-label^="${path.basename(name)}"]`;
    await this.page.locator(row).waitFor();
    // The recently opened files come first; those that are found a little later reorder the list.
    await this.pause(300);
    await this.page.locator(row).waitFor();
    await this.press("Enter");
    await this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor();
    await this.editor().locator(".view-line").first().waitFor();
  }

  /** Moves the cursor, revealing the line in the middle of the editor; counted from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.quickInput("Control+G", `:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.quickInputGone();
  }

  /** Types at the cursor, as fast as a person who types fast. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 20 });
  }

  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
  }

  /** Shows the hover at a position and returns its text. */
  async hover(line: number, column = 1): Promise<string> {
    await this.goTo(line, column);
    await this.command("Show or Focus Hover");
    const hover = this.page.locator(".monaco-hover:not(.hidden) .hover-contents").first();
    await hover.waitFor();
    return hover.innerText();
  }

  /** The inlay hints that are on the screen, one text for each line that has any, from top to bottom. */
  async hints(): Promise<string[]> {
    await this.editor().locator(".view-line span[class*='dyn-rule']:not(:empty)").first().waitFor();
    const texts = await this.page.evaluate<string[]>(hintsOfLines);
    return texts.map((text) => text.replace(/\s+/g, " ").trim());
  }

  /** Holds the mouse over a part of an inlay hint, and returns the text of the hover that appears. */
  async hoverHint(text: string): Promise<string> {
    const part = this.editor().locator("span[class*='dyn-rule']", { hasText: text }).first();
    const hover = this.page.locator(".monaco-hover:not(.hidden) .hover-contents").first();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      // A hover that VS Code did not show because it was busy comes when the mouse enters again.
      await this.page.mouse.move((this.page.viewportSize()?.width ?? 0) * 0.7, 3);
      await part.hover();
      await hover.waitFor({ timeout: 3000 }).catch(() => undefined);
      if (await hover.isVisible()) return hover.innerText();
    }
    throw new Error(`no hover over the hint "${text}"`);
  }

  /** The document of the webview in the active editor group (or whose title is given). */
  webview(title?: string): FrameLocator {
    const outer = title === undefined ? "iframe.webview.ready" : `iframe.webview.ready[title="${title}"]`;
    return this.page.locator(outer).last().contentFrame().locator("#active-frame").contentFrame();
  }

  /** The active text editor's element. */
  editor(): Locator {
    return this.page.locator(".editor-group-container.active .monaco-editor[data-uri]").first();
  }

  /** Saves a picture of the window; relative paths are the project's. */
  async screenshot(file: string): Promise<void> {
    const target = path.resolve(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    await this.page.screenshot({ path: target });
  }

  /** Waits; for animations, not for results. */
  async pause(milliseconds: number): Promise<void> {
    await this.page.waitForTimeout(milliseconds);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private async quickInput(keys: string, text: string): Promise<void> {
    await this.page.keyboard.press(keys);
    const input = this.page.locator(".quick-input-widget input[type='text']").first();
    await input.waitFor();
    await input.fill(keys === "F1" ? `>${text}` : text);
  }

  private async quickInputGone(): Promise<void> {
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }
}

/** Evaluated in the page in one go, since VS Code replaces the lines' elements as it likes. */
const hintsOfLines = `
  [...document.querySelectorAll(".editor-group-container.active .view-line")]
    .map((line) => ({
      top: line.getBoundingClientRect().top,
      text: [...line.querySelectorAll("span[class*='dyn-rule']:not(:empty)")].map((part) => part.textContent).join(" "),
    }))
    .filter(({ text }) => text !== "")
    .sort((a, b) => a.top - b.top)
    .map(({ text }) => text)`;

/** The port of the server that driven windows share; started when none is running. It ends by itself when unused. */
async function sharedServer(): Promise<number> {
  const record = path.join(home, "port");
  const recorded = existsSync(record) ? Number(readFileSync(record, "utf8")) : 0;
  if (recorded > 0 && (await answers(recorded, 0))) return recorded;
  mkdirSync(home, { recursive: true });
  linkExtension(home);
  started = await startServer({ home, detached: true });
  writeFileSync(record, String(started.port));
  return started.port;
}

/** Ends the server that driven windows share, when it was started here: else it ends by itself, unused for minutes. */
export async function stopDriving(): Promise<void> {
  if (started === undefined) return;
  rmSync(path.join(home, "port"), { force: true });
  await started.stop();
  started = undefined;
}
