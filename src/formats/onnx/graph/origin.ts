// What a node's outputs depend on: data, constants alone, or constants and shapes; and which of the file's tensors went into it.

import { hasMacs } from "../cost/macs";
import { FLOAT } from "../proto/element-types";
import type { TensorProto } from "../proto/schema";
import type { GraphNode } from "./node";
import type { Stored, Value, ValueKind } from "./value";
import { isTrainable } from "./value";

const RANDOM = /^(Random|Bernoulli|Multinomial)/;
const FROM_SHAPES = new Set(["Shape", "Size"]);

/** What a node's outputs depend on. Products of constants are data: they are computed at run time, and are counted. */
export function originOf(
  node: GraphNode,
  inputs: readonly (Value | undefined)[],
  captured: readonly Value[],
): { kind: ValueKind; stored: readonly Stored[] } {
  if (node.op === "Constant") return { kind: "constant", stored: constantOf(node) };
  if (node.op === "ConstantOfShape" && inputs[0]?.kind === "constant") {
    return { kind: "constant", stored: generated(node, inputs[0]) };
  }
  if (node.op === undefined || RANDOM.test(node.opType) || hasMacs(node.op))
    return { kind: "data", stored: [] };
  if (FROM_SHAPES.has(node.op))
    return { kind: inputs[0]?.kind === "constant" ? "constant" : "shape", stored: [] };
  // Of what it casts like, CastLike takes the type alone.
  const used = node.op === "CastLike" ? inputs.slice(0, 1) : inputs;
  const all = [...used.filter((input) => input !== undefined), ...captured];
  if (all.some((value) => value.kind === "data")) return { kind: "data", stored: [] };
  const stored = merged(all);
  if (all.every((value) => value.kind === "constant"))
    return { kind: "constant", stored: throughConstant(node, inputs, stored) };
  // A trained table or token that is stretched to the data's size is a layer of its own.
  return stored.some(isTrainable) ? { kind: "data", stored: [] } : { kind: "shape", stored };
}

/** Tensors beyond this many behind one constant are not worth following. */
const MOST_STORED = 256;

function merged(values: readonly Value[]): readonly Stored[] {
  const [first, ...others] = values.filter((value) => value.stored.length > 0);
  if (first === undefined) return [];
  if (others.length === 0) return first.stored;
  return [...new Set([first, ...others].flatMap((value) => value.stored))].slice(0, MOST_STORED);
}

function constantOf(node: GraphNode): readonly Stored[] {
  const tensor = node.attributes.tensor("value") ?? node.attributes.tensor("sparse_value");
  return tensor === undefined
    ? []
    : [{ tensor: { ...tensor, name: node.outputs[0] ?? tensor.name }, inline: true }];
}

/** Files that were made small for tests generate their weights: a tensor of that size with a name, and no values. */
function generated(node: GraphNode, shape: Value): readonly Stored[] {
  const dims = shape.tensor.data?.filter((dim) => typeof dim === "number") ?? [];
  const [name] = node.outputs;
  if (name === undefined || dims.length === 0) return [];
  const dataType = node.attributes.tensor("value")?.dataType ?? FLOAT;
  const tensor: TensorProto = { name, dims, dataType, content: { kind: "none" } };
  return [{ tensor, inline: true, isGenerated: true }];
}

function throughConstant(
  node: GraphNode,
  inputs: readonly (Value | undefined)[],
  stored: readonly Stored[],
): readonly Stored[] {
  if (node.op === "Identity") return aliased(node, stored);
  if (node.op === "BatchNormalization") return standardized(inputs);
  if (node.op !== "DequantizeLinear") return stored;
  return inputs.flatMap((input, index) =>
    (input?.stored ?? []).map((each): Stored => ({ ...each, quantized: index === 0 ? "values" : "scale" })),
  );
}

/** Filters that are standardized before use: their statistics are computed from them, or from a copy of them turned around. */
function standardized(inputs: readonly (Value | undefined)[]): readonly Stored[] {
  const stored = inputs.slice(0, 3).flatMap((input) => input?.stored ?? []);
  return stored.filter(
    ({ inline, declared }) => !inline && (declared?.role !== "computed" || declared.isFolded),
  );
}

/** PyTorch stores equal vectors once and gives the others as Identity of the first, under their own names. */
function aliased(node: GraphNode, stored: readonly Stored[]): readonly Stored[] {
  const [only] = stored;
  const [name] = node.outputs;
  if (stored.length !== 1 || only === undefined || name === undefined) return stored;
  return only.tensor.dims.length <= 1 && !only.inline ? [{ ...only, alias: name }] : stored;
}
