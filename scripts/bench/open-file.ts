// Opens one file as the product does, reads and analyses it, and prints how long that took and how much memory it needed as JSON.

import process from "node:process";
import { Bench } from "tinybench";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import { layerInstances } from "../../src/analysis/instances";
import { networkIn } from "./network-in";

export interface Opened {
  /** Milliseconds of the first time in this process, from the file to its totals. */
  readonly first: number;
  /** Milliseconds of processor time of the first time. */
  readonly processor: number;
  /** The median of later times. */
  readonly again: number;
  /** The most memory that the process ever had. */
  readonly megabytes: number;
  readonly layers: number;
}

async function main(file: string): Promise<void> {
  const before = process.cpuUsage();
  const started = performance.now();
  const layers = open(file);
  const first = performance.now() - started;
  const used = process.cpuUsage(before);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const bench = new Bench({ time: 1000, iterations: 5, warmup: false });
  bench.add(file, () => {
    open(file);
  });
  const [task] = await bench.run();
  const again = task?.result.state === "completed" ? task.result.latency.p50 : NaN;
  const opened: Opened = { first, processor: (used.user + used.system) / 1000, again, megabytes, layers };
  process.stdout.write(JSON.stringify(opened));
}

/** The number of layers that were found. */
function open(file: string): number {
  const network = networkIn(file);
  return network === undefined ? 0 : [...layerInstances(analyseNetwork(network))].length;
}

void main(process.argv[2] ?? "");
