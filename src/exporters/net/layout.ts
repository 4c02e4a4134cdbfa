// A network's layout, said once before it instead of in every call.

import { operatorNamed } from "../../operators/index";
import type { Graph, Operation } from "../graph";

/** The graph without the layout that most of its operations have, and whether that is channels last. */
export function withoutLayout(graph: Graph): { readonly graph: Graph; readonly channelsLast: boolean } {
  const capable = graph.operations.filter(hasLayout);
  const last = capable.filter(isChannelsLast).length;
  if (2 * last <= capable.length) return { graph, channelsLast: false };
  const operations = graph.operations.map((operation): Operation => {
    if (!hasLayout(operation)) return operation;
    const { layout: _, ...others } = operation.attributes;
    const attributes = isChannelsLast(operation) ? others : { ...others, layout: "channels-first" };
    return { ...operation, attributes };
  });
  return { graph: { ...graph, operations }, channelsLast: true };
}

function hasLayout({ operator }: Operation): boolean {
  return operatorNamed(operator)?.parameters.some(({ name }) => name === "layout") === true;
}

function isChannelsLast({ attributes }: Operation): boolean {
  return attributes["layout"] === "channels-last";
}
