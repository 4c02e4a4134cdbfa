// Biases that a BatchNorm right after makes useless: it subtracts the mean, and the bias with it.

import * as l10n from "@vscode/l10n";
import { product, sum } from "../../model/exact";
import { formatExact } from "../format-number";
import type { InsightRule } from "./insight";
import type { LayerGraph } from "./layer-graph";
import { soleConsumer } from "./layer-graph";
import { firstPaths, listedShort } from "./wording";

export const uselessBias: InsightRule = {
  id: "useless-bias",
  find: (graph) => {
    const found = graph.layers.flatMap((_, index) => uselessBiasAt(graph, index) ?? []);
    if (found.length === 0) return [];
    const params = found.reduce((total, bias) => total + bias.params, 0);
    const paths = found.map(({ path }) => path);
    const text =
      found.length === 1
        ? l10n.t(
            "1 bias is useless, since BatchNorm follows and subtracts the mean: {0} params could be left out ({1}).",
            formatExact(params),
            listedShort(paths),
          )
        : l10n.t(
            "{0} biases are useless, since BatchNorm follows and subtracts the mean: {1} params could be left out ({2}).",
            found.length,
            formatExact(params),
            listedShort(paths),
          );
    const evidence = [
      { name: l10n.t("biases"), value: found.length, unit: "layers" },
      { name: l10n.t("useless params"), value: params, unit: "params" },
    ] as const;
    return [{ text, evidence, layers: firstPaths(paths) }];
  },
};

/** A convolution or Linear with a bias for each channel, used by nothing but a BatchNorm over those channels. */
function uselessBiasAt(graph: LayerGraph, index: number): { path: string; params: number } | undefined {
  const layer = graph.layers[index];
  const family = layer?.analysis.operator?.family;
  if (layer === undefined || (family !== "convolution" && family !== "linear")) return undefined;
  const next = soleConsumer(graph, index);
  if (next === undefined || graph.layers[next]?.layer.operator !== "BatchNorm") return undefined;
  const [output] = layer.analysis.call.outputs;
  const biases = layer.analysis.cost.weights.filter(({ name }) => name === "bias");
  // BatchNorm works on the first axis; a Linear over [T, C] has its bias along the last.
  const channels = output?.[0];
  const matches = biases.every(({ shape }) => product(shape) === channels);
  const params = sum(biases.map(({ shape }) => product(shape)));
  return biases.length > 0 && matches && params !== undefined ? { path: layer.path, params } : undefined;
}
