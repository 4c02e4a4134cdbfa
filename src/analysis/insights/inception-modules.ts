// Inception modules: parallel branches over one tensor, concatenated.

import * as l10n from "@vscode/l10n";
import type { InsightRule } from "./insight";
import type { LayerGraph, Region } from "./layer-graph";
import { forkConsumers, INPUT } from "./layer-graph";
import { alternatives, firstPaths } from "./wording";

/** Two branches that meet in a concatenation are a skip or a fire module. */
const LEAST_BRANCHES = 3;

export const inceptionModules: InsightRule = {
  id: "inception-modules",
  find: (graph) => {
    const modules = graph.regions.flatMap((region) => moduleIn(graph, region) ?? []);
    if (modules.length === 0) return [];
    const branches = alternatives(modules.map((module) => module.branches));
    const text =
      modules.length === 1
        ? l10n.t("1 Inception module: {0} parallel branches over the same tensor, concatenated.", branches)
        : l10n.t(
            "{0} Inception modules: {1} parallel branches over the same tensor, concatenated.",
            modules.length,
            branches,
          );
    const evidence = [{ name: l10n.t("modules"), value: modules.length, unit: "times" }] as const;
    return [{ text, evidence, layers: firstPaths(modules.map(({ path }) => path)) }];
  },
};

/** At least three branches from one tensor, one at least with a convolution, that all meet in a Concat. */
function moduleIn(graph: LayerGraph, region: Region): { branches: number; path: string } | undefined {
  const { fork } = region;
  const merge = meetingOf(graph, region);
  const concat = graph.layers[merge];
  if (concat?.layer.operator !== "Concat") return undefined;
  const branches = forkConsumers(graph, fork).filter((index) => index !== region.merge || index === merge);
  if (branches.length < LEAST_BRANCHES || branches.includes(merge)) return undefined;
  const inner = graph.layers.slice(fork === INPUT ? 0 : fork + 1, merge);
  const convolves = inner.some(({ analysis }) => analysis.operator?.family === "convolution");
  // Branches that are summed on the way (NASNet's cells) are not concatenated.
  const sums = inner.some(({ layer }) => layer.operator === "Add");
  return convolves && !sums
    ? { branches: branches.length, path: concat.groups.at(-1)?.path ?? concat.path }
    : undefined;
}

/**
 * Where the branches meet: at the region's end; or before it, where the tensor itself goes there as well (a residual
 * module of Inception-ResNet): the first layer after which nothing before it but the fork is used.
 */
function meetingOf(graph: LayerGraph, { fork, merge }: Region): number {
  const branches = forkConsumers(graph, fork).filter((index) => index !== merge);
  if (!(graph.producers[merge] ?? []).includes(fork)) return merge;
  let pending = Math.max(...branches);
  for (let index = fork + 1; index < merge; index++) {
    if (pending <= index) return index;
    pending = Math.max(pending, graph.consumers[index]?.at(-1) ?? index);
  }
  return merge;
}
