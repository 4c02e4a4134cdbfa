// The receptive field at the output of one instance, by its path, without walking through every other instance.

import type { Body, Node, Source } from "../model/network";
import type { BodyAnalysis } from "./body-analysis";
import type { NetworkAnalysis } from "./network-analysis";
import { fieldAfter, inputField } from "./receptive-field";
import type { ReceptiveField } from "./receptive-field";
import { resolvePath } from "./resolve-path";

type Fields = readonly (ReceptiveField | undefined)[];

/** The field at the first output of the layer or group of that path; undefined when there is none or it is unknown. */
export function fieldAtPath(analysis: NetworkAnalysis, path: string): ReceptiveField | undefined {
  const { network } = analysis;
  let body = analysis.body;
  let inputs: Fields = network.inputs.map(({ shape }) =>
    inputField(shape === undefined ? 2 : Math.max(0, shape.length - 1)),
  );
  const steps = resolvePath(network, path) ?? [];
  for (const [depth, step] of steps.entries()) {
    const flows = flowThrough(step.body, body, inputs);
    const isLast = depth === steps.length - 1;
    if (isLast && step.instance === instances(step.node) - 1) return flows.nodes[step.index]?.[0];
    const inner = body.nodes[step.index];
    if (step.node.kind === "layer" || inner?.kind !== "group") return flows.nodes[step.index]?.[0];
    const entering = step.node.inputs.map((source) => fieldOf(flows, inputs, source));
    inputs = chain(step.node.body, inner.body, entering, step.instance);
    if (isLast) return outputsOf(step.node.body, inner.body, inputs)[0];
    body = inner.body;
  }
  return undefined;
}

function instances(node: Node): number {
  return node.kind === "group" ? node.count : 1;
}

/** The fields at the outputs of each node of a body, and at the body's own outputs. */
interface Flows {
  readonly nodes: Fields[];
  outputs: Fields;
}

const FLOWS = new WeakMap<BodyAnalysis, Map<string, Flows>>();

/** Fields through a body, remembered for equal fields at its inputs. */
function flowThrough(body: Body, analysis: BodyAnalysis, inputs: Fields): Flows {
  const key = JSON.stringify(inputs);
  let known = FLOWS.get(analysis);
  if (known === undefined) FLOWS.set(analysis, (known = new Map<string, Flows>()));
  const remembered = known.get(key);
  if (remembered !== undefined) return remembered;
  const flows: Flows = { nodes: [], outputs: [] };
  for (const [index, node] of body.nodes.entries()) {
    const entering = node.inputs.map((source) => fieldOf(flows, inputs, source));
    flows.nodes.push(through(node, analysis, index, entering));
  }
  flows.outputs = body.outputs.map((source) => fieldOf(flows, inputs, source));
  if (known.size < MOST_REMEMBERED) known.set(key, flows);
  return flows;
}

/** A body in a chain of very many instances has other fields in each; only some are worth their memory. */
const MOST_REMEMBERED = 64;

function through(node: Node, analysis: BodyAnalysis, index: number, entering: Fields): Fields {
  const own = analysis.nodes[index];
  if (node.kind === "layer") {
    if (own?.kind !== "layer") return [];
    const field = fieldAfter(own.operator, own.call, entering);
    return node.outputs.map(() => field);
  }
  if (own?.kind !== "group") return [];
  const last = chain(node.body, own.body, entering, node.count - 1);
  return outputsOf(node.body, own.body, last);
}

/** The fields at the inputs of the n-th of a chain's instances. */
function chain(body: Body, analysis: BodyAnalysis, entering: Fields, instance: number): Fields {
  let inputs = entering;
  for (let i = 0; i < instance; i++) inputs = [outputsOf(body, analysis, inputs)[0], ...inputs.slice(1)];
  return inputs;
}

function outputsOf(body: Body, analysis: BodyAnalysis, inputs: Fields): Fields {
  return flowThrough(body, analysis, inputs).outputs;
}

function fieldOf(flows: Flows, inputs: Fields, source: Source): ReceptiveField | undefined {
  return "input" in source ? inputs[source.input] : flows.nodes[source.node]?.[source.output];
}
