// Rewrites a Keras 3 config in the form that Keras 2 has: names of fields, calls as nested lists, types as plain texts.

import type { Json, JsonObject } from "../../../src/formats/keras/json/access";
import { isArray, isObject } from "../../../src/formats/keras/json/access";

/** The same model as Keras 2 would have written it. Operations of keras.ops stay: Keras 2 has its own. */
export function inKeras2Form(text: string): string {
  return JSON.stringify(layer(JSON.parse(text) as JsonObject), null, 1);
}

function layer(object: JsonObject): JsonObject {
  const { module, class_name, config, name, inbound_nodes } = object;
  const operation = typeof module === "string" && module.includes(".ops");
  return {
    ...(operation ? { module } : {}),
    class_name: class_name ?? "",
    config: isObject(config) ? fields(config) : (config ?? {}),
    ...(name === undefined ? {} : { name }),
    ...(isArray(inbound_nodes) ? { inbound_nodes: operation ? inbound_nodes : inbound_nodes.map(call) } : {}),
  };
}

function fields(config: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      if (name === "batch_shape") return ["batch_input_shape", value];
      if (name === "dtype" && isObject(value)) return [name, nameOfPolicy(value)];
      if (name === "layers" || name === "cells") return [name, (value as readonly JsonObject[]).map(layer)];
      if (["layer", "backward_layer", "cell"].includes(name)) return [name, layer(value as JsonObject)];
      if (name.endsWith("_layers") && isArray(value))
        return [name, typeof value[0] === "string" ? [value] : value];
      return [name, value];
    }),
  );
}

function nameOfPolicy({ config }: JsonObject): Json {
  return isObject(config) ? (config["name"] ?? "float32") : "float32";
}

/** `[["conv1", 0, 0, {}], …]`, tensors by name as `{"key": ["conv1", 0, 0]}` with the first one. */
function call(node: Json): Json {
  const { args, kwargs } = node as JsonObject;
  const named = Object.fromEntries(
    Object.entries(kwargs as JsonObject).map(([name, value]) => [name, references(value)]),
  );
  const tensors = (references(args ?? []) as readonly Json[]).flatMap((item) =>
    isArray(item) && isArray(item[0]) ? item : [item],
  );
  return tensors.map((tensor, index) => [...(tensor as readonly Json[]), index === 0 ? named : {}]);
}

function references(value: Json): Json {
  if (isArray(value)) return value.map(references);
  if (!isObject(value)) return value;
  const { class_name, config } = value;
  return class_name === "__keras_tensor__" && isObject(config) ? (config["keras_history"] ?? null) : value;
}
