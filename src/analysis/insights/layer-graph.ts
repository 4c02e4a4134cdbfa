// A network as one graph of leaf layers, auxiliary heads left out: who uses whose output, and where everything passes.

import type { Shape } from "../../model/shape";
import { withChannelsFirst } from "../../operators/layout";
import type { LayerInstance } from "../instances";
import { layerInstances, outputProducers } from "../instances";
import type { NetworkAnalysis } from "../network-analysis";
import { hasChannelsLast, turnedLayer } from "./channels-first";
import { memoize } from "./memoize";

/** The network's inputs taken together, as an index of a layer. */
export const INPUT = -1;

export interface LayerGraph {
  readonly analysis: NetworkAnalysis;
  /** In execution order; layers that only rename data or compute shapes are left out. */
  readonly layers: readonly LayerInstance[];
  /** The first input's shape; here and in the layers, channels come first even where the network has them last. */
  readonly inputShape: Shape | undefined;
  /** For each layer the layers (or {@link INPUT}) whose outputs it takes, one for each input that comes from the network's input. */
  readonly producers: readonly (readonly number[])[];
  /** For each layer the layers that take its outputs, each once, in order. */
  readonly consumers: readonly (readonly number[])[];
  /** Layers whose outputs the network gives. */
  readonly outputs: ReadonlySet<number>;
  /** Layers that everything passes through, in order: after one of them, nothing before it is used any more. */
  readonly trunk: readonly number[];
  /** Where the trunk divides: all that lies between two neighbours on it. */
  readonly regions: readonly Region[];
}

/** Parallel ways from a fork to the layer where they all have met. */
export interface Region {
  /** The layer whose output goes several ways, or {@link INPUT}. */
  readonly fork: number;
  readonly merge: number;
}

/** Networks beyond this many leaf layers get no insights, so that asking for them never takes long. */
const MOST_LAYERS = 100_000;

/** The graph of a network's leaf layers; undefined for a network of more than 100,000. */
export const layerGraph = memoize((analysis: NetworkAnalysis): LayerGraph | undefined => {
  const { layers: count } = analysis.totals;
  return count > MOST_LAYERS ? undefined : buildGraph(analysis);
});

function buildGraph(analysis: NetworkAnalysis): LayerGraph {
  const { layers, indexOf } = indexLayers(analysis);
  const producers = layers.map((layer) =>
    layer.inputs.map((path) => indexOf.get(path)).filter((index) => index !== undefined),
  );
  const consumers: number[][] = layers.map(() => []);
  for (const [index, sources] of producers.entries()) {
    for (const source of new Set(sources)) consumers[source]?.push(index);
  }
  const outputs = new Set(outputProducers(analysis.network).map((path) => indexOf.get(path) ?? INPUT));
  const trunk = findTrunk(producers, consumers, outputs);
  const regions = findRegions(trunk);
  const inputShape = analysis.network.inputs[0]?.shape;
  const graph = { analysis, layers, inputShape, producers, consumers, outputs, trunk, regions };
  if (!hasChannelsLast(layers)) return graph;
  return { ...graph, layers: layers.map(turnedLayer), inputShape: withChannelsFirst(inputShape) };
}

/** The layers that take part, and the index of each producer's path; paths of plumbing stand for what they pass on. */
function indexLayers(analysis: NetworkAnalysis): {
  readonly layers: readonly LayerInstance[];
  readonly indexOf: ReadonlyMap<string, number>;
} {
  const layers: LayerInstance[] = [];
  const indexOf = new Map(analysis.network.inputs.map((input) => [input.name, INPUT]));
  for (const instance of layerInstances(analysis)) {
    if (instance.auxiliary) continue;
    const sources = instance.inputs.map((path) => indexOf.get(path)).filter((index) => index !== undefined);
    const plumbing = instance.layer.plumbing === true || sources.length === 0;
    if (!plumbing) indexOf.set(instance.path, layers.push(instance) - 1);
    else if (sources[0] !== undefined) indexOf.set(instance.path, sources[0]);
  }
  return { layers, indexOf };
}

/** A layer is on the trunk when no output from before it, nor an input, is used after it. */
function findTrunk(
  producers: readonly (readonly number[])[],
  consumers: readonly (readonly number[])[],
  outputs: ReadonlySet<number>,
): readonly number[] {
  const trunk: number[] = [];
  let pending = Math.max(
    INPUT,
    ...producers.flatMap((sources, index) => (sources.includes(INPUT) ? [index] : [])),
  );
  for (const [index, users] of consumers.entries()) {
    if (pending <= index) trunk.push(index);
    pending = Math.max(pending, outputs.has(index) ? consumers.length : (users.at(-1) ?? index));
  }
  return trunk;
}

function findRegions(trunk: readonly number[]): readonly Region[] {
  return trunk.flatMap((merge, position) => {
    const fork = position === 0 ? INPUT : (trunk[position - 1] ?? INPUT);
    return merge - fork > 1 ? [{ fork, merge }] : [];
  });
}

/** The layers that take the fork's output. */
export function forkConsumers(graph: LayerGraph, fork: number): readonly number[] {
  if (fork !== INPUT) return graph.consumers[fork] ?? [];
  return graph.producers.flatMap((sources, index) => (sources.includes(INPUT) ? [index] : []));
}

/** The only layer that takes this one's output; undefined where several do, none does, or the network gives it. */
export function soleConsumer(graph: LayerGraph, index: number): number | undefined {
  const users = graph.consumers[index] ?? [];
  return users.length === 1 && !graph.outputs.has(index) ? users[0] : undefined;
}

/** Layers that keep positions and channels as they are: normalization, activation, dropout, scale. */
export function keepsFeatures({ analysis, layer }: LayerInstance): boolean {
  const family = analysis.operator?.family;
  if (family === "normalization" || family === "activation" || family === "regularization") return true;
  return layer.operator === "Scale" || layer.operator === "Identity";
}

/** Follows sole consumers through layers that keep features; undefined where the way divides or ends. */
export function nextThroughPointwise(graph: LayerGraph, index: number): number | undefined {
  let next = soleConsumer(graph, index);
  while (next !== undefined) {
    const layer = graph.layers[next];
    if (layer === undefined || !keepsFeatures(layer)) return next;
    next = soleConsumer(graph, next);
  }
  return undefined;
}
