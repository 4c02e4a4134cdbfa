// What the layout asks of ELK (the Eclipse Layout Kernel): a graph in, positions out, wherever it runs.

import type { ElkNode } from "elkjs/lib/elk-api";

export type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";

/** Lays out a graph; rejects when it cannot, or takes too long. */
export interface Elk {
  layout(graph: ElkNode): Promise<ElkNode>;
}

/**
 * Options that were found to work: branches balanced and in the order given, one pass without separating components (chains of
 * thousands overflow the stack otherwise), and on levels of thousands a layering that does not recurse.
 */
export function elkOptions(vertices: number): Record<string, string> {
  return {
    "elk.algorithm": "layered",
    "elk.direction": "DOWN",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.separateConnectedComponents": "false",
    "elk.layered.cycleBreaking.strategy": "MODEL_ORDER",
    "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
    "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
    "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
    ...(vertices > 1000 ? { "elk.layered.layering.strategy": "LONGEST_PATH_SOURCE" } : {}),
    "elk.spacing.nodeNode": "28",
    "elk.spacing.edgeNode": "16",
    "elk.spacing.edgeEdge": "12",
    "elk.layered.spacing.nodeNodeBetweenLayers": "30",
    "elk.layered.spacing.edgeNodeBetweenLayers": "12",
    "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
    "elk.padding": "[top=0,left=0,bottom=0,right=0]",
  };
}
