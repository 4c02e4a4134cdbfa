// From a model's layers and their calls to a body of the model: every call of a layer is a node, a nested model a group.

import * as l10n from "@vscode/l10n";
import type { Body, Group, Layer, Node, Source, Tensor } from "../../model/network";
import { joinPath } from "../../model/path";
import type { Origin } from "../../model/origin";
import type { Shape } from "../../model/shape";
import { operatorNamed } from "../../operators/index";
import type { Issue } from "../../operators/operator";
import type { AppliedLayer } from "./apply-layer";
import { completeResult } from "./apply-layer";
import { inCallOrder } from "./call-order";
import type { Call } from "./call-order";
import type { InboundCall, NamedTensor, TensorReference } from "./inbound";
import type { Json } from "./json/access";
import { isObject, objectIn, stringIn } from "./json/access";
import { withPlumbing } from "./plumbing";
import { layerNamed } from "./layers/index";
import type { KerasCall, KerasResult } from "./layers/layer";
import type { LayerConfig, ModelConfig } from "./model-config";
import { isInputLayer } from "./model-config";

/** What building needs besides the model: places, problems, and what was built before. */
export interface Building {
  readonly originOf: (layer: LayerConfig) => Origin;
  readonly report: (layer: LayerConfig, issue: Issue) => void;
  /** Whether shapes that Keras wrote down still hold: not when other input shapes were asked for. */
  readonly trustShapes: boolean;
  /** Bodies of nested models by config, then by shapes and flags. */
  readonly bodies: Map<ModelConfig, Map<string, Body>>;
  /** Layers that may still be built. */
  budget: number;
}

/** Where in the whole a model stands. */
export interface Scope {
  readonly path: string;
  readonly trainable: boolean;
  /** The path of the first instance, when this is another call of the same model, with the same weights. */
  readonly sharedWith: string | undefined;
}

/** An output of a call within a body; without a source when its producer is not there. */
interface Value {
  readonly source: Source | undefined;
  readonly shape: Shape | undefined;
}

const NO_VALUE: Value = { source: undefined, shape: undefined };

/** A body while it is put together. */
interface Assembly {
  readonly building: Building;
  readonly scope: Scope;
  readonly nodes: Node[];
  readonly names: Set<string>;
  /** Outputs by layer and call. */
  readonly values: Map<string, readonly Value[]>;
  readonly recorded: ReadonlyMap<string, Shape>;
}

/** The body of `model` for inputs of those shapes, in the order of its input layers. */
export function buildBody(
  building: Building,
  model: ModelConfig,
  inputs: readonly Tensor[],
  scope: Scope,
): Body {
  const body: Assembly = {
    building,
    scope,
    nodes: [],
    names: new Set(model.layers.map(({ name }) => name)),
    values: new Map(),
    recorded: building.trustShapes ? recordedShapes(model) : new Map(),
  };
  for (const [input, layer] of inputLayers(model).entries()) {
    body.values.set(keyOf(layer.name, 0), [{ source: { input }, shape: inputs[input]?.shape }]);
  }
  for (const layer of model.layers.filter(({ duplicate }) => duplicate === true)) {
    const message = l10n.t('Another layer has the name of this one, which is called "{0}" here.', layer.name);
    building.report(layer, { code: "duplicate-name", severity: "warning", message });
  }
  const outputs = model.kind === "sequential" ? chain(body, model, inputs) : functional(body, model);
  const nodes = withPlumbing(body.nodes, outputs);
  return { inputs, nodes, outputs };
}

/** The input layers in the order of the model's inputs; any others after them. */
export function inputLayers(model: ModelConfig): readonly LayerConfig[] {
  const all = model.layers.filter(isInputLayer);
  const named = new Map(all.toReversed().map((layer) => [layer.name, layer] as const));
  const ordered = model.inputs.flatMap(({ layer }) => named.get(layer) ?? []);
  return [...new Set([...ordered, ...all])];
}

function keyOf(layer: string, call: number): string {
  return `${String(call)} ${layer}`;
}

/** Each layer takes the one before's first output. */
function chain(body: Assembly, model: ModelConfig, inputs: readonly Tensor[]): readonly Source[] {
  let value: Value = { source: { input: 0 }, shape: inputs[0]?.shape };
  for (const layer of model.layers) {
    if (isInputLayer(layer)) continue;
    const call: InboundCall = { tensors: [{ layer: "", call: 0, output: 0 }], positional: [], named: {} };
    value = addCall(body, { layer, index: 0, inbound: call }, [value])[0] ?? {
      source: undefined,
      shape: undefined,
    };
  }
  return value.source === undefined ? [] : [value.source];
}

function functional(body: Assembly, model: ModelConfig): readonly Source[] {
  for (const step of inCallOrder(model)) {
    if (step.kind === "cycle") {
      reportCycle(body, step.layer);
      continue;
    }
    const { call } = step;
    if (body.values.has(keyOf(call.layer.name, call.index))) continue;
    const tensors = call.inbound.tensors.filter(({ argument }) => !isMask(argument));
    const values = tensors.map((tensor) => valueOf(body, tensor, call.layer));
    const inbound = { ...call.inbound, tensors };
    body.values.set(keyOf(call.layer.name, call.index), addCall(body, { ...call, inbound }, values));
  }
  const last = model.layers.findLast((layer) => !isInputLayer(layer));
  const references: readonly TensorReference[] =
    model.outputs.length > 0 || last === undefined
      ? model.outputs
      : [{ layer: last.name, call: 0, output: 0 }];
  return references.flatMap((reference) => valueOf(body, reference, undefined).source ?? []);
}

