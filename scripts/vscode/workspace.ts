/** The folder that the suite inside VS Code opens. */
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { root } from "./install";

/** Copies the samples and the suite's own files to a folder, so that tests may edit them, and returns it. */
export function copyWorkspace(target: string): string {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const source of ["samples", path.join("test", "vscode", "fixtures")])
    if (existsSync(path.join(root, source))) cpSync(path.join(root, source), target, { recursive: true });
  return target;
}
