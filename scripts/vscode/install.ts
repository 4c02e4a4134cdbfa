/** Gets a real VS Code from the npm registry: the package `code-server` carries VS Code's server and web workbench. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const version = "4.139.1";

export const root = path.resolve(import.meta.dirname, "..", "..");
/** Everything downloaded or written by a VS Code under test is kept here, outside the sources. */
export const cache = path.join(root, ".vscode-test");

/** Installs VS Code's server unless it is there, and returns its folder. */
export function installVSCode(): string {
  const folder = path.join(cache, `code-server-${version}`);
  const server = path.join(folder, "node_modules", "code-server", "lib", "vscode");
  const done = path.join(folder, "done");
  if (existsSync(done)) return server;
  process.stdout.write("Installing VS Code's server (once, about a minute)…\n");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify({ private: true })}\n`);
  npmInstall(folder, [`code-server@${version}`]);
  npmInstall(server, ["--omit=dev"]);
  writeFileSync(done, `${version}\n`);
  return server;
}

/** The version of VS Code that an installed server is. */
export function vscodeVersion(server: string): string {
  const { version } = JSON.parse(readFileSync(path.join(server, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}

/** No native module is needed, so no install script runs: nothing is compiled. */
function npmInstall(cwd: string, args: readonly string[]): void {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", ["install", ...quiet, ...args], { cwd, stdio: "inherit" });
  if (status !== 0) throw new Error(`npm install ${args.join(" ")} failed in ${cwd}`);
}
