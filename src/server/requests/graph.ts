// The graph view's requests: a network as a view graph, and the receptive fields of its layers.

import type { FlopsConvention } from "../../analysis/figures";
import type { NetworkAnalysis } from "../../analysis/network-analysis";
import { FIELDS, GRAPH } from "../../protocol/graph";
import { buildView } from "../../view/build-view";
import { mainNetwork } from "../../view/main-network";
import { receptiveFields } from "../../view/receptive-fields";
import type { ViewGraph } from "../../view/view-graph";
import { answers } from "./request";

export const graph = answers(GRAPH, async (context, { uri, network }, token) => {
  const analysed = await context.analysed(uri, token);
  if (analysed === undefined) return null;
  const { convention } = await context.settings();
  const shown = mainNetwork(analysed.analyses, network);
  const networks = analysed.model.networks.map(({ name }) => name);
  const errors = analysed.model.problems.filter(({ severity }) => severity === "error").length;
  return shown === undefined ? { networks, errors } : { networks, errors, graph: viewOf(shown, convention) };
});

export const fields = answers(FIELDS, async (context, { uri, network }, token) => {
  const analysed = await context.analysed(uri, token);
  const analysis = analysed?.analyses.find((candidate) => candidate.network.name === network);
  return analysis === undefined ? [] : receptiveFields(analysis, MOST_FIELDS);
});

const MOST_FIELDS = 20_000;

const VIEWS = new WeakMap<NetworkAnalysis, Map<FlopsConvention, ViewGraph>>();

function viewOf(analysis: NetworkAnalysis, convention: FlopsConvention): ViewGraph {
  const known = VIEWS.get(analysis) ?? new Map<FlopsConvention, ViewGraph>();
  VIEWS.set(analysis, known);
  let view = known.get(convention);
  if (view === undefined) known.set(convention, (view = buildView(analysis, convention)));
  return view;
}
