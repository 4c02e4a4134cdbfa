// Generates the parser's TypeScript from the Langium grammars (see langium-config.json), when a grammar is newer than its output,
// and a module with the texts of the std/ blocks, so that they are found alike in a bundle and under test.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
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

writeStandardBlocks("src/net/std", "src/net/std/generated/blocks.ts");

/** Writes the `.net` files of a folder as a record of texts by name. */
function writeStandardBlocks(folder, output) {
  const entries = globSync(`${folder}/*.net`)
    .sort()
    .map(
      (file) =>
        `  ${JSON.stringify(path.basename(file, ".net"))}: ${JSON.stringify(readFileSync(file, "utf8"))},\n`,
    );
  const text = `// Generated from ${folder} by scripts/generate.mjs.\n\nexport const STANDARD_BLOCKS: Readonly<Record<string, string>> = {\n${entries.join("")}};\n`;
  if (existsSync(output) && readFileSync(output, "utf8") === text) return;
  mkdirSync(path.dirname(output), { recursive: true });
  writeFileSync(output, text);
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
