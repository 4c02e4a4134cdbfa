// A layer or group in words, found by its path: for views of files that have no text to point at.

import type { BodyAnalysis } from "../analysis/body-analysis";
import type { FlopsConvention } from "../analysis/figures";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { Group } from "../model/network";
import type { SourceModel } from "../model/source-model";
import { describeNetwork } from "./describe-definition";
import { describeGroup } from "./describe-group";
import { describeLayer } from "./describe-layer";
import { findInstance } from "./find-instance";
import type { Instance } from "./find-instance";
import type { Site } from "./sites";

/** Markdown as in a hover; of the network itself for an empty path. Undefined when there is no such instance. */
export function describeInstance(
  model: SourceModel,
  analyses: readonly NetworkAnalysis[],
  instance: Instance,
  convention: FlopsConvention,
): string | undefined {
  const network = analyses.find((analysis) => analysis.network.name === instance.network);
  if (instance.path === "" && network !== undefined) return describeNetwork(network, convention);
  const site = siteOfInstance(analyses, instance);
  if (site === undefined) return undefined;
  const [{ node, analysis }] = site.nodes;
  return node.kind === "layer" && analysis.kind === "layer"
    ? describeLayer(site, node, analysis, convention)
    : describeGroup(model, site, convention);
}

function siteOfInstance(analyses: readonly NetworkAnalysis[], instance: Instance): Site | undefined {
  const found = findInstance(analyses, instance);
  if (found === undefined) return undefined;
  let within: BodyAnalysis = found.analysis.body;
  const groups: Group[] = [];
  const last = found.steps.length - 1;
  for (const [depth, { node, index, body }] of found.steps.entries()) {
    const analysis = within.nodes[index];
    if (analysis === undefined) return undefined;
    if (depth === last) {
      const around = node.kind === "group" ? [...groups, node] : groups;
      const auxiliary = around.some(({ groupKind }) => groupKind === "auxiliary");
      const { origin } = node;
      const { path } = instance;
      return { origin, network: found.analysis, body, nodes: [{ node, analysis }], path, groups, auxiliary };
    }
    if (node.kind !== "group" || analysis.kind !== "group") return undefined;
    groups.push(node);
    within = analysis.body;
  }
  return undefined;
}
