// The registry of insights: one line for each file, in the order in which they are told.

import type { NetworkAnalysis } from "../network-analysis";
import { aggressiveStem } from "./aggressive-stem";
import { auxiliaryClassifiers } from "./auxiliary-classifiers";
import { bottlenecks } from "./bottlenecks";
import { depth } from "./depth";
import { depthwiseSeparable } from "./depthwise-separable";
import { dominantMacs, dominantParams } from "./dominant-family";
import { doublingStages } from "./doubling-stages";
import { droppedPixels } from "./dropped-pixels";
import { earlyMemory } from "./early-memory";
import { equalWork } from "./equal-work";
import { globalPooling } from "./global-pooling";
import { inceptionModules } from "./inception-modules";
import type { Insight, InsightRule } from "./insight";
import { largeEarlyKernel } from "./large-early-kernel";
import { layerGraph } from "./layer-graph";
import { memoize } from "./memoize";
import { plainStacks } from "./plain-stacks";
import { residualBlocks } from "./residual-blocks";
import { uselessBias } from "./useless-bias";

const RULES: readonly InsightRule[] = [
  depth,
  earlyMemory,
  dominantParams,
  dominantMacs,
  largeEarlyKernel,
  aggressiveStem,
  plainStacks,
  equalWork,
  doublingStages,
  inceptionModules,
  residualBlocks,
  bottlenecks,
  depthwiseSeparable,
  globalPooling,
  auxiliaryClassifiers,
  uselessBias,
  droppedPixels,
];

/** What the analysis proves about a network; nothing for one of more than 100,000 leaf layers. The same list for the same analysis. */
export const insightsOf = memoize((analysis: NetworkAnalysis): readonly Insight[] => {
  const graph = layerGraph(analysis);
  if (graph === undefined) return [];
  return RULES.flatMap(({ id, find }) => find(graph).map((finding) => ({ id, ...finding })));
});
