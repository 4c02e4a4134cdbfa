// 1×1 bottlenecks: a 1×1 convolution that reduces the channels for a larger one, and what that saves.

import * as l10n from "@vscode/l10n";
import { formatCount } from "../format-number";
import { isComplete } from "../tally";
import type { Convolution } from "./convolution";
import { allAre, convolutionOf, denseMacs, volume } from "./convolution";
import type { InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { nextThroughPointwise } from "./layer-graph";
import { firstPaths, shareOf } from "./wording";

export const bottlenecks: InsightRule = {
  id: "bottlenecks",
  find: (graph) => {
    const found = graph.layers.flatMap((_, index) => bottleneckAt(graph, index) ?? []);
    const total = graph.analysis.totals.macs;
    if (found.length === 0 || !isComplete(total) || total.value === undefined) return [];
    const saved = found.reduce((sum, bottleneck) => sum + bottleneck.saved, 0);
    const figures = [
      formatCount(saved),
      formatCount(total.value),
      shareOf(saved, total.value + saved),
    ] as const;
    const text =
      found.length === 1
        ? l10n.t(
            "1 1×1 bottleneck: a 1×1 convolution reduces the channels before a larger one. Without it, the larger one would take {0} more multiply-adds than the two take now. The whole network takes {1}, so this saves {2}.",
            ...figures,
          )
        : l10n.t(
            "{0} 1×1 bottlenecks: a 1×1 convolution reduces the channels before a larger one. Without them, the larger ones would take {1} more multiply-adds than they and the 1×1 ones take now. The whole network takes {2}, so this saves {3}.",
            found.length,
            ...figures,
          );
    const evidence = [
      { name: l10n.t("bottlenecks"), value: found.length, unit: "times" },
      { name: l10n.t("multiply-adds saved"), value: saved, unit: "multiply-adds" },
    ] as const;
    return [{ text, evidence, layers: firstPaths(found.map(({ path }) => path)) }];
  },
};

/** A 1×1 convolution from more to fewer channels whose only use, pointwise layers between, is a larger convolution of one group. */
function bottleneckAt(graph: LayerGraph, index: number): { path: string; saved: number } | undefined {
  const layer = graph.layers[index];
  const reduce = layer && convolutionOf(layer);
  if (layer === undefined || reduce === undefined || !reduces(reduce)) return undefined;
  const next = nextThroughPointwise(graph, index);
  const larger = next === undefined ? undefined : graph.layers[next];
  const convolution = larger && convolutionOf(larger);
  if (convolution === undefined || convolution.groups !== 1 || volume(convolution.kernel) === 1)
    return undefined;
  const { outSize, kernel, inChannels, outChannels } = convolution;
  const positions = volume(outSize);
  const direct = denseMacs(positions, volume(kernel), reduce.inChannels, outChannels);
  const reduced = denseMacs(positions, volume(kernel), inChannels, outChannels);
  const reducing = denseMacs(volume(reduce.outSize), 1, reduce.inChannels, reduce.outChannels);
  const saved = direct - reduced - reducing;
  return saved > 0 && Number.isSafeInteger(saved) ? { path: layer.path, saved } : undefined;
}

function reduces({ kernel, stride, groups, inChannels, outChannels }: Convolution): boolean {
  return allAre(kernel, 1) && allAre(stride, 1) && groups === 1 && outChannels < inChannels;
}
