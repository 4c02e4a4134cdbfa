// Residual blocks: a sum of what some layers compute and of their own input, as it is or projected.

import * as l10n from "@vscode/l10n";
import type { InsightRule } from "./insight";
import { sameShape } from "../../model/shape";
import type { LayerGraph, Region } from "./layer-graph";
import { INPUT } from "./layer-graph";
import { firstPaths } from "./wording";

export const residualBlocks: InsightRule = {
  id: "residual-blocks",
  find: (graph) => {
    const sums = graph.regions.filter(({ merge }) => graph.layers[merge]?.layer.operator === "Add");
    const blocks = sums.flatMap((region) => blockIn(graph, region) ?? []);
    // Of a sum that is something else nobody can say that its shortcut is this or that.
    const others = sums.filter((region) => blockIn(graph, region) === undefined && isWeighty(graph, region));
    if (blocks.length === 0 || others.length > 0) return [];
    const count = (shortcut: Shortcut): number =>
      blocks.filter((block) => block.shortcut === shortcut).length;
    const evidence = [
      { name: l10n.t("residual blocks"), value: blocks.length, unit: "times" },
      { name: l10n.t("with projection"), value: count("projection"), unit: "times" },
    ] as const;
    const counts = [count("identity"), count("projection"), count("partial")] as const;
    return [{ text: sentence(...counts), evidence, layers: firstPaths(blocks.map(({ path }) => path)) }];
  },
};

function sentence(identity: number, projection: number, partial: number): string {
  const all = identity + projection + partial;
  if (all === 1) return sentenceOfOne(identity, projection);
  if (all === identity) return l10n.t("{0} residual blocks: every shortcut is the identity.", all);
  if (all === projection) return l10n.t("{0} residual blocks: every shortcut is a projection.", all);
  const kinds = [
    ...(identity === 0 ? [] : [l10n.t("{0} with the identity as shortcut", identity)]),
    ...(projection === 0 ? [] : [l10n.t("{0} with a projection", projection)]),
    ...(partial === 0 ? [] : [l10n.t("{0} with as much of the input as fits", partial)]),
  ];
  return l10n.t("{0} residual blocks: {1}.", all, kinds.join(", "));
}

function sentenceOfOne(identity: number, projection: number): string {
  if (identity === 1) return l10n.t("1 residual block: its shortcut is the identity.");
  return projection === 1
    ? l10n.t("1 residual block: its shortcut is a projection.")
    : l10n.t("1 residual block: its shortcut is as much of the input as fits.");
}

/** `partial`: the input has another shape than the sum, which takes what fits (Darknet's shortcuts). */
type Shortcut = "identity" | "projection" | "partial";

interface Block {
  readonly shortcut: Shortcut;
  readonly path: string;
}

/** Two ways that meet in an Add: one holds weights; the other is the input itself, or one convolution (or Linear) of it. */
function blockIn(graph: LayerGraph, { fork, merge }: Region): Block | undefined {
  const add = graph.layers[merge];
  if (add === undefined) return undefined;
  const ends = graph.producers[merge] ?? [];
  if (ends.length !== 2 || ends[0] === ends[1]) return undefined;
  const path = add.groups.at(-1)?.path ?? add.path;
  if (ends.includes(fork)) {
    const input = fork === INPUT ? graph.inputShape : graph.layers[fork]?.analysis.call.outputs[0];
    const shortcut = sameShape(input, add.analysis.call.outputs[0]) ? "identity" : "partial";
    return isWeighty(graph, { fork, merge }) ? { shortcut, path } : undefined;
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

function isWeighty(graph: LayerGraph, { fork, merge }: Region): boolean {
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
  const families = way.map((index) => {
    const layer = graph.layers[index];
    // Caffe writes BatchNorm's weights as a layer of their own.
    return layer?.layer.operator === "Scale" ? "normalization" : layer?.analysis.operator?.family;
  });
  const weighty = families.filter((family) => family === "convolution" || family === "linear");
  const beside = families.filter((family) => family === "normalization" || family === "pooling");
  return weighty.length === 1 && weighty.length + beside.length === families.length;
}