function reportCycle({ building }: Assembly, layer: LayerConfig): void {
  building.report(layer, {
    code: "cycle",
    message: l10n.t('"{0}" takes its own output, by way of other layers.', layer.name),
  });
}

/** Masks only say which positions count. */
function isMask(argument: string | undefined): boolean {
  return argument !== undefined && /(?:^|_)mask$/.test(argument);
}

function valueOf(
  body: Assembly,
  { layer, call, output }: TensorReference,
  user: LayerConfig | undefined,
): Value {
  const values = body.values.get(keyOf(layer, call)) ?? body.values.get(keyOf(layer, 0));
  const value = values?.[output] ?? (output > 0 && values?.length === 1 ? values[0] : undefined);
  if (value !== undefined) return value;
  if (user !== undefined && values === undefined) {
    const message = l10n.t('"{0}" takes the output of "{1}", which is not in this model.', user.name, layer);
    body.building.report(user, { code: "missing-producer", message });
  }
  return NO_VALUE;
}

/** Shapes that Keras wrote down where a tensor is used, by layer, call and output. */
function recordedShapes(model: ModelConfig): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const { calls } of model.layers) {
    for (const { tensors } of calls) {
      for (const { layer, call, output, shape } of tensors) {
        if (shape !== undefined) shapes.set(`${keyOf(layer, call)} ${String(output)}`, shape);
      }
    }
  }
  return shapes;
}

function addCall(body: Assembly, call: Call, values: readonly Value[]): readonly Value[] {
  const { building } = body;
  building.budget--;
  if (building.budget < 0) {
    if (building.budget === -1)
      building.report(call.layer, {
        code: "too-large",
        message: l10n.t("This model has more than a million layers; the rest is left out."),
      });
    return [];
  }
  const node =
    call.layer.model === undefined
      ? layerNode(body, call, values)
      : groupNode(body, call, call.layer.model, values);
  const index = body.nodes.length;
  body.nodes.push(node);
  const shapes = node.kind === "layer" ? node.outputs.map(({ shape }) => shape) : outputShapes(node.body);
  return shapes.map((shape, output) => ({ source: { node: index, output }, shape }));
}

function outputShapes(body: Body): readonly (Shape | undefined)[] {
  return body.outputs.map((source) => {
    if ("input" in source) return body.inputs[source.input]?.shape;
    const node = body.nodes[source.node];
    if (node === undefined) return undefined;
    return node.kind === "layer"
      ? node.outputs[source.output]?.shape
      : outputShapes(node.body)[source.output];
  });
}

/** The layer's own name at its first call, told apart at others. */
function nameOf(body: Assembly, { layer, index }: Call): string {
  if (index === 0) return layer.name;
  let number = index + 1;
  while (body.names.has(`${layer.name}_${String(number)}`)) number++;
  const name = `${layer.name}_${String(number)}`;
  body.names.add(name);
  return name;
}

/** The layer whose weights a call uses: its own first call, or that of the model's first instance. */
function sharedWith({ scope }: Assembly, { layer, index }: Call): string | undefined {
  if (scope.sharedWith !== undefined) return joinPath(scope.sharedWith, layer.name);
  return index > 0 ? layer.name : undefined;
}

function groupNode(body: Assembly, call: Call, model: ModelConfig, values: readonly Value[]): Group {
  const { layer } = call;
  const { scope, building } = body;
  const name = nameOf(body, call);
  const inner: Scope = {
    path: joinPath(scope.path, name),
    trainable: scope.trainable && (layer.trainable || !model.isKeras2),
    sharedWith: groupSharedWith(body, call),
  };
  const wanted = Math.max(1, inputLayers(model).length);
  const given = Array.from({ length: wanted }, (_, index) => values[index] ?? NO_VALUE);
  const inputs = given.map(({ shape }): Tensor => ({ shape }));
  const sources = given.map(({ source }) => source ?? nothing(body, layer));
  return {
    kind: "group",
    groupKind: "network",
    name,
    named: layer.named,
    ...(layer.calls.length > 1 ? { definition: layer.name } : {}),
    body: cachedBody(building, model, inputs, inner),
    inputs: sources,
    count: 1,
    origin: building.originOf(layer),
  };
}

/** Stands for a tensor that is not there, where there must be one. */
function nothing({ nodes, names, building }: Assembly, layer: LayerConfig): Source {
  const name = `missing_${String(nodes.length)}`;
  names.add(name);
  const known = { weights: [], macs: 0, operations: 0 };
  const outputs = [{ shape: undefined }];
  const origin = building.originOf(layer);
  nodes.push({
    kind: "layer",
    name,
    named: false,
    operator: "Missing",
    attributes: {},
    inputs: [],
    outputs,
    known,
    plumbing: true,
    origin,
  });
  return { node: nodes.length - 1, output: 0 };
}

