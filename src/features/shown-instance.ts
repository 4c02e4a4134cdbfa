// The instance of a block whose figures the block's own definition shows.

import type { AnalysedDocument } from "./document";
import type { BodyAnalysis } from "../analysis/body-analysis";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { Definition, Group } from "../model/network";
import { usesOf } from "./instances";
import { findInstance } from "./find-instance";
import type { Instance } from "./find-instance";
import type { Site } from "./sites";

/** The instance as a site at its instantiation; undefined when no network instantiates the block. */
export function shownInstance(document: AnalysedDocument, definition: Definition): Site | undefined {
  const { distinct } = usesOf(document.allAnalyses, definition, document.chosen);
  const shown = distinct.find(({ chosen }) => chosen);
  return shown && siteOf(document.allAnalyses, shown);
}

function siteOf(analyses: readonly NetworkAnalysis[], instance: Instance): Site | undefined {
  const chosen = findInstance(analyses, instance);
  if (chosen === undefined) return undefined;
  const { analysis: found, steps } = chosen;
  const { path } = instance;
  let analysis: BodyAnalysis = found.body;
  const groups: Group[] = [];
  for (const [depth, { node, index, body }] of steps.entries()) {
    const own = analysis.nodes[index];
    if (node.kind !== "group" || own?.kind !== "group") return undefined;
    if (depth === steps.length - 1) {
      const auxiliary = [...groups, node].some(({ groupKind }) => groupKind === "auxiliary");
      const nodes: Site["nodes"] = [
        { node: { ...node, count: 1 }, analysis: { ...own, figures: own.body.figures } },
      ];
      return { origin: node.origin, network: found, body, nodes, path, groups, auxiliary };
    }
    analysis = own.body;
    groups.push(node);
  }
  return undefined;
}
