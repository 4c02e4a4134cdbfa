// `npm run bench`: measures the bundled server and prints a table; the same as JSON goes to out/bench/server.json.
//   npm run bench [-- PART_OF_A_NAME]

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import process from "node:process";
import { build } from "esbuild";
import { measureServer } from "./server";
import type { Measured } from "./server";

const ROOT = path.resolve(import.meta.dirname, "../..");
const OUT = path.join(ROOT, "out/bench");

async function main(): Promise<void> {
  process.chdir(ROOT);
  mkdirSync(OUT, { recursive: true });
  const server = await bundleServer();
  const wanted = process.argv[2] ?? "";
  const machine = { processor: cpus()[0]?.model ?? "", cores: cpus().length, node: process.version };
  process.stdout.write(`${machine.processor}, ${String(machine.cores)} cores, Node ${machine.node}\n`);
  process.stdout.write(
    `load before: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(" ")}\n\n${HEADER}\n`,
  );
  const results: Measured[] = [];
  for await (const measured of measureServer(server, wanted)) {
    results.push(measured);
    process.stdout.write(`${row(measured)}\n`);
  }
  writeFileSync(path.join(OUT, "server.json"), `${JSON.stringify({ machine, results }, undefined, 2)}\n`);
}

const HEADER = "| what | median | p95 | aim | processor | memory |\n|---|--:|--:|--:|--:|--:|";

function row({ name, median, p95, aim, processor, megabytes }: Measured): string {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const limit = aim === undefined ? "" : `${String(aim)} ms`;
  return `| ${[name, ms(median), ms(p95), limit, ms(processor), `${megabytes.toFixed(0)} MB`].join(" | ")} |`;
}

/** The server as it is shipped, in a place of its own. */
async function bundleServer(): Promise<string> {
  const outfile = path.join(OUT, "server.js");
  await build({
    entryPoints: [path.join(ROOT, "src/server/main.ts")],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    loader: { ".net": "text" },
    logLevel: "error",
  });
  return outfile;
}

void main();