function groupSharedWith({ scope }: Assembly, { layer, index }: Call): string | undefined {
  if (scope.sharedWith !== undefined) return joinPath(scope.sharedWith, layer.name);
  return index > 0 ? joinPath(scope.path, layer.name) : undefined;
}

function cachedBody(building: Building, model: ModelConfig, inputs: readonly Tensor[], scope: Scope): Body {
  const key = JSON.stringify([
    inputs.map(({ shape }) => shape?.map((dim) => dim ?? null) ?? null),
    scope.trainable,
    scope.sharedWith,
  ]);
  const bodies = building.bodies.get(model) ?? new Map<string, Body>();
  building.bodies.set(model, bodies);
  const known = bodies.get(key);
  if (known !== undefined) return known;
  const body = buildBody(building, model, inputs, scope);
  bodies.set(key, body);
  return body;
}

function layerNode(body: Assembly, call: Call, values: readonly Value[]): Layer {
  const { building } = body;
  const { layer } = call;
  const applied = applyLayer(body, call, values);
  for (const issue of applied.issues) building.report(layer, issue);
  const shared = sharedWith(body, call);
  return {
    kind: "layer",
    name: nameOf(body, call),
    named: layer.named,
    operator: applied.operator,
    ...(layer.className === applied.operator ? {} : { nativeOperator: layer.className }),
    attributes: applied.attributes,
    inputs: applied.takes.flatMap((index) => values[index]?.source ?? []),
    outputs: applied.outputs.map((shape) => ({ shape })),
    known: applied.known,
    ...(shared === undefined ? {} : { sharedWith: shared }),
    ...(applied.plumbing ? { plumbing: true } : {}),
    origin: building.originOf(layer),
  } satisfies Layer;
}

function applyLayer(body: Assembly, call: Call, values: readonly Value[]): AppliedLayer {
  const { layer, inbound, index } = call;
  const kerasCall = callOf(layer, inbound, values);
  const recorded = (output: number): Shape | undefined =>
    body.recorded.get(`${keyOf(layer.name, index)} ${String(output)}`);
  const result = resultOf(body, layer, kerasCall);
  const applied = completeResult(result, kerasCall, body.scope.trainable && layer.trainable);
  const outputs = applied.outputs.map(
    (shape, output) => shape ?? (applied.issues.length > 0 ? undefined : recorded(output)),
  );
  return { ...applied, outputs };
}

function callOf(layer: LayerConfig, inbound: InboundCall, values: readonly Value[]): KerasCall {
  const { className, config } = layer;
  return {
    className,
    config,
    inputs: values.map(({ shape }) => shape),
    tensors: inbound.tensors.map((tensor) => `${keyOf(tensor.layer, tensor.call)} ${String(tensor.output)}`),
    argumentNames: inbound.tensors.map((tensor: NamedTensor) => tensor.argument),
    positional: inbound.positional,
    named: inbound.named,
    inner: innerResult,
  };
}

/** What a layer within a wrapper makes of those inputs; `call` is the wrapper's, where the inputs are those of its tensors. */
function innerResult(
  value: Json | undefined,
  inputs: readonly (Shape | undefined)[],
  call?: KerasCall,
): KerasResult | undefined {
  if (!isObject(value)) return undefined;
  const className = stringIn(value, "class_name");
  const module = value["module"] === null ? "" : stringIn(value, "module");
  if (className === undefined) return undefined;
  const config = objectIn(value, "config") ?? {};
  const row = layerNamed(operationName({ className, config }), module);
  return row?.({
    className,
    config,
    inputs,
    tensors: call?.tensors ?? inputs.map((_, index) => String(index)),
    argumentNames: call?.argumentNames ?? inputs.map(() => undefined),
    positional: call?.positional ?? [],
    named: call?.named ?? {},
    inner: innerResult,
  });
}

/** The row's result; a class of someone's own is left unknown, but for the shapes that the file states. */
function resultOf({ building }: Assembly, layer: LayerConfig, call: KerasCall): KerasResult {
  const row = layerNamed(operationName(layer), isFunction(layer) ? "keras.ops" : layer.module);
  if (row !== undefined) return row(call);
  const message = l10n.t(
    "Netlens does not know the layer {0}: its parameters and multiply-adds are not counted.",
    layer.className,
  );
  building.report(layer, { code: "unknown-layer", severity: "warning", message });
  const { className } = layer;
  // What the catalogue has under that name is another thing.
  const operator = operatorNamed(className) === undefined ? className : `Custom${className}`;
  return { operator, outputs: [undefined] };
}

/** TensorFlow's functions are wrapped in layers of one class, with their name in the config. */
function isFunction({ className }: Pick<LayerConfig, "className">): boolean {
  return className === "TFOpLambda" || className === "SlicingOpLambda";
}

function operationName({ className, config }: Pick<LayerConfig, "className" | "config">): string {
  if (!isFunction({ className })) return className;
  return stringIn(config, "function") ?? stringIn(config, "name") ?? className;
}
