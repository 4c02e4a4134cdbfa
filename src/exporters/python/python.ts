// Writes a network as a PyTorch module: a constructor with all layers that have state, and a forward pass.

import type { Network } from "../../model/network";
import { operatorNamed } from "../../operators/index";
import { checkAttributes } from "../../operators/parameters";
import { expandLayer } from "../expand";
import type { Exported, Exporter } from "../exporter";
import type { Graph, Operation, TensorId } from "../graph";
import { graphOf, Refusal } from "../graph";
import type { PythonCall, Written } from "./call";
import { known, refuse, sound } from "./call";
import { HELPERS } from "./helpers";
import { inLayout } from "./layout";
import { PythonNames } from "./python-names";
import { WRITERS } from "./writers";

export const PYTHON_EXPORTER: Exporter = { ending: ".py", title: "PyTorch module", write: writePython };

/** The network as Python for PyTorch 1.13 and later, with the same shapes and params. */
function writePython(network: Network): Exported {
  try {
    return { text: moduleText(graphOf(network, expandLayer), network.name) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.message };
    throw error;
  }
}

function moduleText(graph: Graph, name: string): string {
  const names = new PythonNames();
  const variables = variablesOf(graph, names);
  const init: string[] = [];
  const forward: string[] = [];
  const modules = new Map<number, string>();
  const helpers = new Set<string>();
  const source = variables.get(graph.inputs[0]?.tensor ?? -1) ?? "x";
  for (const [index, operation] of graph.operations.entries()) {
    const written = writtenOf(graph, operation, source);
    for (const name of written.helpers ?? []) helpers.add(name);
    const owner = operation.sharedWith === undefined ? undefined : modules.get(operation.sharedWith);
    const self = owner ?? names.attribute(operation);
    if (written.module !== undefined) {
      modules.set(index, self);
      if (owner === undefined)
        init.push(
          `        self.${self} = ${sound(written.module, operation.name)}${operation.frozen === true ? ".requires_grad_(False)" : ""}`,
        );
    }
    const inputs = operation.inputs.map((tensor) => variables.get(tensor) ?? "x");
    const targets = operation.outputs.map((tensor) => variables.get(tensor) ?? "x").join(", ");
    const value = sound(written.value(`self.${self}`, inputs), operation.name);
    forward.push(`        ${targets} = ${value}`);
  }
  const results = graph.outputs.map(({ tensor }) => variables.get(tensor) ?? "x");
  const inputs = graph.inputs.map(({ tensor }) => variables.get(tensor) ?? "x");
  return [
    "import torch",
    "import torch.nn.functional as F",
    "from torch import nn",
    "",
    ...[...helpers].sort().flatMap((name) => ["", HELPERS[name] ?? "", ""]),
    "",
    `class ${names.className(name)}(nn.Module):`,
    "    def __init__(self):",
    "        super().__init__()",
    ...init,
    "",
    `    def forward(self, ${inputs.join(", ")}):`,
    ...forward,
    `        return ${results.join(", ") || "None"}`,
    "",
  ].join("\n");
}

function writtenOf(graph: Graph, operation: Operation, source: string): Written {
  const shapes = (tensors: readonly TensorId[]): readonly (readonly number[])[] =>
    tensors.map((tensor) => known(graph.tensors[tensor]?.shape, operation.name));
  const declared = operatorNamed(operation.operator);
  const call: PythonCall = {
    name: operation.name,
    operator: operation.operator,
    attributes:
      declared === undefined
        ? operation.attributes
        : checkAttributes(declared, operation.attributes).attributes,
    inputs: shapes(operation.inputs),
    outputs: shapes(operation.outputs),
    source,
  };
  const writer = WRITERS.get(operation.operator);
  return writer === undefined ? refuse(call) : inLayout(writer, call);
}

/** `x` for a tensor that only the next operation takes; names of their own for the others. */
function variablesOf(graph: Graph, names: PythonNames): ReadonlyMap<TensorId, string> {
  const variables = new Map<TensorId, string>();
  for (const { name, tensor } of graph.inputs) variables.set(tensor, names.variable(name));
  const users = new Map<TensorId, number[]>();
  for (const [index, { inputs }] of graph.operations.entries()) {
    for (const tensor of inputs) users.set(tensor, [...(users.get(tensor) ?? []), index].slice(-8));
  }
  const results = new Set(graph.outputs.map(({ tensor }) => tensor));
  for (const [index, { outputs, name, scope }] of graph.operations.entries()) {
    for (const tensor of outputs) {
      const all = users.get(tensor) ?? [];
      const isPassing =
        outputs.length === 1 && all.every((user) => user === index + 1) && !results.has(tensor);
      variables.set(tensor, isPassing ? "x" : names.variable([...scope.slice(-1), name].join("_")));
    }
  }
  return variables;
}
