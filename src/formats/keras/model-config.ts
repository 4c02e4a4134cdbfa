// A saved model as Keras describes it: layers with their configs and calls, before any of them is understood.

import type { Shape } from "../../model/shape";
import { countedFromZero } from "./call-numbers";
import type { InboundCall, NamedTensor, TensorReference } from "./inbound";
import { inboundCalls, shapeWithoutBatch, tensorsIn } from "./inbound";
import type { Json, JsonObject } from "./json/access";
import {
  fieldOf,
  flagIn,
  isArray,
  isObject,
  itemsOf,
  memberOf,
  plain,
  sizeIn,
  stringIn,
  textOf,
} from "./json/access";
import type { JsonNode } from "./json/parse";

export interface LayerConfig {
  readonly className: string;
  readonly module: string | undefined;
  readonly name: string;
  /** False when the file gives no name. */
  readonly named: boolean;
  /** Another layer of the model has the name that the file gives; this one's is told apart. */
  readonly duplicate?: boolean;
  readonly config: JsonObject;
  readonly trainable: boolean;
  /** The whole object in the text, and its class name. */
  readonly node: JsonNode;
  readonly classNode: JsonNode;
  readonly calls: readonly InboundCall[];
  /** The layers within, when it is a model itself. */
  readonly model: ModelConfig | undefined;
}

export interface ModelConfig {
  readonly kind: "sequential" | "functional";
  readonly layers: readonly LayerConfig[];
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly OutputReference[];
  /** The input's shape as built, where no layer states it. */
  readonly buildShape: Shape | undefined;
  /** As Keras 2 writes it, where a model that is not trainable freezes all layers within; in Keras 3 each layer says so. */
  readonly isKeras2: boolean;
}

export interface OutputReference extends TensorReference {
  /** The key, where outputs come as a dictionary. */
  readonly label?: string;
}

/** The model in a file: `model.to_json()`, or the config of an archive. Undefined when there is no class name. */
export function rootConfig(root: JsonNode): LayerConfig | undefined {
  return textOf(memberOf(root, "class_name")) === undefined ? undefined : layerConfig(root, 0);
}

function layerConfig(node: JsonNode, index: number): LayerConfig {
  const classNode = memberOf(node, "class_name") ?? node;
  const className = textOf(classNode) ?? "";
  const configNode = memberOf(node, "config");
  const model = modelIn(node, configNode, className);
  const config = configNode === undefined ? {} : plainConfig(configNode, model !== undefined);
  const name = textOf(memberOf(node, "name")) ?? stringIn(config, "name");
  const calls = memberOf(node, "inbound_nodes");
  return {
    className,
    module: moduleOf(node),
    name:
      name ?? (className === "" ? `layer_${String(index)}` : `${className.toLowerCase()}_${String(index)}`),
    named: name !== undefined,
    config,
    trainable: flagIn(config, "trainable", true),
    node,
    classNode,
    calls: calls === undefined ? [] : inboundCalls(plain(calls)),
    model,
  };
}

/** The class's module; empty for a class that no module has (one of someone's own), undefined where the file says nothing. */
function moduleOf(node: JsonNode): string | undefined {
  const module = memberOf(node, "module");
  return module?.kind === "value" && module.value === null ? "" : textOf(module);
}

/** The model that a layer is, or is read as. */
function modelIn(node: JsonNode, config: JsonNode | undefined, className: string): ModelConfig | undefined {
  if (className === "RNN") return stackedCells(config);
  if (className !== "TimeDistributed") return modelConfig(node, config, className);
  const wrapped = memberOf(config, "layer");
  const model = wrapped && layerConfig(wrapped, 0).model;
  return model && atEachStep(model);
}

/** Without the layers of a model, which are read by themselves. */
function plainConfig(node: JsonNode, isModel: boolean): JsonObject {
  if (node.kind !== "object") return {};
  const members = isModel ? node.members.filter(({ key }) => key !== "layers") : node.members;
  return Object.fromEntries(members.map(({ key, value }) => [key, plain(value)]));
}

function modelConfig(
  node: JsonNode,
  config: JsonNode | undefined,
  className: string,
): ModelConfig | undefined {
  // The first Keras wrote a sequential model's layers without a config around them.
  const list = config?.kind === "array" ? config : memberOf(config, "layers");
  const nodes = itemsOf(list);
  const looksLikeModel =
    className === "Sequential" || nodes.some((item) => memberOf(item, "class_name") !== undefined);
  if (list === undefined || !looksLikeModel) return undefined;
  const objects = nodes.filter(({ kind }) => kind === "object");
  const functional =
    memberOf(config, "output_layers") !== undefined || memberOf(config, "input_layers") !== undefined;
  return {
    kind: functional ? "functional" : "sequential",
    ...countedFromZero(
      withUniqueNames(objects.map(layerConfig)),
      outputReferences(memberOf(config, "output_layers")),
      objects.some(hasKeras2Calls),
    ),
    isKeras2: objects.some(isKeras2),
    inputs: references(memberOf(config, "input_layers")),
    buildShape:
      shapeIn(memberOf(config, "build_input_shape")) ??
      shapeIn(memberOf(memberOf(node, "build_config"), "input_shape")),
  };
}

