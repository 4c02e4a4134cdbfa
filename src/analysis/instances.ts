// Every instance of a layer or group in a network, blocks and repeats expanded, in execution order.

import type { Body, Group, Layer, Network, Source } from "../model/network";
import { instanceName, joinPath } from "../model/path";
import type { Shape } from "../model/shape";
import type { BodyAnalysis, GroupAnalysis, LayerAnalysis } from "./body-analysis";
import { shapeOf } from "./body-analysis";
import type { NetworkAnalysis } from "./network-analysis";
import type { ReceptiveField } from "./receptive-field";
import { fieldAfter, inputField } from "./receptive-field";

export interface LayerInstance {
  readonly kind: "layer";
  readonly path: string;
  readonly layer: Layer;
  readonly analysis: LayerAnalysis;
  /** Paths of the layers (or names of the network's inputs) whose outputs it takes. */
  readonly inputs: readonly string[];
  readonly inputShapes: readonly (Shape | undefined)[];
  readonly receptiveField: ReceptiveField | undefined;
  /** Inside an auxiliary head. */
  readonly auxiliary: boolean;
  /** The groups it is in, outermost first. */
  readonly groups: readonly GroupInstance[];
}

export interface GroupInstance {
  readonly path: string;
  readonly group: Group;
  readonly analysis: GroupAnalysis;
  /** Which of `group.count` equal instances in a chain. */
  readonly instance: number;
}

/** A tensor on its way through the network. */
interface Flow {
  readonly producer: string;
  readonly field: ReceptiveField | undefined;
}

interface Frame {
  readonly body: Body;
  readonly analysis: BodyAnalysis;
  readonly inputs: readonly Flow[];
  readonly groups: readonly GroupInstance[];
  readonly auxiliary: boolean;
  /** The outputs of each node so far. */
  readonly flows: Flow[][];
}

/** All leaf layers in execution order; lazily, since a network may have very many. */
export function* layerInstances(analysis: NetworkAnalysis): Generator<LayerInstance> {
  const { network, body } = analysis;
  // Channels come first, and everything after them is spatial; a vector has no spatial axis.
  const inputs = network.inputs.map((input) => ({
    producer: input.name,
    field: input.shape === undefined ? undefined : inputField(Math.max(0, input.shape.length - 1)),
  }));
  yield* bodyInstances({
    body: network.body,
    analysis: body,
    inputs,
    groups: [],
    auxiliary: false,
    flows: [],
  });
}

/** What each of the network's outputs comes from: a layer's path, or an input's name. */
export function outputProducers(network: Network): readonly string[] {
  const producer = (
    body: Body,
    source: Source,
    parents: readonly { body: Body; group: Group; path: string }[],
  ): string => {
    if ("input" in source) {
      const parent = parents.at(-1);
      if (parent === undefined) return network.inputs[source.input]?.name ?? "";
      const outer = parent.group.inputs[source.input];
      return outer === undefined ? "" : producer(parent.body, outer, parents.slice(0, -1));
    }
    const node = body.nodes[source.node];
    if (node === undefined) return "";
    const path = joinPath(
      parents.at(-1)?.path ?? "",
      instanceName(node, node.kind === "group" ? node.count - 1 : 0),
    );
    if (node.kind === "layer") return path;
    const inner = node.body.outputs[source.output];
    return inner === undefined ? path : producer(node.body, inner, [...parents, { body, group: node, path }]);
  };
  return network.body.outputs.map((source) => producer(network.body, source, []));
}

function* bodyInstances(frame: Frame): Generator<LayerInstance, readonly Flow[]> {
  const parent = frame.groups.at(-1)?.path ?? "";
  for (const [index, node] of frame.body.nodes.entries()) {
    const analysis = frame.analysis.nodes[index];
    if (node.kind === "layer" && analysis?.kind === "layer") {
      const instance = layerInstance(frame, node, analysis, parent);
      frame.flows.push(node.outputs.map(() => ({ producer: instance.path, field: instance.receptiveField })));
      yield instance;
    } else if (node.kind === "group" && analysis?.kind === "group") {
      frame.flows.push([...(yield* groupInstances(frame, node, analysis, parent))]);
    }
  }
  return frame.body.outputs.map((source) => flowAt(frame, source));
}

function layerInstance(frame: Frame, layer: Layer, analysis: LayerAnalysis, parent: string): LayerInstance {
  const inputs = layer.inputs.map((source) => flowAt(frame, source));
  return {
    kind: "layer",
    path: joinPath(parent, layer.name),
    layer,
    analysis,
    inputs: inputs.map((flow) => flow.producer),
    inputShapes: layer.inputs.map((source) => shapeOf(frame.body, source)),
    receptiveField: fieldAfter(
      analysis.operator,
      analysis.call,
      inputs.map((flow) => flow.field),
    ),
    auxiliary: frame.auxiliary,
    groups: frame.groups,
  };
}

function* groupInstances(
  frame: Frame,
  group: Group,
  analysis: GroupAnalysis,
  parent: string,
): Generator<LayerInstance, readonly Flow[]> {
  let inputs: readonly Flow[] = group.inputs.map((source) => flowAt(frame, source));
  let outputs: readonly Flow[] = [];
  for (let instance = 0; instance < group.count; instance++) {
    const path = joinPath(parent, instanceName(group, instance));
    outputs = yield* bodyInstances({
      body: group.body,
      analysis: analysis.body,
      inputs,
      groups: [...frame.groups, { path, group, analysis, instance }],
      auxiliary: frame.auxiliary || group.groupKind === "auxiliary",
      flows: [],
    });
    const [first] = outputs;
    if (first !== undefined) inputs = [first, ...inputs.slice(1)];
  }
  return outputs;
}

const NOWHERE: Flow = { producer: "", field: undefined };

function flowAt(frame: Frame, source: Source): Flow {
  if ("input" in source) return frame.inputs[source.input] ?? NOWHERE;
  return frame.flows[source.node]?.[source.output] ?? NOWHERE;
}
