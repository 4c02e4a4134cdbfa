// Auxiliary classifiers: where they hang, and what they cost while training.

import * as l10n from "@vscode/l10n";
import type { GroupInstance, LayerInstance } from "../instances";
import { layerInstances } from "../instances";
import type { NetworkAnalysis } from "../network-analysis";
import { formatCount } from "../format-number";
import { isComplete } from "../tally";
import type { InsightRule } from "./insight";
import { listed } from "./wording";

export const auxiliaryClassifiers: InsightRule = {
  id: "auxiliary-classifiers",
  find: ({ analysis }) => {
    const { layers: count, params, macs } = analysis.totals.auxiliary;
    const heads = count === 0 ? [] : headsOf(analysis);
    if (heads.length === 0 || !isComplete(params) || !isComplete(macs)) return [];
    if (params.value === undefined || macs.value === undefined) return [];
    const places = listed(heads.map(({ path, after }) => l10n.t("{0} after {1}", path, after)));
    const costs = [formatCount(params.value), formatCount(macs.value)] as const;
    const text =
      heads.length === 1
        ? l10n.t(
            "1 auxiliary head for training only ({0}): it costs {1} params and {2} multiply-adds, which are not counted in the totals.",
            places,
            ...costs,
          )
        : l10n.t(
            "{0} auxiliary heads for training only ({1}): they cost {2} params and {3} multiply-adds, which are not counted in the totals.",
            heads.length,
            places,
            ...costs,
          );
    const evidence = [
      { name: l10n.t("auxiliary params"), value: params.value, unit: "params" },
      { name: l10n.t("auxiliary macs"), value: macs.value, unit: "multiply-adds" },
    ] as const;
    return [{ text, evidence, layers: heads.map(({ path }) => path) }];
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
