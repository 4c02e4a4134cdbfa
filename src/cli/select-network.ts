// Which network of a file a command is about.

import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { Network } from "../model/network";
import { distinctBodies } from "../model/visit";
import type { Source } from "./read-source";
import { UsageError } from "./subcommand";

/**
 * The network of that name; without a name the first one that no other network is built from. Undefined when the file has
 * none. Throws a UsageError when there is no network of that name.
 */
export function selectNetwork(
  { file, analyses }: Source,
  name: string | undefined,
): NetworkAnalysis | undefined {
  if (name !== undefined) {
    const named = analyses.find(({ network }) => network.name === name);
    if (named === undefined && analyses.length > 0) {
      const names = analyses.map(({ network }) => network.name).join(", ");
      throw new UsageError(`${file}: no network "${name}" (it has ${names})`);
    }
    return named;
  }
  const parts = new Set(analyses.flatMap(({ network }) => definitionsIn(network)));
  return analyses.find(({ network }) => !parts.has(network.name)) ?? analyses[0];
}

function definitionsIn(network: Network): readonly string[] {
  return distinctBodies(network.body)
    .flatMap(({ nodes }) => nodes)
    .flatMap((node) => (node.kind === "group" && node.definition !== undefined ? [node.definition] : []));
}
