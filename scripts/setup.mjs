// Sets a fresh checkout up with nothing but Node 20 and npm: packages, a current Node, the generated parser.
// Imported by the scripts behind `npm start` and `npm test`, so it uses Node's own modules only.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
/** The Node that the `node` package brings: Langium, vsce and VS Code's server want a newer one than Debian's. */
export const node = path.join(
  root,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/** Runs a command in the project's folder; throws when it fails. */
export function run(command, args, options = {}) {
  const bin = path.join(root, "node_modules", ".bin");
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...options.env };
  const shell = process.platform === "win32" && command === "npm";
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", shell, ...options, env });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${path.basename(command)} ${args.join(" ")} ended with status ${status}`);
}

/** Installs the packages when those in node_modules are not those of package-lock.json, then generates the parser. */
export function setUp() {
  if (!isInstalled()) {
    process.stdout.write("Installing packages…\n");
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  }
  ensureInstallScripts();
  run(node, [path.join("scripts", "generate.mjs")]);
}

/** Whether npm's record of what it installed agrees with package-lock.json; optional packages are other platforms'. */
function isInstalled() {
  const packages = (file) => JSON.parse(readFileSync(path.join(root, file), "utf8")).packages;
  const record = path.join("node_modules", ".package-lock.json");
  if (!existsSync(path.join(root, record))) return false;
  const installed = packages(record);
  return Object.entries(packages("package-lock.json")).every(
    ([folder, { version, optional }]) =>
      folder === "" ||
      installed[folder]?.version === version ||
      (optional === true && installed[folder] === undefined),
  );
}

/** Where npm does not run install scripts (`ignore-scripts`, or a newer npm), runs the two that are needed. */
function ensureInstallScripts() {
  if (!existsSync(node)) {
    process.stdout.write("Installing Node…\n");
    run(process.execPath, ["installArchSpecificPackage"], { cwd: path.join(root, "node_modules", "node") });
  }
  const esbuild = path.join(root, "node_modules", "esbuild");
  const works =
    spawnSync(path.join(esbuild, "bin", "esbuild"), ["--version"], { stdio: "ignore" }).status === 0;
  if (!works) run(process.execPath, ["install.js"], { cwd: esbuild });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp();
