/** Takes the pictures of the documentation in a real VS Code: `npm run screenshots [-- FOLDER]`. */
import path from "node:path";
import { drive } from "./vscode/drive";
import type { Driver, DriveOptions } from "./vscode/drive";

const folder = process.argv[2] ?? path.join("docs", "images");

interface Picture {
  readonly name: string;
  readonly options?: DriveOptions;
  /** Brings what the picture shows onto the screen. */
  readonly show: (vscode: Driver) => Promise<void>;
}

const pictures: readonly Picture[] = [
  {
    name: "hints",
    show: async (vscode) => {
      await vscode.openFile("googlenet.net");
      await vscode.hints();
    },
  },
  {
    name: "hover",
    show: async (vscode) => {
      await vscode.openFile("alexnet.net");
      await vscode.hints();
      await vscode.hover(11, 16);
    },
  },
  {
    name: "problem",
    show: async (vscode) => {
      await vscode.openFile("alexnet.net");
      await vscode.hints();
      await vscode.goTo(8, 19);
      await vscode.press("Shift+End");
      await vscode.type("20, 20]");
      await vscode.page.locator(".squiggly-error").first().waitFor();
      await vscode.command("Problems: Focus on Problems View");
    },
  },
  {
    name: "instances",
    show: async (vscode) => {
      await vscode.openFile("googlenet.net");
      await vscode.hints();
      await vscode.goTo(60);
      await vscode.page.locator(".codelens-decoration a", { hasText: "9 instances" }).click();
      await vscode.page.getByText("Instances of Inception").waitFor();
    },
  },
  {
    name: "high-contrast",
    options: { theme: "Default High Contrast" },
    show: async (vscode) => {
      await vscode.openFile("resnet50.net");
      await vscode.hints();
    },
  },
];

async function main(): Promise<void> {
  for (const { name, options, show } of pictures) {
    const vscode = await drive({ scale: 2, width: 1200, height: 750, ...options });
    try {
      await show(vscode);
      await vscode.pause(500);
      await vscode.screenshot(path.join(folder, `${name}.png`));
      process.stdout.write(`${path.join(folder, `${name}.png`)}\n`);
    } finally {
      await vscode.close();
    }
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
