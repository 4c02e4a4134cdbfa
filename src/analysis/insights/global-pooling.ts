// Global average pooling instead of large fully connected layers, and what that saves.

import * as l10n from "@vscode/l10n";
import { product } from "../../model/exact";
import { isKnown } from "../../model/shape";
import { weightLayersOf } from "../../operators/index";
import { formatCount, formatExact } from "../format-number";
import type { LayerInstance } from "../instances";
import type { Finding, InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { keepsFeatures, soleConsumer } from "./layer-graph";
import { sized } from "./wording";

export const globalPooling: InsightRule = {
  id: "global-average-pooling",
  find: (graph) => {
    const index = graph.trunk.findLast((at) => isGlobalAverage(graph.layers[at]));
    const pool = index === undefined ? undefined : graph.layers[index];
    const input = pool?.analysis.call.inputs[0];
    if (index === undefined || pool === undefined || !isKnown(input)) return [];
    const linear = classifierAfter(graph, index);
    if (linear !== undefined) return savedBy(pool, linear, input);
    const anyLinear = graph.layers.some(({ analysis }) => analysis.operator?.family === "linear");
    // A convolution of what is pooled to one position is a fully connected layer by another name.
    const isLast = graph.layers.slice(index + 1).every(({ layer }) => weightLayersOf(layer) === 0);
    if (anyLinear || !isLast) return [];
    const text = l10n.t(
      "Global average pooling ({0}) takes the place of fully connected layers: the network has none.",
      pool.path,
    );
    return [{ text, evidence: [], layers: [pool.path] }];
  },
};

/** A mean over all positions of a map of more than one. */
function isGlobalAverage(instance: LayerInstance | undefined): boolean {
  const input = instance?.analysis.call.inputs[0];
  const output = instance?.analysis.call.outputs[0];
  if (instance === undefined || !isKnown(input) || !isKnown(output) || input.length < 3) return false;
  const averages = ["GlobalAvgPool", "AdaptiveAvgPool", "AvgPool", "Mean"].includes(instance.layer.operator);
  const channelsStay = output[0] === input[0];
  return averages && channelsStay && product(output.slice(1)) === 1 && (product(input.slice(1)) ?? 0) > 1;
}

/** The Linear that takes the pooled channels, with nothing but reshaping, dropout and the like between. */
function classifierAfter(graph: LayerGraph, index: number): LayerInstance | undefined {
  let next = soleConsumer(graph, index);
  while (next !== undefined) {
    const layer = graph.layers[next];
    if (layer?.layer.operator === "Linear") return layer;
    if (layer === undefined || (layer.analysis.operator?.family !== "shape" && !keepsFeatures(layer)))
      return undefined;
    next = soleConsumer(graph, next);
  }
  return undefined;
}

function savedBy(pool: LayerInstance, linear: LayerInstance, input: readonly number[]): readonly Finding[] {
  const [channels, ...size] = input;
  const features = linear.analysis.call.inputs[0]?.[0];
  const classes = linear.analysis.call.outputs[0]?.[0];
  const flat = product(input);
  if (typeof classes !== "number" || channels === undefined || features !== channels || flat === undefined)
    return [];
  const saved = (flat - channels) * classes;
  const text = l10n.t(
    "Global average pooling stands before the fully connected layer: {0} takes {1} features rather than {1}×{2} = {3}, which saves {4} params.",
    linear.path,
    formatExact(channels),
    sized(size),
    formatExact(flat),
    formatCount(saved),
  );
  const evidence = [{ name: l10n.t("params saved"), value: saved, unit: "params" }] as const;
  return [{ text, evidence, layers: [pool.path, linear.path] }];
}
