// Where a network's costs are, as bars: layer by layer, and stage by stage.

import * as l10n from "@vscode/l10n";
import type { Count } from "../../model/exact";
import type { Node } from "../../model/network";
import { isKnown } from "../../model/shape";
import type { FlopsConvention, Figures } from "../figures";
import { addFigures, flopsOf, NO_FIGURES } from "../figures";
import { layerInstances } from "../instances";
import type { NetworkAnalysis } from "../network-analysis";
import type { BodyAnalysis } from "../body-analysis";
import { isComplete } from "../tally";

export interface Bar {
  readonly path: string;
  readonly name: string;
  /** `Conv`, or how many layers a stage has. */
  readonly detail: string;
  /** Undefined where it is not known. */
  readonly params: Count;
  readonly flops: Count;
  readonly activationBytes: Count;
}

/** Networks of more layers than this are drawn by their groups. */
const MOST_BARS = 1500;

/** One bar for each leaf layer, auxiliary heads left out; of a very large network, one for each stage. */
export function layerBars(analysis: NetworkAnalysis, convention: FlopsConvention): readonly Bar[] {
  if (analysis.totals.layers > MOST_BARS) return stageBars(analysis, convention);
  return [...layerInstances(analysis)]
    .filter(({ auxiliary, layer }) => !auxiliary && layer.plumbing !== true)
    .map(({ path, layer, analysis: { figures } }) =>
      bar(path, layer.name, layer.operator, figures, convention),
    );
}

/** One bar for each stage: the outermost groups that divide the network, with loose layers between them; without groups, each resolution. */
export function stageBars(analysis: NetworkAnalysis, convention: FlopsConvention): readonly Bar[] {
  const { nodes, body, prefix } = dividing(analysis.network.body.nodes, analysis.body, "");
  const stages: { path: string; name: string; last: string; loose: boolean; figures: Figures }[] = [];
  for (const [index, node] of nodes.entries()) {
    const figures = body.nodes[index]?.figures ?? NO_FIGURES;
    if (node.kind === "group" && node.groupKind === "auxiliary") continue;
    const path = `${prefix}${node.name}`;
    const last = stages.at(-1);
    if (node.kind === "layer" && last?.loose === true) {
      stages[stages.length - 1] = { ...last, last: node.name, figures: addFigures(last.figures, figures) };
    } else {
      const times = node.kind === "group" && node.count > 1 ? ` ×${String(node.count)}` : "";
      stages.push({
        path,
        name: `${node.name}${times}`,
        last: node.name,
        loose: node.kind === "layer",
        figures,
      });
    }
  }
  if (stages.length <= 1) return resolutionBars(analysis, convention);
  return stages.map(({ path, name, last, loose, figures }) => {
    const title = loose && last !== name ? `${name} … ${last}` : name;
    return bar(path, title, layerCount(figures.layers), figures, convention);
  });
}

/** The nodes of the network, or of the only group that it consists of. */
function dividing(
  nodes: readonly Node[],
  body: BodyAnalysis,
  prefix: string,
): { readonly nodes: readonly Node[]; readonly body: BodyAnalysis; readonly prefix: string } {
  const [only] = nodes;
  const [analysis] = body.nodes;
  if (nodes.length !== 1 || only?.kind !== "group" || only.count !== 1 || analysis?.kind !== "group") {
    return { nodes, body, prefix };
  }
  return dividing(only.body.nodes, analysis.body, `${prefix}${only.name}/`);
}

/** Layers gathered by the size of their maps: `56×56`; those without one by what they are. */
function resolutionBars(analysis: NetworkAnalysis, convention: FlopsConvention): readonly Bar[] {
  const levels: { path: string; name: string; figures: Figures }[] = [];
  if (analysis.totals.layers > 100_000) return [];
  for (const { path, analysis: layer, auxiliary } of layerInstances(analysis)) {
    if (auxiliary) continue;
    const [shape] = layer.call.outputs;
    const name = !isKnown(shape) ? "?" : shape.length < 3 ? l10n.t("vectors") : shape.slice(1).join("×");
    const last = levels.at(-1);
    if (last?.name === name) last.figures = addFigures(last.figures, layer.figures);
    else levels.push({ path, name, figures: layer.figures });
  }
  return levels.map(({ path, name, figures }) =>
    bar(path, name, layerCount(figures.layers), figures, convention),
  );
}

function layerCount(layers: number): string {
  return layers === 1 ? l10n.t("1 layer") : l10n.t("{0} layers", layers);
}

function bar(path: string, name: string, detail: string, figures: Figures, convention: FlopsConvention): Bar {
  const known = (tally: Figures["params"]): Count => (isComplete(tally) ? tally.value : undefined);
  return {
    path,
    name,
    detail,
    params: known(figures.params),
    flops: known(flopsOf(figures, convention)),
    activationBytes: known(figures.activationBytes),
  };
}
