/** Takes the pictures of the documentation in a real VS Code: `npm run screenshots [FOLDER]`. */
import path from "node:path";
import { drive } from "./vscode/drive";

async function main(): Promise<void> {
  const folder = process.argv[2] ?? path.join("docs", "images");
  const window = await drive({ scale: 2, width: 1280, height: 800 });
  await window.openFile("googlenet.net");
  await window.pause(3000);
  await window.screenshot(path.join(folder, "googlenet.png"));
  await window.close();
}

void main();
