// Dense layers, embeddings, activations, dropout, and changes of shape.

import type { Attributes } from "../../../model/network";
import { product } from "../../../model/exact";
import type { Shape } from "../../../model/shape";
import { parameter } from "../../../operators/call";
import type { JsonObject } from "../json/access";
import { fieldOf, flagIn, numberIn, numbersIn, sizeIn } from "../json/access";
import { activationNamed } from "./activation-names";
import { einsumDense } from "./einsum-dense";
import type { KerasCall, KerasLayer, KerasLayers, KerasResult } from "./layer";
import { bias, FREE, functionName, withActivation } from "./layer";

export const CORE: KerasLayers = {
  Dense: dense,
  EinsumDense: einsumDense,
  Embedding: embedding,
  ReversibleEmbedding: reversibleEmbedding,
  Activation: (call) => activationNamed(functionName(call.config["activation"]), call),
  ReLU: relu,
  LeakyReLU: (call) => plain("LeakyReLU", number(call.config, "slope", "negative_slope", "alpha")),
  ELU: (call) => plain("ELU", number(call.config, "alpha", "alpha")),
  ThresholdedReLU: (call) => plain("Threshold", number(call.config, "threshold", "theta")),
  PReLU: prelu,
  Softmax: (call) => plain("Softmax", singleAxis(call.config)),
  Dropout: dropout("Dropout"),
  SpatialDropout1D: dropout("SpatialDropout"),
  SpatialDropout2D: dropout("SpatialDropout"),
  SpatialDropout3D: dropout("SpatialDropout"),
  AlphaDropout: dropout("AlphaDropout"),
  GaussianDropout: dropout("Dropout"),
  GaussianNoise: (call) => plain("GaussianNoise", number(call.config, "deviation", "stddev")),
  ActivityRegularization: () => plain("Identity"),
  Masking: () => plain("Identity"),
  Identity: () => plain("Identity"),
  Flatten: () => plain("Flatten"),
  Reshape: (call) => plain("Reshape", { shape: numbersIn(call.config, "target_shape") ?? [] }),
  Permute: (call) => plain("Permute", { order: numbersIn(call.config, "dims") ?? [] }),
  RepeatVector: (call) => plain("Expand", { shape: [sizeIn(call.config, "n") ?? 1, -1] }),
  LayerScale: layerScale,
  Lambda: (call) => ({
    operator: call.className,
    ...FREE,
    macs: undefined,
    operations: undefined,
    outputs: [declaredOutput(call.config)],
  }),
};

function plain(operator: string, attributes: Attributes = {}): KerasResult {
  return { operator, attributes };
}

/** The attribute from the first of those fields that is a number. */
function number(config: JsonObject, attribute: string, ...names: readonly string[]): Attributes {
  const value = numberIn(config, ...names);
  return value === undefined ? {} : { [attribute]: value };
}

function singleAxis(config: JsonObject): Attributes {
  const axes = numbersIn(config, "axis");
  return axes?.length === 1 ? { axis: axes[0] ?? -1 } : {};
}

function dense(call: KerasCall): KerasResult {
  const units = sizeIn(call.config, "units", "output_dim");
  const attributes = { ...(units === undefined ? {} : { features: units }), ...bias(call.config) };
  return withActivation(call.config, { operator: "Linear", attributes });
}

function embedding({ config }: KerasCall): KerasResult {
  return plain("Embedding", {
    ...number(config, "num", "input_dim"),
    ...number(config, "dim", "output_dim"),
  });
}

/** An embedding that may have a matrix of its own for the way back. */
function reversibleEmbedding(call: KerasCall): KerasResult {
  const { config } = call;
  if (flagIn(config, "tie_weights", true)) return embedding(call);
  const [words, width] = [sizeIn(config, "input_dim"), sizeIn(config, "output_dim")];
  const weights = [parameter("embeddings", [words, width]), parameter("reverse_embeddings", [width, words])];
  return { ...embedding(call), weights };
}

/** Keras' ReLU may have a slope for negative inputs and an upper limit. */
function relu({ config }: KerasCall): KerasResult {
  const limit = numberIn(config, "max_value");
  const slope = numberIn(config, "negative_slope") ?? 0;
  if (limit === 6 && slope === 0) return plain("ReLU6");
  if (limit !== undefined) return plain("Clip", { min: 0, max: limit });
  return slope === 0 ? plain("ReLU") : plain("LeakyReLU", { slope });
}

/** A slope for each element, but one for all along the shared axes (counted from 1). */
function prelu({ config, inputs }: KerasCall): KerasResult {
  const shared = numbersIn(config, "shared_axes") ?? [];
  const [input] = inputs;
  const shape = input?.map((dim, axis) =>
    shared.includes(axis + 1) || shared.includes(axis - input.length) ? 1 : dim,
  );
  const known = shape?.filter((dim) => typeof dim === "number");
  if (shape === undefined || known?.length !== shape.length) {
    return { operator: "PReLU", weights: [parameter("alpha", shape ?? [undefined])] };
  }
  return plain("PReLU", { shape: known });
}

function dropout(operator: string): KerasLayer {
  return ({ config }) => plain(operator, number(config, "p", "rate", "p"));
}

/** ConvNeXt's learnable factor for each channel. */
function layerScale({ config, inputs }: KerasCall): KerasResult {
  const channels = sizeIn(config, "projection_dim");
  const [input] = inputs;
  return {
    operator: "Scale",
    attributes: { axis: -1 },
    weights: [parameter("gamma", [channels ?? input?.[input.length - 1]])],
  };
}

/** A shape that a config states for the output, without the batch axis. */
function declaredOutput(config: JsonObject): Shape | undefined {
  const value = fieldOf(config, "output_shape");
  const numbers = numbersIn(config, "output_shape");
  return value === undefined || product(numbers ?? [undefined]) === undefined ? undefined : numbers;
}
