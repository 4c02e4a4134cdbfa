// A network's analysis as a view graph: its bodies, its inputs and outputs as nodes, and the totals one looks at first.

import { formatBytes, formatExact, formatTally } from "../analysis/format-number";
import type { FlopsConvention } from "../analysis/figures";
import { depthOf } from "../analysis/depth-known";
import { addFigures, flopsOf } from "../analysis/figures";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { Network } from "../model/network";
import { product } from "../model/exact";
import { formatShape } from "../model/shape";
import { buildBody } from "./build-body";
import type { Building } from "./build-body";
import type {
  ViewBody,
  ViewEdge,
  ViewEnd,
  ViewFigures,
  ViewGraph,
  ViewLayer,
  ViewTotals,
} from "./view-graph";
import { outputNodeName } from "./view-graph";

/** Builds the view of a network; FLOPs in it are counted by `convention`. */
export function buildView(analysis: NetworkAnalysis, convention: FlopsConvention): ViewGraph {
  const { network } = analysis;
  const building: Building = { convention, keys: new Map(), bodies: {} };
  const root = buildBody(network.body, analysis.body, building);
  const body = building.bodies[root];
  // A network is no part of itself, so its own body is drawn in no other place.
  if (body !== undefined) building.bodies[root] = withTerminals(network, body);
  return {
    network: network.name,
    totals: viewTotals(analysis, convention),
    convention,
    root,
    bodies: building.bodies,
  };
}

const NOTHING: ViewFigures = { params: {}, flops: {}, activationBytes: {} };

function terminal(role: "input" | "output", name: string, title: string, shape: string): ViewLayer {
  return {
    kind: "layer",
    role,
    name,
    title,
    detail: role,
    shape,
    operator: role,
    family: "other",
    small: false,
    words: role,
    figures: NOTHING,
  };
}

/** The body with a node for each of the network's inputs (in front) and outputs (behind). */
function withTerminals(network: Network, body: ViewBody): ViewBody {
  const inputs = network.inputs.map((input) =>
    terminal("input", input.name, input.name, formatShape(input.shape)),
  );
  const shift = inputs.length;
  const moved = (end: ViewEnd): ViewEnd => {
    if (!("body" in end)) return { node: end.node + shift, port: end.port };
    return { node: end.body, port: 0 };
  };
  const firstOutput = shift + body.nodes.length;
  const outputs: ViewLayer[] = [];
  const edges = body.edges.map((edge): ViewEdge => {
    const { from, to } = edge;
    const changed = edge.changed || "body" in from;
    if (!("body" in to)) return { ...edge, changed, from: moved(from), to: moved(to) };
    const name = network.outputs[to.body] ?? `output ${String(to.body + 1)}`;
    outputs.push(terminal("output", outputNodeName(name), name, edge.shape));
    return { ...edge, changed, from: moved(from), to: { node: firstOutput + outputs.length - 1, port: 0 } };
  });
  const sized = edges.map((edge) => withInputSize(edge, network));
  return { ...body, nodes: [...inputs, ...body.nodes, ...outputs], edges: sized, inputs: 0, outputs: 0 };
}

function withInputSize(edge: ViewEdge, network: Network): ViewEdge {
  const input = "node" in edge.from ? network.inputs[edge.from.node] : undefined;
  const size = input?.shape === undefined ? undefined : product(input.shape);
  return size === undefined ? edge : { ...edge, size };
}

function viewTotals(analysis: NetworkAnalysis, convention: FlopsConvention): ViewTotals {
  const { totals } = analysis;
  const withAuxiliary = addFigures(totals, totals.auxiliary);
  return {
    params: formatTally(totals.params),
    flops: formatTally(flopsOf(totals, convention)),
    weightMemory: formatBytes(totals.weightBytes),
    peakMemory: formatBytes(totals.peakActivationBytes),
    depth: formatTally(depthOf(analysis), formatExact),
    layers: totals.layers,
    complete: totals.complete,
    ...(totals.auxiliary.layers === 0 ? {} : { auxiliaryParams: formatTally(withAuxiliary.params) }),
  };
}
