// Which network of a file a picture shows first.

import type { NetworkAnalysis } from "../analysis/network-analysis";
import { distinctBodies } from "../model/visit";

/** The network of that name, or else the first that no other one is built from; undefined without any. */
export function mainNetwork(
  analyses: readonly NetworkAnalysis[],
  name: string | undefined,
): NetworkAnalysis | undefined {
  const named = analyses.find(({ network }) => network.name === name);
  if (named !== undefined) return named;
  if (analyses.length < 2) return analyses[0];
  const parts = new Set(
    analyses
      .flatMap(({ network }) => distinctBodies(network.body))
      .flatMap(({ nodes }) => nodes)
      .flatMap((node) => (node.kind === "group" ? [node.definition] : [])),
  );
  return analyses.find(({ network }) => !parts.has(network.name)) ?? analyses[0];
}