/** Keras 2 wrote the calls of a layer as lists, Keras 3 writes them as objects. */
function hasKeras2Calls(layer: JsonNode): boolean {
  return itemsOf(memberOf(layer, "inbound_nodes")).some(({ kind }) => kind === "array");
}

function isKeras2(layer: JsonNode): boolean {
  return hasKeras2Calls(layer) || memberOf(memberOf(layer, "config"), "batch_input_shape") !== undefined;
}

/** An RNN over stacked cells is a chain of layers: each cell takes the whole sequence that the one before gives. */
function stackedCells(config: JsonNode | undefined): ModelConfig | undefined {
  const cell = memberOf(config, "cell");
  const cells = itemsOf(memberOf(memberOf(cell, "config"), "cells"));
  const known = cells.every((node) =>
    /^(?:LSTM|GRU|SimpleRNN)Cell$/.test(textOf(memberOf(node, "class_name")) ?? ""),
  );
  if (cells.length === 0 || !known || isTrue(memberOf(config, "return_state"))) return undefined;
  const layers = cells.map((node, index): LayerConfig => {
    const layer = layerConfig(node, index);
    const sequences = index < cells.length - 1 || isTrue(memberOf(config, "return_sequences"));
    const own = { ...layer.config, return_sequences: sequences, return_state: false };
    return { ...layer, className: layer.className.replace(/Cell$/, ""), config: own };
  });
  return {
    kind: "sequential",
    layers: withUniqueNames(layers),
    inputs: [],
    outputs: [],
    buildShape: undefined,
    isKeras2: false,
  };
}

/** A model that is applied to each step of a sequence: every layer of it is. Shapes that the file states are of one step. */
function atEachStep(model: ModelConfig): ModelConfig {
  const layers = model.layers.map((layer): LayerConfig => {
    const calls = layer.calls.map((call) => ({ ...call, tensors: call.tensors.map(withoutShape) }));
    if (layer.className === "InputLayer") return layer;
    if (layer.model !== undefined) return { ...layer, calls, model: atEachStep(layer.model) };
    const { className, module = null, config } = layer;
    return {
      ...layer,
      className: "TimeDistributed",
      module: undefined,
      config: { layer: { class_name: className, module, config } },
      calls,
    };
  });
  return { ...model, layers, buildShape: undefined };
}

function withoutShape({ shape: _, ...reference }: NamedTensor): NamedTensor {
  return reference;
}

function isTrue(node: JsonNode | undefined): boolean {
  return node?.kind === "value" && node.value === true;
}

function withUniqueNames(layers: readonly LayerConfig[]): readonly LayerConfig[] {
  const names = new Set(layers.map(({ name }) => name));
  if (names.size === layers.length) return layers;
  const seen = new Set<string>();
  const numbers = new Map<string, number>();
  return layers.map((layer) => {
    if (!seen.has(layer.name)) {
      seen.add(layer.name);
      return layer;
    }
    let number = numbers.get(layer.name) ?? 2;
    while (names.has(`${layer.name}_${String(number)}`)) number++;
    numbers.set(layer.name, number + 1);
    const name = `${layer.name}_${String(number)}`;
    names.add(name);
    seen.add(name);
    return { ...layer, name, duplicate: layer.named };
  });
}

function shapeIn(node: JsonNode | undefined): Shape | undefined {
  return node === undefined ? undefined : shapeWithoutBatch(plain(node));
}

function references(node: JsonNode | undefined): readonly TensorReference[] {
  return node === undefined ? [] : tensorsIn(plain(node));
}

function outputReferences(node: JsonNode | undefined): readonly OutputReference[] {
  const value = node === undefined ? undefined : plain(node);
  if (!isObject(value)) return tensorsIn(value);
  return Object.entries(value).flatMap(([label, item]) =>
    tensorsIn(item).map((reference) => ({ ...reference, label })),
  );
}

/** Whether the layer only stands for an input of its model. */
export function isInputLayer({ className }: LayerConfig): boolean {
  return className === "InputLayer";
}

/** The shape that a layer states for the model's input, without the batch axis. */
export function statedInputShape({ config }: LayerConfig): Shape | undefined {
  const whole = fieldOf(config, "batch_shape", "batch_input_shape");
  if (whole !== undefined) return shapeWithoutBatch(whole);
  const each = fieldOf(config, "input_shape");
  if (isArray(each)) return shapeWithoutBatch([null, ...each]);
  // `input_dim` of a first layer is its input's width, but an embedding's vocabulary.
  const width = "output_dim" in config ? undefined : sizeIn(config, "input_dim");
  return width === undefined ? undefined : [width];
}

/** The name of a data type, given as a text or as a policy. */
export function dtypeName(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (!isObject(value)) return undefined;
  const { config } = value;
  return isObject(config) ? stringIn(config, "name") : undefined;
}
