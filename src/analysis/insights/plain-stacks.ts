// Plain stacks of 3×3 convolutions (VGG): as wide a field as one large kernel, with fewer weights.

import * as l10n from "@vscode/l10n";
import { allAre, convolutionOf } from "./convolution";
import type { InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { keepsFeatures, soleConsumer } from "./layer-graph";
import { listed } from "./wording";

export const plainStacks: InsightRule = {
  id: "plain-stacks",
  find: (graph) => {
    const stacks = stacksOf(graph);
    if (stacks.length < 2) return [];
    const lengths = [...new Set(stacks.map(({ length }) => length))].sort((a, b) => a - b);
    const kinds = lengths.map((length) => {
      const count = stacks.filter((stack) => stack.length === length).length;
      return count === 1
        ? l10n.t("1 stack of {0} (a field of {1})", length, equivalent(length))
        : l10n.t("{0} stacks of {1} (a field of {2})", count, length, equivalent(length));
    });
    const longest = Math.max(...lengths);
    const text = l10n.t(
      "Plain stacks of 3×3 convolutions at stride 1: {0}. For as many channels in as out, {1} of them have {2}·C² weights where one {3} has {4}·C².",
      listed(kinds),
      longest,
      9 * longest,
      equivalent(longest),
      (2 * longest + 1) ** 2,
    );
    const evidence = [
      { name: l10n.t("stacks"), value: stacks.length, unit: "times" },
      { name: l10n.t("longest stack"), value: longest, unit: "layers" },
    ] as const;
    return [{ text, evidence, layers: stacks.flat() }];
  },
};

/** n 3×3 convolutions at stride 1 see (2n + 1)×(2n + 1) elements. */
function equivalent(length: number): string {
  const kernel = String(2 * length + 1);
  return `${kernel}×${kernel}`;
}

/** Two and more 3×3 convolutions in a row on the trunk, in a network all of whose convolutions are on it. */
function stacksOf(graph: LayerGraph): readonly (readonly string[])[] {
  if (graph.regions.length > 0) return [];
  const stacks: string[][] = [];
  let connected = false;
  for (const [index, layer] of graph.layers.entries()) {
    if (isPlain(graph, index)) {
      if (connected) stacks.at(-1)?.push(layer.path);
      else stacks.push([layer.path]);
      connected = soleConsumer(graph, index) !== undefined;
    } else if (!keepsFeatures(layer)) connected = false;
  }
  return stacks.filter(({ length }) => length >= 2);
}

function isPlain(graph: LayerGraph, index: number): boolean {
  const layer = graph.layers[index];
  const convolution = layer && convolutionOf(layer);
  if (convolution?.kernel.length !== 2 || convolution.groups !== 1) return false;
  return allAre(convolution.kernel, 3) && allAre(convolution.stride, 1) && allAre(convolution.dilation, 1);
}
