// Which call of a layer a tensor comes from: Keras counts the calls of nested models from 1 in some places, from 0 in others.

import type { InboundCall, TensorReference } from "./inbound";
import type { JsonObject } from "./json/access";

/** A layer as far as its calls are concerned. */
interface Called {
  readonly name: string;
  readonly className: string;
  readonly calls: readonly InboundCall[];
  /** The layers within, when it is a model itself. */
  readonly model:
    { readonly kind: string; readonly layers: readonly { readonly config: JsonObject }[] } | undefined;
}

/** Layers that are read as models here, but are layers to Keras. */
const WRAPPERS: ReadonlySet<string> = new Set(["RNN", "TimeDistributed"]);

/**
 * A model that has inputs of its own was called once when it was made, so that Keras counts its other calls from 1: in Keras 2
 * everywhere, in Keras 3 only where a functional model's outputs are named. Gives both as calls that count from 0.
 */
export function countedFromZero<Layer extends Called, Output extends TensorReference>(
  layers: readonly Layer[],
  outputs: readonly Output[],
  isKeras2: boolean,
): { readonly layers: readonly Layer[]; readonly outputs: readonly Output[] } {
  const models = layers.filter(({ model, className }) => model !== undefined && !WRAPPERS.has(className));
  const fromOne = new Set(models.filter(isKeras2 ? hasInputs : isFunctional).map(({ name }) => name));
  if (fromOne.size === 0) return { layers, outputs };
  const shift = <Reference extends TensorReference>(reference: Reference): Reference =>
    fromOne.has(reference.layer) && reference.call > 0
      ? { ...reference, call: reference.call - 1 }
      : reference;
  return {
    layers: isKeras2 ? layers.map((layer) => shifted(layer, shift)) : layers,
    outputs: outputs.map(shift),
  };
}

function shifted<Layer extends Called>(
  layer: Layer,
  shift: <Reference extends TensorReference>(reference: Reference) => Reference,
): Layer {
  return { ...layer, calls: layer.calls.map((call) => ({ ...call, tensors: call.tensors.map(shift) })) };
}

function isFunctional({ model }: Called): boolean {
  return model?.kind === "functional";
}

/** A sequential model without an input layer or a shape stated for its first layer had no input until it was called. */
function hasInputs(layer: Called): boolean {
  const [first] = layer.model?.layers ?? [];
  const states = ["batch_input_shape", "batch_shape", "input_shape"];
  return isFunctional(layer) || (first !== undefined && states.some((name) => name in first.config));
}
