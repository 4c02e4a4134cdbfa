// Asks a real Darknet, where one is installed, for a network's sizes and operations.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Printed } from "./configs";

/** What `darknet ops` prints for the network; undefined where Darknet is not installed, or refuses the network. */
export function askDarknet(text: string, layers: number): Printed | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), "netlens-darknet-"));
  const file = path.join(folder, "net.cfg");
  writeFileSync(file, text);
  const { error, status, stdout, stderr } = spawnSync("darknet", ["ops", file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  if (error !== undefined || status !== 0) return undefined;
  const operations = Number(/Floating Point Operations: (\d+)/.exec(stdout)?.[1]);
  return { outputs: printedOutputs(stderr, layers), operations };
}

/** `->    23 x  16 x   3` is width, height, channels; `->  10` is a vector; "… -> 14 x 14 x 3 image" height, width, channels. */
function printedOutputs(log: string, layers: number): Printed["outputs"] {
  const sizes: (readonly number[] | null)[] = Array.from({ length: layers }, () => null);
  let layer = -1;
  for (const line of log.slice(log.indexOf("output")).split("\n")) {
    layer = Number(/^ {0,4}(\d+) /.exec(line)?.[1] ?? layer);
    if (layer < 0 || line.startsWith("\t")) continue;
    const image = /-> *(\d+) x *(\d+) x *(\d+)( image)?/.exec(line);
    const vector = /(?:connected|avg|dropout|reorg).*-> *(\d+)$/.exec(line.trimEnd());
    if (image !== null) {
      const [first, second, channels] = image.slice(1, 4).map(Number);
      sizes[layer] = image[4] === undefined ? [channels!, second!, first!] : [channels!, first!, second!];
    } else if (vector !== null) sizes[layer] = [Number(vector[1])];
  }
  return sizes;
}
