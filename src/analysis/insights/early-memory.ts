// Most activation memory is at the first convolutions (AlexNet, VGG): maps are large before they are pooled.

import { formatBytes } from "../format-number";
import { isComplete } from "../tally";
import type { InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { shareOf } from "./wording";

export const earlyMemory: InsightRule = {
  id: "early-memory",
  find: (graph) => {
    const total = graph.analysis.totals.activationBytes;
    const early = earlyPart(graph);
    if (!isComplete(total) || total.value === undefined || early === undefined) return [];
    const { bytes, taken, all, first, last } = early;
    const share = shareOf(bytes, total.value);
    const text =
      `Most activation memory is at the early convolutions: ${share} (${formatBytes(bytes)} of ${formatBytes(total.value)}) ` +
      `is at the first ${String(taken)} of ${String(all)} and the layers that follow them, from ${first} to ${last}.`;
    const evidence = [
      { name: "early activation memory", value: bytes, unit: "bytes" },
      { name: "activation memory", value: total.value, unit: "bytes" },
      { name: "early convolutions", value: taken, unit: "layers" },
      { name: "convolutions", value: all, unit: "layers" },
    ] as const;
    return [{ text, evidence, layers: early.layers }];
  },
};

interface EarlyPart {
  readonly bytes: number;
  readonly taken: number;
  readonly all: number;
  readonly first: string;
  readonly last: string;
  readonly layers: readonly string[];
}

/** The fewest first convolutions, each with the layers up to the next one, that hold more than half, if they are few. */
function earlyPart({ analysis, layers }: LayerGraph): EarlyPart | undefined {
  const half = (analysis.totals.activationBytes.value ?? 0) / 2;
  const convolutions = layers.flatMap((layer, index) =>
    layer.analysis.operator?.family === "convolution" ? [index] : [],
  );
  const [begin] = convolutions;
  if (convolutions.length < 4 || begin === undefined) return undefined;
  let bytes = 0;
  const few = Math.max(2, Math.floor(convolutions.length / 4));
  for (const [position, start] of convolutions.slice(0, few).entries()) {
    const end = convolutions[position + 1] ?? layers.length;
    for (const layer of layers.slice(start, end)) bytes += layer.analysis.figures.activationBytes.value ?? 0;
    if (bytes <= half) continue;
    return {
      bytes,
      taken: position + 1,
      all: convolutions.length,
      first: layers[begin]?.path ?? "",
      last: layers[end - 1]?.path ?? "",
      layers: convolutions.slice(0, position + 1).map((index) => layers[index]?.path ?? ""),
    };
  }
  return undefined;
}
