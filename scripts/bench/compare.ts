// `npm run bench:compare`: the structural difference of large and of well-known networks, and their insights, by the median of
// warm runs and the first, cold one; and the frames of the table and of the difference while one scrolls. Prints tables; the
// same as JSON goes to out/bench/compare.json.

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import process from "node:process";
import { compareNetworks } from "../../src/analysis/compare/difference";
import { differenceRows } from "../../src/analysis/compare/rows";
import { insightsOf } from "../../src/analysis/insights/index";
import type { NetworkAnalysis } from "../../src/analysis/network-analysis";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import { tableRows } from "../../src/analysis/table/table-rows";
import { readSource } from "../../src/cli/read-source";
import { NET } from "../../src/net/format";
import { measureScrolling } from "./table-page";

const ROOT = path.resolve(import.meta.dirname, "../..");
const OUT = path.join(ROOT, "out/bench");
const RUNS = 9;

interface Row {
  readonly what: string;
  readonly first: number;
  readonly median: number;
  /** Milliseconds on the processor of a warm run, which other programs do not lengthen: the median. */
  readonly processor: number;
  /** Milliseconds that it may take; absent where there is no limit. */
  readonly aim?: number;
  readonly result: string;
}

async function main(): Promise<void> {
  process.chdir(ROOT);
  mkdirSync(OUT, { recursive: true });
  const rows = [...differences(), ...tables()];
  const load = loadavg()
    .map((each) => each.toFixed(1))
    .join(" ");
  process.stdout.write(
    `${cpus()[0]?.model ?? ""}, ${cpus().length} cores, Node ${process.version}, load ${load}\n\n`,
  );
  process.stdout.write("| what | first | median | processor | aim | result |\n|---|--:|--:|--:|--:|---|\n");
  for (const { what, first, median, processor, aim, result } of rows) {
    const cells = [
      what,
      `${first.toFixed(1)} ms`,
      `${median.toFixed(1)} ms`,
      `${processor.toFixed(1)} ms`,
      aim === undefined ? "" : `${aim} ms`,
      result,
    ];
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
  }
  process.stdout.write(
    "\n| scrolling | rows | drawn | frame p50 | frame p95 | aim | work a frame |\n|---|--:|--:|--:|--:|--:|--:|\n",
  );
  const scrolling = await measureScrolling(stackText(marked), stackText(marked, mostlyThree));
  for (const { what, rows: count, drawn, median, p95, work } of scrolling) {
    const cells = [
      what,
      count,
      drawn,
      `${median.toFixed(1)} ms`,
      `${p95.toFixed(1)} ms`,
      "17 ms",
      `${work.toFixed(1)} ms`,
    ];
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
  }
  writeFileSync(
    path.join(OUT, "compare.json"),
    `${JSON.stringify({ load, rows, scrolling }, undefined, 2)}\n`,
  );
}

/** Ten thousand convolutions, their channels and the sizes of their kernels by a rule. */
function stackText(channels: Rule, kernel: Rule | number = 1): string {
  const layers = Array.from({ length: 10_000 }, (_, index) => {
    const size = typeof kernel === "number" ? kernel : kernel(index);
    return `  Conv(${channels(index)}, ${size}, pad=${(size - 1) / 2})\n`;
  });
  return `network Stack {\n  input x [3, 8, 8]\n${layers.join("")}}\n`;
}

type Rule = (index: number) => number;

const narrow: Rule = (index) => 3 + (index % 7);

/** Every tenth layer is one that can be told from its neighbours, as those are that an edit leaves alone. */
const marked: Rule = (index) => (index % 10 === 0 ? 50 + (index % 41) : narrow(index));

/** Kernels that change in nine layers of ten. */
const mostlyThree: Rule = (index) => (index % 10 === 0 ? 1 : 3);

function stack(channels: Rule, kernel: Rule | number = 1): NetworkAnalysis {
  return analysed(stackText(channels, kernel));
}

function blocks(count: number, width: number): NetworkAnalysis {
  const block = "block B(width) {\n  Conv(width, 3, pad=1) -> BatchNorm -> ReLU\n  Conv(8, 1) -> ReLU\n}\n";
  const odd = `  repeat ${count} { B(16) }\n  B(${width})\n  repeat ${1999 - count} { B(16) }\n`;
  return analysed(`${block}network Blocks {\n  input x [8, 8, 8]\n${odd}}\n`);
}

function analysed(text: string): NetworkAnalysis {
  const [network] = NET.read("bench:///network.net", text, {}).networks;
  if (network === undefined) throw new Error("the benchmark's own network cannot be read");
  return analyseNetwork(network);
}

function sample(name: string): NetworkAnalysis {
  return readSource(`samples/${name}.net`).analyses.at(-1)!;
}

function* differences(): Generator<Row> {
  const plain = stack(narrow);
  yield difference(
    "10,000 layers, ten changed",
    plain,
    stack((index) => (index % 1000 === 5 ? 99 : 3 + (index % 7))),
    500,
  );
  yield difference("10,000 layers, nine in ten changed", stack(marked), stack(marked, mostlyThree), 500);
  yield difference(
    "10,000 layers, most others",
    stack((index) => 3 + ((index * 7) % 40)),
    stack((index) => 3 + ((index * 11) % 40)),
    500,
  );
  yield difference(
    "10,000 layers, nothing the same",
    plain,
    stack((index) => 20 + (index % 11)),
    500,
  );
  yield difference("2,000 blocks of 5 layers, one changed", blocks(1999, 16), blocks(900, 24), 500);
  for (const [left, right] of [
    ["alexnet", "vgg16"],
    ["resnet50", "resnet101"],
    ["googlenet", "inception-v4"],
    ["resnet152", "densenet121"],
  ] as const) {
    yield difference(`${left}, ${right}`, sample(left), sample(right));
  }
}

function difference(what: string, left: NetworkAnalysis, right: NetworkAnalysis, aim?: number): Row {
  const compared = timed(() => compareNetworks(left, right));
  const { counts } = compared.value;
  const rows = differenceRows(compared.value.differences).length;
  const result = `${counts.added} added, ${counts.removed} removed, ${counts.changed} changed, ${rows} rows`;
  return { what, ...compared.times, ...(aim === undefined ? {} : { aim }), result };
}

function* tables(): Generator<Row> {
  const plain = stack(narrow);
  const table = timed(() => tableRows(plain, "multiply-add"));
  yield { what: "table of 10,000 layers", ...table.times, result: `${table.value.rows.length} rows` };
  const insights = timed(() => insightsOf({ ...plain }));
  yield { what: "insights of 10,000 layers", ...insights.times, result: `${insights.value.length} insights` };
}

function timed<Value>(run: () => Value): {
  readonly value: Value;
  readonly times: Pick<Row, "first" | "median" | "processor">;
} {
  const times: number[] = [];
  const processor: number[] = [];
  let value: Value | undefined;
  for (let index = 0; index < RUNS; index++) {
    const before = process.cpuUsage();
    const start = performance.now();
    value = run();
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1000);
  }
  const [first = 0, ...warm] = times;
  return { value: value!, times: { first, median: middle(warm), processor: middle(processor.slice(1)) } };
}

function middle(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
