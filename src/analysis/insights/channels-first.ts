// One layout for all insights: a network that has its channels last is looked at as if they came first.

import { channelsFirstCall, isChannelsLast, withChannelsFirst } from "../../operators/layout";
import type { LayerAnalysis } from "../body-analysis";
import type { LayerInstance } from "../instances";
import { memoize } from "./memoize";

/** True when a layer's operator says that its channels are last: then so they are throughout the network. */
export function hasChannelsLast(layers: readonly LayerInstance[]): boolean {
  return layers.some(({ analysis }) => isChannelsLast(analysis.call));
}

/** The layer with its shapes turned; equal instances still share their analysis. */
export function turnedLayer(layer: LayerInstance): LayerInstance {
  return {
    ...layer,
    analysis: turnedAnalysis(layer.analysis),
    inputShapes: layer.inputShapes.map(withChannelsFirst),
  };
}

const turnedAnalysis = memoize((analysis: LayerAnalysis): LayerAnalysis => ({
  ...analysis,
  call: channelsFirstCall(analysis.call),
}));
