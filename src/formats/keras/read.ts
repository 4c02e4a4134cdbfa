// Reads a saved Keras model into the model: shapes channels last as Keras has them, with Keras' own counts.

import * as l10n from "@vscode/l10n";
import type { Network, NetworkInput, Tensor } from "../../model/network";
import type { Origin } from "../../model/origin";
import type { Problem } from "../../model/problem";
import type { DType, Shape } from "../../model/shape";
import { BYTES_PER_ELEMENT } from "../../model/shape";
import type { SourceModel } from "../../model/source-model";
import type { Issue } from "../../operators/operator";
import type { ReadOptions } from "../format";
import { buildBody, inputLayers } from "./build";
import type { Building } from "./build";
import { parseJson } from "./json/parse";
import type { Span } from "./json/parse";
import type { LayerConfig, ModelConfig } from "./model-config";
import { dtypeName, isInputLayer, rootConfig, statedInputShape } from "./model-config";

/** Makes an origin of a span of the config and the part of it that names the layer. */
export type OriginOf = (span: Span, selection: Span) => Origin;

/** Layers that are built at most, in all instances of nested models together. */
const MOST_LAYERS = 1_000_000;
const MOST_PROBLEMS = 500;

/** Reads a config as JSON text. Never throws, and never stops at the first mistake. */
export function readConfig(uri: string, text: string, originOf: OriginOf, options: ReadOptions): SourceModel {
  const problems: Problem[] = [];
  const { root, problem } = parseJson(text);
  const add = (span: Span, selection: Span, issue: Issue): void => {
    if (problems.length < MOST_PROBLEMS) problems.push(problemAt(originOf(span, selection), issue));
  };
  if (problem !== undefined) add(problem, problem, { code: "syntax", message: problem.message });
  const config = root && rootConfig(root);
  const networks: Network[] = [];
  if (config?.model !== undefined) networks.push(networkOf(config, config.model, originOf, options, add));
  else if (problem === undefined || config !== undefined) {
    const whole = { start: 0, end: text.length };
    add(whole, config?.classNode ?? whole, { code: "no-network", message: noNetwork(config) });
  }
  return { uri, format: "keras", networks, definitions: [], problems, dependencies: [] };
}

function noNetwork(config: LayerConfig | undefined): string {
  if (config === undefined) return l10n.t("This holds no Keras model: there is no class_name.");
  return l10n.t(
    "{0} keeps its layers in Python code; the file does not say which there are.",
    config.className,
  );
}

function problemAt({ uri, range, selection }: Origin, { code, message, severity }: Issue): Problem {
  return { uri, range: selection ?? range, severity: severity ?? "error", code, message };
}

function networkOf(
  config: LayerConfig,
  model: ModelConfig,
  originOf: OriginOf,
  options: ReadOptions,
  add: (span: Span, selection: Span, issue: Issue) => void,
): Network {
  const layerOrigin = (layer: LayerConfig): Origin => originOf(layer.node, layer.classNode);
  const inputs = networkInputs(config, model, layerOrigin, options);
  for (const input of inputs.filter(({ shape }) => shape === undefined)) {
    const message = l10n.t(
      'The shape of "{0}" is not in the file: the model was saved before it was built.',
      input.name,
    );
    add(config.classNode, config.classNode, {
      code: "unknown-input-shape",
      severity: "warning",
      message,
    });
  }
  const building: Building = {
    originOf: layerOrigin,
    report: (layer, issue) => add(layer.node, layer.classNode, issue),
    trustShapes: inputs.every(({ name }) => options.inputShapes?.[name] === undefined),
    bodies: new Map(),
    budget: MOST_LAYERS,
  };
  const tensors = inputs.map(({ name, shape, dtype }): Tensor => ({ name, shape, dtype }));
  const body = buildBody(building, model, tensors, {
    path: "",
    trainable: config.trainable,
    sharedWith: undefined,
  });
  return {
    name: config.name,
    dtype: networkDtype(model),
    inputs,
    outputs: outputNames(model, body.outputs.length),
    body,
    facts: {},
    origin: layerOrigin(config),
  };
}

function networkInputs(
  config: LayerConfig,
  model: ModelConfig,
  originOf: (layer: LayerConfig) => Origin,
  { inputShapes = {} }: ReadOptions,
): readonly NetworkInput[] {
  const wanted = (name: string): Shape | undefined =>
    Object.hasOwn(inputShapes, name) ? inputShapes[name] : undefined;
  const layers = inputLayers(model);
  if (layers.length > 0 || model.kind === "functional") {
    return layers.map((layer) => ({
      name: layer.name,
      shape: wanted(layer.name) ?? statedInputShape(layer),
      dtype: asDtype(dtypeName(layer.config["dtype"])) ?? "float32",
      origin: originOf(layer),
    }));
  }
  const [first] = model.layers;
  const shape = wanted("input") ?? (first && statedInputShape(first)) ?? model.buildShape;
  const dtype = first?.className === "Embedding" ? "int32" : "float32";
  return [{ name: "input", shape, dtype, origin: originOf(first ?? config) }];
}

function asDtype(name: string | undefined): DType | undefined {
  return name !== undefined && Object.hasOwn(BYTES_PER_ELEMENT, name) ? (name as DType) : undefined;
}

/** The layers' common type; with mixed precision, that of the weights. */
function networkDtype(model: ModelConfig): DType {
  const layer = model.layers.find((candidate) => !isInputLayer(candidate) && "dtype" in candidate.config);
  return asDtype(dtypeName(layer?.config["dtype"])) ?? "float32";
}

function outputNames(model: ModelConfig, count: number): readonly string[] {
  const last = model.layers.at(-1)?.name ?? "output";
  return Array.from({ length: count }, (_, index) => {
    const reference = model.outputs[index];
    return reference?.label ?? reference?.layer ?? last;
  });
}
