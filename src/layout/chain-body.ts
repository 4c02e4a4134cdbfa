// A chain of equal instances as a body of its own.

import { instanceOf } from "../view/view-graph";
import type { ViewBody, ViewEdge, ViewEnd, ViewGroup } from "../view/view-graph";

/** One node for each instance: its first output is the next one's first input, the other inputs are the same for all. */
export function chainBody(group: ViewGroup, inner: ViewBody | undefined): ViewBody {
  const { count } = group;
  const nodes = Array.from({ length: count }, (_, instance) => instanceNode(group, instance));
  const { inputs, outputs } = inner ?? { inputs: 1, outputs: 1 };
  const carried = carriedBy(group, inner);
  const edges: ViewEdge[] = [];
  const uses = new Set((inner?.edges ?? []).flatMap(({ from }) => ("body" in from ? [from.body] : [])));
  for (let node = 0; node < count; node++) {
    const previous: ViewEnd = node === 0 ? { body: 0 } : { node: node - 1, port: 0 };
    for (let port = 0; port < inputs; port++) {
      if (!uses.has(port)) continue;
      edges.push({ from: port === 0 ? previous : { body: port }, to: { node, port }, ...carried });
    }
  }
  for (let port = 0; port < outputs; port++) {
    edges.push({ from: { node: count - 1, port }, to: { body: port }, ...carried });
  }
  return { nodes, edges, inputs, outputs, height: 0, size: 0 };
}

function instanceNode(group: ViewGroup, instance: number): ViewGroup {
  const { count, each, first, ...rest } = group;
  const number = `[${String((first ?? 0) + instance)}]`;
  const title = group.title + number;
  return {
    ...rest,
    ...each,
    name: instanceOf(group, instance),
    title,
    // A block's name in front of the number need not stand there once more.
    ...(group.definition === group.title ? { definition: title } : {}),
    count: 1,
    layers: group.layers / count,
  };
}

/** What flows from one instance to the next. */
function carriedBy(
  group: ViewGroup,
  inner: ViewBody | undefined,
): Pick<ViewEdge, "shape" | "size" | "changed"> {
  const leaving = inner?.edges.find(({ to }) => "body" in to && to.body === 0);
  const size = leaving?.size;
  return { shape: group.shape, changed: false, ...(size === undefined ? {} : { size }) };
}
