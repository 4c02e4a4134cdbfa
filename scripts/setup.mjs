// Sets a fresh checkout up with nothing but Node 20 and npm: packages, a current Node, the generated parser.
// Imported by the scripts behind `npm start` and `npm test`, so it uses Node's own modules only.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
const stamp = path.join(root, "node_modules", ".cache", "lockfile");

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

/** Installs the packages when they are missing or package-lock.json has changed since, then generates the parser. */
export function setUp() {
  const lockfile = readFileSync(path.join(root, "package-lock.json"), "utf8");
  const installed = existsSync(stamp) ? readFileSync(stamp, "utf8") : undefined;
  if (installed !== lockfile) {
    // npm's own record of what it installed tells whether a checkout that was installed by hand is up to date.
    if (installed !== undefined || !existsSync(path.join(root, "node_modules", ".package-lock.json"))) {
      process.stdout.write("Installing packages…\n");
      run("npm", ["ci", "--no-audit", "--no-fund"]);
    }
  }
  ensureInstallScripts();
  run(node, [path.join("scripts", "generate.mjs")]);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, lockfile);
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
