// The server over its wire: from a keystroke to fresh hints, cold start, and a block repeated very many times.

import { readFileSync } from "node:fs";
import { blocksText, chainText, repeatText } from "./texts";
import { startWire } from "./wire";
import type { Wire } from "./wire";

export interface Measured {
  readonly name: string;
  /** Milliseconds of wall clock, over all samples. */
  readonly median: number;
  readonly p95: number;
  readonly samples: number;
  /** Milliseconds of the server's processor time for each sample. */
  readonly processor: number;
  /** Megabytes that the server holds afterwards. */
  readonly megabytes: number;
  /** Milliseconds that `p95` should not exceed. */
  readonly aim?: number;
}

const URI = "file:///bench/model.net";

interface Benchmark {
  readonly name: string;
  readonly measure: (server: string, name: string) => Promise<Measured>;
}

const typing = (text: () => string, samples: number, aim?: number): Benchmark["measure"] => {
  return (server, name) => keystrokes(server, name, text(), samples, aim);
};

const BENCHMARKS: readonly Benchmark[] = [
  { name: "cold start to first hints, googlenet.net", measure: coldStart },
  { name: "keystroke, 200 lines", measure: typing(() => blocksText(200), 100, 16) },
  { name: "keystroke, 1,700 lines", measure: typing(() => blocksText(1700), 60, 100) },
  { name: "keystroke, 17,000 lines", measure: typing(() => blocksText(17_000), 8) },
  { name: "keystroke, one network of 200 lines", measure: typing(() => chainText(200), 100, 16) },
  { name: "keystroke, one network of 1,700 lines", measure: typing(() => chainText(1700), 60, 100) },
  { name: "keystroke, one network of 17,000 lines", measure: typing(() => chainText(17_000), 8) },
  { name: "keystroke, a block repeated 10 times", measure: typing(() => repeatText(10), 60, 200) },
  { name: "keystroke, a block repeated 1,000 times", measure: typing(() => repeatText(1000), 60, 200) },
  { name: "keystroke, a block repeated 100,000 times", measure: typing(() => repeatText(100_000), 60, 200) },
];

/** Everything whose name holds `wanted`, one after the other. A keystroke is measured until its hints are there. */
export async function* measureServer(server: string, wanted: string): AsyncGenerator<Measured> {
  for (const { name, measure } of BENCHMARKS) if (name.includes(wanted)) yield await measure(server, name);
}

/** From starting the process to the first hints. */
async function coldStart(server: string, name: string): Promise<Measured> {
  const text = readFileSync("samples/googlenet.net", "utf8");
  const times: number[] = [];
  let processor = 0;
  let megabytes = 0;
  for (let run = 0; run < COLD_STARTS; run++) {
    const start = performance.now();
    const wire = await startWire(server);
    await wire.open(URI, text);
    await wire.hints(URI, around(0));
    times.push(performance.now() - start);
    processor += wire.processorTime();
    megabytes = wire.memory() / 2 ** 20;
    await wire.stop();
  }
  return { name, ...statistics(times), processor: processor / COLD_STARTS, megabytes };
}

const COLD_STARTS = 5;
const WARM_UP = 10;

/** Digits typed one after the other into a `Conv` in the middle of the text, each waited for. */
async function keystrokes(
  server: string,
  name: string,
  text: string,
  samples: number,
  aim?: number,
): Promise<Measured> {
  const wire = await startWire(server);
  const place = placeToType(text);
  await wire.open(URI, text);
  await wire.hints(URI, around(place.line));
  const warm = Math.min(WARM_UP, samples);
  for (let key = 0; key < warm; key++) await keystroke(wire, place, key);
  const before = wire.processorTime();
  const times: number[] = [];
  for (let key = 0; key < samples; key++) times.push(await keystroke(wire, place, key));
  const processor = (wire.processorTime() - before) / samples;
  const megabytes = wire.memory() / 2 ** 20;
  await wire.stop();
  return { name, ...statistics(times), processor, megabytes, ...(aim === undefined ? {} : { aim }) };
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** Replaces the kernel's digit by another and waits for the hints around; milliseconds. */
async function keystroke(wire: Wire, place: Place, key: number): Promise<number> {
  const range = { start: place, end: { line: place.line, character: place.character + 1 } };
  const start = performance.now();
  await wire.edit(URI, range, key % 2 === 0 ? "5" : "3");
  const hints = await wire.hints(URI, around(place.line));
  const took = performance.now() - start;
  if (hints.length === 0) throw new Error("There were no hints.");
  return took;
}

/** The kernel of the last `Conv(…, 3` in the text's first half or, failing that, of any. */
function placeToType(text: string): Place {
  const lines = text.split("\n");
  const places = lines.flatMap((content, line) => {
    const at = /Conv\(\w+, (?=3)/u.exec(content);
    return at === null ? [] : [{ line, character: at.index + at[0].length }];
  });
  const place = places.findLast(({ line }) => line <= lines.length / 2) ?? places[0];
  if (place === undefined) throw new Error("There is no place to type at.");
  return place;
}

/** What an editor shows of a text at a time. */
function around(line: number): { start: Place; end: Place } {
  return { start: { line: Math.max(0, line - 30), character: 0 }, end: { line: line + 30, character: 0 } };
}

function statistics(times: readonly number[]): Pick<Measured, "median" | "p95" | "samples"> {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  return { median: at(0.5), p95: at(0.95), samples: sorted.length };
}
