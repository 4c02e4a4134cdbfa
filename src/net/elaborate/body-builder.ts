// Builds the bodies of a network while statements are elaborated. Bodies of stages and repeats may use tensors of the bodies
// around them, and their own tensors may be used after them: both become inputs and outputs, so that every body is closed.

import type { Body, Group, Layer, Node, Source, Tensor } from "../../model/network";
import { sameShape } from "../../model/shape";
import type { Shape } from "../../model/shape";
import type { BodyPlace, TensorValue } from "./value";

/** A group's own builder, or a finished body that other groups may have, too. */
type Content = { readonly builder: BodyBuilder } | { readonly body: Body };

type PendingGroup = Omit<Group, "body" | "kind" | "inputs"> & {
  readonly content: Content;
  readonly inputs: readonly Source[];
};

export type NewLayer = Omit<Layer, "kind" | "inputs" | "outputs" | "name"> & { readonly name: string };

export type NewGroup = Omit<Group, "kind" | "inputs" | "body" | "name"> & { readonly name: string };

export class BodyBuilder implements BodyPlace {
  readonly parent: BodyBuilder | undefined;
  readonly #inputs: Tensor[] = [];
  readonly #captured: TensorValue[] = [];
  readonly #nodes: (Layer | PendingGroup)[] = [];
  readonly #outputs: TensorValue[] = [];
  readonly #names = new Map<string, number>();
  /** Where this builder's group stands in its parent, once it does. */
  #index = -1;
  #layers = 0;
  #frozen: Body | undefined;

  constructor(parent?: BodyBuilder) {
    this.parent = parent;
  }

  /** Leaf layers so far, blocks and repeats expanded. */
  get layers(): number {
    return this.#layers;
  }

  /** Adds an input to the body and returns it as a tensor of this body. */
  addInput(shape: Shape | undefined, name?: string): TensorValue {
    this.#inputs.push(name === undefined ? { shape } : { name, shape });
    return this.#tensor({ input: this.#inputs.length - 1 }, shape);
  }

  /** Adds a layer; its name is made unique. Returns its outputs. */
  addLayer(
    layer: NewLayer,
    inputs: readonly TensorValue[],
    outputs: readonly (Shape | undefined)[],
  ): TensorValue[] {
    const node: Layer = {
      ...layer,
      kind: "layer",
      name: this.uniqueName(layer.name),
      inputs: inputs.map((tensor) => this.sourceOf(tensor)),
      outputs: outputs.map((shape) => ({ shape })),
    };
    this.#layers += 1;
    return this.#push(node, outputs);
  }

  /** Adds a group, whose name must be unique already, with a finished body (whose `layers` leaf layers are counted), or with a builder made with this as its parent. */
  addGroup(group: NewGroup, content: Content, inputs: readonly TensorValue[], layers: number): TensorValue[] {
    const all = "builder" in content ? [...inputs, ...content.builder.#captured] : inputs;
    const node: PendingGroup = { ...group, content, inputs: all.map((tensor) => this.sourceOf(tensor)) };
    this.#layers += layers * group.count;
    if ("builder" in content) {
      content.builder.#index = this.#nodes.length;
      return this.#push(
        node,
        content.builder.#outputs.map((tensor) => tensor.shape),
      );
    }
    const { body } = content;
    return this.#push(
      node,
      body.outputs.map((source) => shapeIn(body, source)),
    );
  }

  /** Declares the body's outputs. */
  setOutputs(tensors: readonly TensorValue[]): void {
    for (const tensor of tensors) this.#outputs.push(tensor);
  }

  /** A name that no other node of this body has: `ReLU`, `ReLU_2`, … */
  uniqueName(name: string): string {
    let count = (this.#names.get(name) ?? 0) + 1;
    let unique = count === 1 ? name : `${name}_${String(count)}`;
    while (count > 1 && this.#names.has(unique)) unique = `${name}_${String(++count)}`;
    this.#names.set(name, count);
    if (unique !== name) this.#names.set(unique, 1);
    return unique;
  }

  /** The tensor as a source within this body: taken in as an input from around, or let out of a group within. */
  sourceOf(tensor: TensorValue): Source {
    if (tensor.place === this) return tensor.source;
    const child = this.#childHolding(tensor.place);
    if (child !== undefined) return { node: child.#index, output: child.#outputIndex(tensor) };
    const known = this.#captured.findIndex((other) => sameTensor(other, tensor));
    // Declared inputs come before captured ones.
    if (known >= 0) return { input: this.#inputs.length - this.#captured.length + known };
    this.#captured.push(tensor);
    this.#inputs.push({ shape: tensor.shape });
    return { input: this.#inputs.length - 1 };
  }

  /** The finished body; nothing may be added after this. */
  freeze(): Body {
    if (this.#frozen !== undefined) return this.#frozen;
    const outputs = this.#outputs.map((tensor) => this.sourceOf(tensor));
    const nodes = this.#nodes.map((node): Node => ("content" in node ? finishGroup(node) : node));
    this.#frozen = { inputs: this.#inputs, nodes, outputs };
    return this.#frozen;
  }

  #push(node: Layer | PendingGroup, shapes: readonly (Shape | undefined)[]): TensorValue[] {
    const index = this.#nodes.push(node) - 1;
    return shapes.map((shape, output) => this.#tensor({ node: index, output }, shape));
  }

  #tensor(source: Source, shape: Shape | undefined): TensorValue {
    return { kind: "tensor", place: this, source, shape };
  }

  #outputIndex(tensor: TensorValue): number {
    const known = this.#outputs.findIndex((other) => sameTensor(other, tensor));
    return known >= 0 ? known : this.#outputs.push(tensor) - 1;
  }

  /** This builder's group that holds `inner` at whatever depth. */
  #childHolding(inner: BodyPlace): BodyBuilder | undefined {
    let place: BodyPlace | undefined = inner;
    while (place !== undefined && place.parent !== this) place = place.parent;
    return place instanceof BodyBuilder ? place : undefined;
  }
}

/** True when the chain's next instance can be the same body: its first output has its first input's shape. */
export function isChainable(input: Shape | undefined, output: Shape | undefined): boolean {
  return sameShape(input, output);
}

function sameTensor(a: TensorValue, b: TensorValue): boolean {
  if (a.place !== b.place) return false;
  if ("input" in a.source) return "input" in b.source && a.source.input === b.source.input;
  return "node" in b.source && a.source.node === b.source.node && a.source.output === b.source.output;
}

function finishGroup({ content, ...group }: PendingGroup): Group {
  const body = "body" in content ? content.body : content.builder.freeze();
  return { ...group, kind: "group", body };
}

/** The shape of a tensor of a finished body. */
export function shapeIn(body: Body, source: Source): Shape | undefined {
  if ("input" in source) return body.inputs[source.input]?.shape;
  const node = body.nodes[source.node];
  if (node === undefined) return undefined;
  if (node.kind === "layer") return node.outputs[source.output]?.shape;
  const inner = node.body.outputs[source.output];
  return inner === undefined ? undefined : shapeIn(node.body, inner);
}
