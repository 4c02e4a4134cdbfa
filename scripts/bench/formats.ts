// `npm run bench:formats`: opens large files of other formats in fresh processes, and prints a table; as JSON to out/bench/formats.json.
//   tsx scripts/bench/formats.ts [PART_OF_A_NAME]

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import process from "node:process";
import { bundleScript } from "./bundle";
import { FILES } from "./large-files";
import type { Opened } from "./open-file";

const ROOT = path.resolve(import.meta.dirname, "../..");
const OUT = path.join(ROOT, "out/bench");

const HEADER = [
  "| file | first | aim | of it processor | again (median) | most memory | aim | layers |",
  "|---|--:|--:|--:|--:|--:|--:|--:|",
].join("\n");

async function main(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  const opener = await bundleScript("open-file");
  const wanted = process.argv[2] ?? "";
  const load = loadavg().map((each) => each.toFixed(1));
  const machine = { processor: cpus()[0]?.model ?? "", cores: cpus().length, node: process.version, load };
  process.stdout.write(`${machine.processor}, ${String(machine.cores)} cores, Node ${machine.node}\n`);
  process.stdout.write(`load before: ${load.join(" ")}\n\n${HEADER}\n`);
  const results = FILES.filter(({ name }) => name.includes(wanted)).map((file) => {
    const target = path.join(OUT, file.name);
    file.write(target);
    const output = execFileSync(process.execPath, [opener, target], { encoding: "utf8" });
    const opened = JSON.parse(output) as Opened;
    const limit = file.megabytes === undefined ? "" : `${String(file.megabytes)} MB`;
    const cells = [
      file.name,
      ms(opened.first),
      ms(file.milliseconds),
      ms(opened.processor),
      ms(opened.again),
    ];
    const memory = `${opened.megabytes.toFixed(0)} MB`;
    process.stdout.write(`| ${[...cells, memory, limit, String(opened.layers)].join(" | ")} |\n`);
    return { file: file.name, aim: file.milliseconds, ...opened };
  });
  writeFileSync(path.join(OUT, "formats.json"), `${JSON.stringify({ machine, results }, undefined, 2)}\n`);
}

const ms = (value: number): string => `${value.toFixed(0)} ms`;

void main();
