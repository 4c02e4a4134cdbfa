// Bundles dist/ with esbuild: the extension, the language server, the command line, and each webview that exists.
//   node scripts/build.mjs [--production] [--watch]
//   node scripts/build.mjs --tests      the suite that runs inside VS Code, to out/vscode-tests
import { copyFileSync, existsSync, globSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), ".."));
const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

/** What every bundle shares. The std library's `.net` files are embedded as text. */
const common = {
  bundle: true,
  legalComments: "none",
  loader: { ".net": "text" },
  logLevel: "warning",
  minify: production,
  sourcemap: production ? false : "linked",
  define: { "process.env.NODE_ENV": JSON.stringify(production ? "production" : "development") },
};
const node = { ...common, platform: "node", target: "node20", format: "cjs", mainFields: ["module", "main"] };
const browser = { ...common, platform: "browser", target: "es2022", format: "iife" };

const suite = {
  ...node,
  entryPoints: globSync("test/vscode/{index,*.test}.ts"),
  outdir: "out/vscode-tests",
  minify: false,
  external: ["vscode", "mocha"],
};
const dist = [
  {
    ...node,
    entryPoints: ["src/extension/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
  },
  { ...node, entryPoints: ["src/server/main.ts"], outfile: "dist/server.js" },
  {
    ...node,
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/cli.js",
    banner: { js: "#!/usr/bin/env node" },
  },
  ...globSync("webview/*/{main,layout-worker}.ts").map((entry) => ({
    ...browser,
    entryPoints: [entry],
    outfile: `dist/webview/${path.basename(path.dirname(entry))}${entry.endsWith("main.ts") ? "" : `-${path.basename(entry, ".ts")}`}.js`,
  })),
].filter(({ entryPoints }) => entryPoints.every((entry) => existsSync(entry)));
const bundles = process.argv.includes("--tests") ? [suite] : dist;

if (!watch && (production || bundles[0] === suite))
  for (const { outdir = "dist" } of bundles) rmSync(outdir, { recursive: true, force: true });
if (bundles === dist) {
  // `netlens render` loads it when it writes a PNG.
  mkdirSync("dist", { recursive: true });
  copyFileSync("node_modules/@resvg/resvg-wasm/index_bg.wasm", "dist/resvg.wasm");
}
const contexts = await Promise.all(bundles.map((bundle) => esbuild.context(bundle)));
if (watch) {
  await Promise.all(contexts.map((context) => context.watch()));
  process.stdout.write("watching for changes\n");
} else {
  const results = await Promise.allSettled(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.dispose()));
  if (results.some(({ status }) => status === "rejected")) process.exitCode = 1;
  else process.stdout.write(`built ${bundles.map(({ outfile, outdir }) => outfile ?? outdir).join(", ")}\n`);
}
