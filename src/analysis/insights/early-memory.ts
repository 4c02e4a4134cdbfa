// Most activation memory is at the first convolutions (AlexNet, VGG): maps are large before they are pooled.

import * as l10n from "@vscode/l10n";
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
    const figures = [share, formatBytes(bytes), formatBytes(total.value)] as const;
    const text =
      taken === 1
        ? l10n.t(
            "Most activation memory is at the first convolution: {0} ({1} of {2}) is at the first of {3} and the layers that follow it, from {4} to {5}.",
            ...figures,
            all,
            first,
            last,
          )
        : l10n.t(
            "Most activation memory is at the early convolutions: {0} ({1} of {2}) is at the first {3} of {4} and the layers that follow them, from {5} to {6}.",
            ...figures,
            taken,
            all,
            first,
            last,
          );
    const evidence = [
      { name: l10n.t("early activation memory"), value: bytes, unit: "bytes" },
      { name: l10n.t("activation memory"), value: total.value, unit: "bytes" },
      { name: l10n.t("early convolutions"), value: taken, unit: "layers" },
      { name: l10n.t("convolutions"), value: all, unit: "layers" },
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
