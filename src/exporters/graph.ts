// A network without groups: operations in execution order over numbered tensors, as the exporters need it.

import { operatorNamed } from "../operators/index";
import type { Attributes, Body, Layer, Network, Source } from "../model/network";
import type { Shape } from "../model/shape";
import { customLayer } from "./custom-layer";
import type { Expand, Expansion, Piece } from "./expansion";

/** The number of a tensor within a {@link Graph}. */
export type TensorId = number;

export interface Tensor {
  readonly shape: Shape | undefined;
  /** The operation that gives it; undefined for an input. */
  readonly producer: number | undefined;
  readonly output: number;
}

/** One call of a catalogued operator. */
export interface Operation {
  readonly operator: string;
  readonly attributes: Attributes;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  /** The layer's name in the source, and the scopes around it. */
  readonly name: string;
  readonly scope: readonly string[];
  /** The file gave the name. */
  readonly named: boolean;
  /** The operation whose weights it uses. */
  readonly sharedWith?: number;
  /** Params that training leaves alone: all of them, or those of the named weights. */
  readonly frozen?: true | readonly string[];
  /** The auxiliary head that it is part of. */
  readonly auxiliary?: string;
  /** It stands for an instance of the block that `operator` names: the arguments after its tensors, as text. */
  readonly call?: readonly string[];
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly tensor: TensorId }[];
  readonly outputs: readonly { readonly name: string; readonly tensor: TensorId }[];
  readonly tensors: readonly Tensor[];
  readonly operations: readonly Operation[];
}

/** Begins the scope of a group that has no name in the source, such as a round of a repeat. */
export const UNNAMED = "#";

/** More operations than this are not written out. */
const MOST_OPERATIONS = 200_000;

/** Thrown when a network cannot be written; the message says why. */
export class Refusal extends Error {}

/** Lays the network out flat, groups and their instances expanded. Throws a {@link Refusal}. */
export function graphOf(network: Network, expand: Expand): Graph {
  const flattening = new Flattening(expand);
  const inputs = network.inputs.map(({ name, shape }) => ({
    name,
    tensor: flattening.addTensor(shape, undefined, 0),
  }));
  const outputs = flattening.addBody(
    network.body,
    inputs.map(({ tensor }) => tensor),
    [],
  );
  return {
    name: network.name,
    inputs,
    outputs: outputs.map((tensor, index) => ({ name: network.outputs[index] ?? "", tensor })),
    tensors: flattening.tensors,
    operations: flattening.operations,
  };
}

/** The path by which layers refer to each other; groups without a name are called as they are in the model. */
function pathOf(names: readonly string[]): string {
  return names.map((name) => (name.startsWith(UNNAMED) ? name.slice(UNNAMED.length) : name)).join("/");
}

class Flattening {
  readonly tensors: Tensor[] = [];
  readonly operations: Operation[] = [];
  /** Concatenations by axis and inputs, so that a longer one can begin with a shorter one's result. */
  private readonly concatenations = new Map<string, TensorId>();
  /** The operations of a layer, by its body and name. */
  private readonly owners = new Map<string, number[]>();

  constructor(private readonly expand: Expand) {}

  addTensor(shape: Shape | undefined, producer: number | undefined, output: number): TensorId {
    this.tensors.push({ shape, producer, output });
    return this.tensors.length - 1;
  }

  addBody(
    body: Body,
    inputs: readonly TensorId[],
    scope: readonly string[],
    auxiliary?: string,
  ): readonly TensorId[] {
    const made: (readonly TensorId[])[] = [];
    const resolve = (source: Source): TensorId => {
      const tensor = "input" in source ? inputs[source.input] : made[source.node]?.[source.output];
      if (tensor === undefined) throw new Refusal("The network has a layer whose input is missing.");
      return tensor;
    };
    for (const node of body.nodes) {
      const sources = node.inputs.map(resolve);
      if (node.kind === "layer") made.push(this.addLayer(node, sources, scope, auxiliary));
      else {
        const [entry, ...others] = sources;
        let first = entry;
        let outputs: readonly TensorId[] = [];
        for (let instance = 0; instance < node.count; instance++) {
          const inner = first === undefined ? others : [first, ...others];
          const plain = node.count > 1 ? `${node.name}_${String(instance)}` : node.name;
          const name = node.named ? plain : `${UNNAMED}${plain}`;
          const head = node.groupKind === "auxiliary" ? [...scope, name].join("/") : auxiliary;
          outputs = this.addBody(node.body, inner, [...scope, name], head);
          [first = first] = outputs;
        }
        made.push(outputs);
      }
    }
    return body.outputs.map(resolve);
  }

