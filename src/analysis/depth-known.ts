// Whether a depth is the whole truth: an operator that is not catalogued may be a weight layer.

import type { BodyAnalysis, LayerAnalysis } from "./body-analysis";
import type { NetworkAnalysis } from "./network-analysis";
import { isComplete } from "./tally";
import type { Tally } from "./tally";

/** The depth of a network: the least that it can be where layers may have weights that nobody knows of. */
export function depthOf({ body, totals }: NetworkAnalysis): Tally {
  return { value: totals.depth, uncounted: unknownWeightLayers(body) };
}

/** True for a layer of an operator that is not catalogued, unless its file says that it has no params. */
export function mayHaveWeights({ operator, figures: { params } }: LayerAnalysis): boolean {
  return operator === undefined && !(isComplete(params) && params.value === 0);
}

/** How many layers of a body may have weights that nobody knows of, those of a shared body once. */
function unknownWeightLayers(body: BodyAnalysis, seen = new Set<BodyAnalysis>()): number {
  if (seen.has(body)) return 0;
  seen.add(body);
  return body.nodes.reduce(
    (count, node) =>
      count + (node.kind === "layer" ? Number(mayHaveWeights(node)) : unknownWeightLayers(node.body, seen)),
    0,
  );
}
