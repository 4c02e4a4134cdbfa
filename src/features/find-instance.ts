// Finding an instance among a file's networks, of which several may have one name while a text is being written.

import type { NetworkAnalysis } from "../analysis/network-analysis";
import { resolvePath } from "../analysis/resolve-path";
import type { PathStep } from "../analysis/resolve-path";

/** One instance of a layer or group: a network of the file and a path within it. */
export interface Instance {
  readonly network: string;
  readonly path: string;
}

export interface FoundInstance {
  readonly analysis: NetworkAnalysis;
  /** From the network's own body to the instance, which is the last. */
  readonly steps: readonly [PathStep, ...PathStep[]];
}

/** The instance in the first network of that name that has it; undefined when none does. */
export function findInstance(
  analyses: readonly NetworkAnalysis[],
  { network, path }: Instance,
): FoundInstance | undefined {
  for (const analysis of analyses) {
    if (analysis.network.name !== network) continue;
    const [first, ...rest] = resolvePath(analysis.network, path) ?? [];
    if (first !== undefined) return { analysis, steps: [first, ...rest] };
  }
  return undefined;
}
