// Auxiliary classifiers: where they hang, and what they cost while training.

import type { GroupInstance, LayerInstance } from "../instances";
import { layerInstances } from "../instances";
import type { NetworkAnalysis } from "../network-analysis";
import { formatCount } from "../format-number";
import { isComplete } from "../tally";
import type { InsightRule } from "./insight";
import { counted, listed } from "./wording";

export const auxiliaryClassifiers: InsightRule = {
  id: "auxiliary-classifiers",
  find: ({ analysis }) => {
    const { layers: count, params, macs } = analysis.totals.auxiliary;
    const heads = count === 0 ? [] : headsOf(analysis);
    if (heads.length === 0 || !isComplete(params) || !isComplete(macs)) return [];
    if (params.value === undefined || macs.value === undefined) return [];
    const places = listed(heads.map(({ path, after }) => `${path} after ${after}`));
    const text =
      `${counted(heads.length, "auxiliary head")} for training only (${places}): they cost ${formatCount(params.value)} params and ` +
      `${formatCount(macs.value)} multiply-adds, which are not counted in the totals.`;
    const evidence = [
      { name: "auxiliary params", value: params.value, unit: "params" },
      { name: "auxiliary macs", value: macs.value, unit: "multiply-adds" },
    ] as const;
    return [
      {
        text: heads.length === 1 ? text.replace("they cost", "it costs") : text,
        evidence,
        layers: heads.map(({ path }) => path),
      },
    ];
  },
};

interface Head {
  readonly path: string;
  /** What it hangs off: the outermost group of the layer it takes, or that layer. */
  readonly after: string;
}

function headsOf(analysis: NetworkAnalysis): readonly Head[] {
  const heads = new Map<string, Head>();
  const placeOf = new Map<string, string>();
  for (const instance of layerInstances(analysis)) {
    const head = auxiliaryGroup(instance);
    const [input] = instance.inputs;
    if (head === undefined) placeOf.set(instance.path, blockOf(instance) ?? instance.path);
    else if (!heads.has(head.path) && input !== undefined) {
      heads.set(head.path, { path: head.path, after: placeOf.get(input) ?? input });
    }
  }
  return [...heads.values()];
}

function auxiliaryGroup({ groups }: LayerInstance): GroupInstance | undefined {
  return groups.find(({ group }) => group.groupKind === "auxiliary");
}

/** The outermost block that a layer is in. */
function blockOf({ groups }: LayerInstance): string | undefined {
  return groups.find(({ group }) => group.groupKind === "block" || group.groupKind === "scope")?.path;
}
