// The tensor that everything a merge takes has come through: its immediate dominator.

import type { Graph, TensorId } from "../graph";

/** For each operation, the nearest tensor on every path from the inputs to it; undefined where there is none. */
export function dominatingTensors(graph: Graph): readonly (TensorId | undefined)[] {
  const { inputs, operations, tensors } = graph;
  const first = inputs.length;
  const nodeOf = (tensor: TensorId): number => {
    const producer = tensors[tensor]?.producer;
    return producer === undefined ? inputs.findIndex((input) => input.tensor === tensor) : first + producer;
  };
  // Nodes are the inputs, then the operations; -1 stands above all of them. Operations are in topological order.
  const above: number[] = inputs.map(() => -1);
  const meet = (a: number, b: number): number => {
    let [x, y] = [a, b];
    while (x !== y) {
      if (x > y) x = above[x] ?? -1;
      else y = above[y] ?? -1;
    }
    return x;
  };
  return operations.map((operation) => {
    const sources = operation.inputs.map(nodeOf);
    const node = sources.length === 0 ? -1 : sources.reduce(meet);
    above.push(node);
    if (node < 0) return undefined;
    if (node < first) return inputs[node]?.tensor;
    const outputs = operations[node - first]?.outputs ?? [];
    return outputs.length === 1 ? outputs[0] : undefined;
  });
}
