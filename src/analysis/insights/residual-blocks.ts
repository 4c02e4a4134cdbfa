// Residual blocks: a sum of what some layers compute and of their own input, as it is or projected.

import * as l10n from "@vscode/l10n";
import type { InsightRule } from "./insight";
import type { LayerGraph, Region } from "./layer-graph";
import { firstPaths } from "./wording";

export const residualBlocks: InsightRule = {
  id: "residual-blocks",
  find: (graph) => {
    const blocks = graph.regions.flatMap((region) => blockIn(graph, region) ?? []);
    if (blocks.length === 0) return [];
    const projected = blocks.filter(({ shortcut }) => shortcut === "projection").length;
    const text = sentence(blocks.length, projected);
    const evidence = [
      { name: l10n.t("residual blocks"), value: blocks.length, unit: "times" },
      { name: l10n.t("with projection"), value: projected, unit: "times" },
    ] as const;
    return [{ text, evidence, layers: firstPaths(blocks.map(({ path }) => path)) }];
  },
};

function sentence(all: number, projected: number): string {
  if (all === 1) {
    return projected === 0
      ? l10n.t("1 residual block: its shortcut is the identity.")
      : l10n.t("1 residual block: its shortcut is a projection.");
  }
  if (projected === 0) return l10n.t("{0} residual blocks: every shortcut is the identity.", all);
  if (projected === all) return l10n.t("{0} residual blocks: every shortcut is a projection.", all);
  return l10n.t(
    "{0} residual blocks: {1} with the identity as shortcut, {2} with a projection.",
    all,
    all - projected,
    projected,
  );
}

interface Block {
  readonly shortcut: "identity" | "projection";
  readonly path: string;
}

/** Two ways that meet in an Add: one holds weights; the other is the input itself, or one convolution (or Linear) of it. */
function blockIn(graph: LayerGraph, { fork, merge }: Region): Block | undefined {
  const add = graph.layers[merge];
  if (add?.layer.operator !== "Add") return undefined;
  const ends = graph.producers[merge] ?? [];
  if (ends.length !== 2 || ends[0] === ends[1]) return undefined;
  const path = add.groups.at(-1)?.path ?? add.path;
  if (ends.includes(fork)) {
    return hasWeights(graph, fork, merge) ? { shortcut: "identity", path } : undefined;
  }
  const ways = ends.map((end) => straightWay(graph, end, fork));
  const projection = ways.findIndex((way) => way !== undefined && isProjection(graph, way));
  if (projection === -1) return undefined;
  // The other way must be the longer one: two single convolutions that are added are just that.
  const inProjection = new Set(ways[projection]);
  const others = graph.layers
    .slice(fork + 1, merge)
    .filter((_, index) => !inProjection.has(fork + 1 + index));
  const weighty = others.filter(({ analysis }) => (analysis.operator?.weightLayers ?? 0) > 0).length;
  return weighty >= 2 ? { shortcut: "projection", path } : undefined;
}

function hasWeights(graph: LayerGraph, fork: number, merge: number): boolean {
  return graph.layers
    .slice(fork + 1, merge)
    .some(({ analysis }) => (analysis.operator?.weightLayers ?? 0) > 0);
}

/** The layers from `end` back to the fork when each takes one tensor only; undefined when the way divides. */
function straightWay(graph: LayerGraph, end: number, fork: number): readonly number[] | undefined {
  const way: number[] = [];
  let at = end;
  while (at !== fork) {
    way.push(at);
    const sources = graph.producers[at] ?? [];
    const [source] = sources;
    if (source === undefined || sources.length !== 1 || source < fork) return undefined;
    at = source;
  }
  return way;
}

/** One convolution or Linear, with normalization and pooling at most beside it; an activation would make it a branch of its own. */
function isProjection(graph: LayerGraph, way: readonly number[]): boolean {
  const families = way.map((index) => graph.layers[index]?.analysis.operator?.family);
  const weighty = families.filter((family) => family === "convolution" || family === "linear");
  const allowed = families.every(
    (family) =>
      family === "convolution" || family === "linear" || family === "normalization" || family === "pooling",
  );
  return weighty.length === 1 && allowed;
}