  private addLayer(
    layer: Layer,
    sources: readonly TensorId[],
    scope: readonly string[],
    auxiliary: string | undefined,
  ): readonly TensorId[] {
    const { before, pieces, operands = [], after = [] } = this.expansionOf(layer, sources, scope);
    let inputs: readonly TensorId[] = sources.map((tensor, index) =>
      (before[index] ?? []).reduce(
        (from, piece) => this.addPiece(piece, [from], layer, scope, auxiliary)[0] ?? from,
        tensor,
      ),
    );
    const weights = operands.flatMap((each) =>
      each.reduce<readonly TensorId[]>(
        (from, piece) => this.addPiece(piece, from, layer, scope, auxiliary),
        [],
      ),
    );
    inputs = [...inputs, ...weights];
    for (const piece of pieces) {
      const count = piece.takes ?? inputs.length;
      const made = this.addPiece(piece, inputs.slice(0, count), layer, scope, auxiliary);
      inputs = [...made, ...inputs.slice(count)];
    }
    if (after.length > 0)
      inputs = inputs.map((tensor, index) =>
        (after[index] ?? []).reduce(
          (from, piece) => this.addPiece(piece, [from], layer, scope, auxiliary)[0] ?? from,
          tensor,
        ),
      );
    return pieces.length > 0 ? inputs : layer.outputs.map((_, output) => inputs[output] ?? inputs[0] ?? 0);
  }

  /** A layer that uses the weights of one that is written otherwise cannot say so: it states that it has none. */
  private expansionOf(layer: Layer, sources: readonly TensorId[], scope: readonly string[]): Expansion {
    const inputs = sources.map((tensor) => this.tensors[tensor]?.shape);
    const expansion = this.expand(layer, inputs);
    if (layer.sharedWith === undefined) return expansion;
    const isLost = expansion.pieces.some(
      ({ operator }) =>
        operatorNamed(operator)?.weights !== undefined && this.ownerOf(layer, scope, operator) === undefined,
    );
    return isLost ? customLayer(layer, inputs) : expansion;
  }

  private addPiece(
    { operator, attributes, outputs, frozen }: Piece,
    inputs: readonly TensorId[],
    layer: Layer,
    scope: readonly string[],
    auxiliary: string | undefined,
  ): readonly TensorId[] {
    if (this.operations.length >= MOST_OPERATIONS) {
      throw new Refusal(`The network has more than ${String(MOST_OPERATIONS)} layers.`);
    }
    const joined = operator === "Concat" ? this.chained(inputs, attributes) : inputs;
    const index = this.operations.length;
    const made = outputs.map((shape, output) => this.addTensor(shape, index, output));
    const key = pathOf([...scope, layer.name]);
    const owner = this.ownerOf(layer, scope, operator);
    const owned = this.owners.get(key);
    if (owned === undefined) this.owners.set(key, [index]);
    else owned.push(index);
    this.operations.push({
      operator,
      attributes,
      inputs: joined,
      outputs: made,
      name: layer.name,
      scope,
      named: layer.named,
      ...(owner === undefined ? {} : { sharedWith: owner }),
      ...(frozen === undefined ? {} : { frozen }),
      ...(auxiliary === undefined ? {} : { auxiliary }),
    });
    const [result] = made;
    if (operator === "Concat" && result !== undefined) {
      this.concatenations.set(this.keyOf(inputs, attributes), result);
    }
    return made;
  }

  /** The operation whose weights a layer's operation uses: that of the same operator in the layer that owns them. */
  private ownerOf({ sharedWith }: Layer, scope: readonly string[], operator: string): number | undefined {
    if (sharedWith === undefined || operator === "Custom" || operatorNamed(operator)?.weights === undefined)
      return undefined;
    const owners = this.owners.get(pathOf([...scope, sharedWith])) ?? this.owners.get(sharedWith);
    return owners?.find((index) => this.operations[index]?.operator === operator);
  }

  /** A concatenation that begins like an earlier one takes that one's result: a chain instead of ever longer lists. */
  private chained(inputs: readonly TensorId[], attributes: Attributes): readonly TensorId[] {
    for (let count = inputs.length - 1; count >= 2; count--) {
      const known = this.concatenations.get(this.keyOf(inputs.slice(0, count), attributes));
      if (known !== undefined) return [known, ...inputs.slice(count)];
    }
    return inputs;
  }

  private keyOf(inputs: readonly TensorId[], attributes: Attributes): string {
    return `${String(attributes["axis"])}:${inputs.join(",")}`;
  }
}
