// The calls of a layer, as Keras 2 and Keras 3 write them down: which tensors it takes, and which other arguments.

import type { Shape } from "../../model/shape";
import type { Json, JsonObject } from "./json/access";
import { isArray, isObject } from "./json/access";

/** An output of a call of a layer: Keras' history. */
export interface TensorReference {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
  /** The shape that Keras wrote down, without the batch axis. */
  readonly shape?: Shape;
}

/** One call of a layer. */
export interface InboundCall {
  /** Tensors in the order of the positional arguments, then those of the named ones. */
  readonly tensors: readonly NamedTensor[];
  /** The positional arguments that are no tensors, in their places (undefined where a tensor is). */
  readonly positional: readonly (Json | undefined)[];
  readonly named: JsonObject;
}

export interface NamedTensor extends TensorReference {
  /** The argument's name, when it was given by name. */
  readonly argument?: string;
}

/** The calls in the value of `inbound_nodes`. */
export function inboundCalls(value: Json | undefined): readonly InboundCall[] {
  if (!isArray(value)) return [];
  return value.map((node) => (isObject(node) ? keras3Call(node) : keras2Call(node)));
}

function keras3Call(node: JsonObject): InboundCall {
  const args = isArray(node["args"]) ? node["args"] : [];
  const named = isObject(node["kwargs"]) ? node["kwargs"] : {};
  const byName = Object.entries(named).flatMap(([argument, item]) =>
    tensorsIn(item).map((tensor) => ({ ...tensor, argument })),
  );
  return {
    tensors: [...args.flatMap((item) => tensorsIn(item)), ...byName],
    positional: args.map((item) => (tensorsIn(item).length > 0 ? undefined : item)),
    named,
  };
}

/** Keras 2: a list of `[layer, call, output, {named arguments}]`, or a single one of these; constants are marked. */
function keras2Call(node: Json): InboundCall {
  const entries = isReference(node) ? [node] : isArray(node) ? node : [];
  const tensors: NamedTensor[] = [];
  const positional: (Json | undefined)[] = [];
  let named: JsonObject = {};
  for (const entry of entries) {
    if (!isArray(entry)) continue;
    const options = entry[3];
    if (isObject(options)) named = { ...named, ...options };
    if (entry[0] === "_CONSTANT_VALUE") positional.push(entry[2]);
    else if (isReference(entry)) {
      tensors.push(referenceOf(entry));
      positional.push(undefined);
    }
  }
  const byName = Object.entries(named).flatMap(([argument, item]) =>
    tensorsIn(item).map((tensor) => ({ ...tensor, argument })),
  );
  return { tensors: [...tensors, ...byName], positional, named };
}

/** All tensors within an argument, however nested. */
export function tensorsIn(value: Json | undefined, depth = 0): readonly TensorReference[] {
  if (depth > 20) return [];
  if (isReference(value)) return [referenceOf(value)];
  if (isArray(value)) return value.flatMap((item) => tensorsIn(item, depth + 1));
  if (!isObject(value)) return [];
  if (value["class_name"] !== "__keras_tensor__") {
    return Object.values(value).flatMap((item) => tensorsIn(item, depth + 1));
  }
  const config = value["config"];
  const history = isObject(config) ? config["keras_history"] : undefined;
  if (!isObject(config) || !isReference(history)) return [];
  const shape = shapeWithoutBatch(config["shape"]);
  return [shape === undefined ? referenceOf(history) : { ...referenceOf(history), shape }];
}

type Reference = readonly [layer: string, call: number, output: number, ...Json[]];

function isReference(value: Json | undefined): value is Reference {
  return (
    isArray(value) &&
    typeof value[0] === "string" &&
    Number.isInteger(value[1]) &&
    Number.isInteger(value[2]) &&
    value[0] !== "_CONSTANT_VALUE"
  );
}

function referenceOf([layer, call, output]: Reference): TensorReference {
  return { layer, call, output };
}

/** A shape as Keras writes it, its first axis (the batch) left out; null is an open size. */
export function shapeWithoutBatch(value: Json | undefined): Shape | undefined {
  if (!isArray(value) || value.length === 0) return undefined;
  return value
    .slice(1)
    .map((dim) => (typeof dim === "number" && Number.isSafeInteger(dim) && dim >= 0 ? dim : undefined));
}
