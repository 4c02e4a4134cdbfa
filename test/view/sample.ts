// Networks for the tests of view, layout and drawing: the samples, and small ones written in place.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import type { NetworkAnalysis } from "../../src/analysis/network-analysis";
import { formatWithId } from "../../src/formats/index";
import { buildView } from "../../src/view/build-view";
import type { ViewGraph } from "../../src/view/view-graph";

const SAMPLES = path.resolve(__dirname, "../../samples");

/** The names of all samples, without ending. */
export const SAMPLE_NAMES: readonly string[] = readdirSync(SAMPLES)
  .filter((file) => file.endsWith(".net"))
  .map((file) => path.basename(file, ".net"));

export function analysisOfSample(name: string): NetworkAnalysis {
  return analysisOf(readFileSync(path.join(SAMPLES, `${name}.net`), "utf8"));
}

/** The first network of a `.net` text. */
export function analysisOf(text: string): NetworkAnalysis {
  const format = formatWithId("net");
  assert(format?.kind === "text");
  const [network] = format.read("file:///test.net", text, {}).networks;
  assert(network !== undefined);
  return analyseNetwork(network);
}

export function viewOfSample(name: string): ViewGraph {
  return buildView(analysisOfSample(name), "multiply-add");
}

export function viewOf(text: string): ViewGraph {
  return buildView(analysisOf(text), "multiply-add");
}
