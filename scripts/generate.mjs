// Generates the parser's TypeScript from the Langium grammars (see langium-config.json), when a grammar is newer than its output.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);

if (existsSync("langium-config.json") && (process.argv.includes("--force") || isStale())) {
  const langium = path.join("node_modules", "langium-cli", "bin", "langium.js");
  const { status } = spawnSync(process.execPath, [langium, "generate"], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}

/** Whether any grammar, or the configuration, is newer than the oldest generated `ast.ts`. */
function isStale() {
  const config = JSON.parse(readFileSync("langium-config.json", "utf8"));
  const outputs = (config.languages.length > 0 ? [config, ...config.languages] : [config])
    .map(({ out }) => out)
    .filter((out) => typeof out === "string")
    .map((out) => path.join(out, "ast.ts"));
  if (outputs.some((file) => !existsSync(file))) return true;
  const inputs = [
    "langium-config.json",
    "node_modules/langium-cli/package.json",
    ...globSync("src/**/*.langium"),
  ];
  const newest = Math.max(...inputs.map((file) => statSync(file).mtimeMs));
  return outputs.some((file) => statSync(file).mtimeMs < newest);
}
