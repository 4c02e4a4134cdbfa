// Layers of KerasHub (KerasNLP before): each is made of layers of Keras, and costs what those do.

import { product, sum } from "../../../model/exact";
import type { Shape } from "../../../model/shape";
import { parameter } from "../../../operators/call";
import type { Json, JsonObject } from "../json/access";
import { flagIn, isArray, sizeIn } from "../json/access";
import type { Figures } from "./figures";
import { figuresOf, renamed, together } from "./figures";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";
import { FREE } from "./layer";

export const KERAS_HUB: KerasLayers = {
  FNetEncoder: fnet,
  PositionEmbedding: positions,
  SinePositionEncoding: (call) => ({
    operator: call.className,
    ...FREE,
    operations: undefined,
    outputs: [call.inputs[0]],
  }),
  TokenAndPositionEmbedding: tokensAndPositions,
  TransformerDecoder: (call) => decoder(call),
  TransformerEncoder: (call) =>
    ofParts(call, [...attention(call, "self_attention"), ...feedForward(call)], 2, 4),
};

/** A layer of Keras within this one. */
function part(
  call: KerasCall,
  name: string,
  className: string,
  config: JsonObject,
  inputs: readonly (Shape | undefined)[],
): readonly Figures[] {
  const result = call.inner({ class_name: className, config }, inputs);
  if (result === undefined) return [];
  const figures = figuresOf(result, inputs);
  return [{ ...figures, weights: renamed(figures.weights, name) }];
}

/** Additions of a layer's own, so many for each element, come on top of what its parts cost; `depth` is that in weight layers. */
function ofParts(call: KerasCall, parts: readonly Figures[], additions: number, depth: number): KerasResult {
  const [shape] = call.inputs;
  const figures = together(parts);
  const operations = sum([figures.operations, product([...(shape ?? [undefined]), additions])]);
  return {
    operator: call.className,
    attributes: { depth },
    takes: call.inputs.map((_, index) => index),
    ...figures,
    operations,
    outputs: [shape],
  };
}

/** Attention to the layer's own sequence, or to the second one, and the normalization after it. */
function attention(call: KerasCall, name: string, other?: Shape): readonly Figures[] {
  const [shape] = call.inputs;
  const heads = sizeIn(call.config, "num_heads");
  const width = shape?.at(-1);
  const size = typeof width === "number" && heads !== undefined ? Math.floor(width / heads) : null;
  const config = { num_heads: heads ?? null, key_dim: size };
  return [
    ...part(call, name, "MultiHeadAttention", config, [shape, other ?? shape]),
    ...part(call, `${name}_norm`, "LayerNormalization", {}, [shape]),
  ];
}

function feedForward(call: KerasCall): readonly Figures[] {
  const [shape] = call.inputs;
  const wide = sizeIn(call.config, "intermediate_dim");
  const activation: Json = call.config["activation"] ?? "relu";
  const hidden = shape && [...shape.slice(0, -1), wide];
  const width = shape?.at(-1);
  return [
    ...part(call, "intermediate", "Dense", { units: wide ?? null, activation }, [shape]),
    ...part(call, "output", "Dense", { units: typeof width === "number" ? width : null }, [hidden]),
    ...part(call, "feed_forward_norm", "LayerNormalization", {}, [shape]),
  ];
}

/** Attention to the encoder's sequence only where there is one. */
function decoder(call: KerasCall): KerasResult {
  const [, encoded] = call.inputs;
  const own = attention(call, "self_attention");
  const stated = isArray(call.config["encoder_sequence_shape"]);
  if (encoded === undefined && !stated) return ofParts(call, [...own, ...feedForward(call)], 2, 4);
  const cross = attention(call, "cross_attention", encoded ?? [undefined]);
  return ofParts(call, [...own, ...cross, ...feedForward(call)], 3, 6);
}

/** Fourier transforms in place of attention; what those cost is not multiply-accumulation. */
function fnet(call: KerasCall): KerasResult {
  const norm = part(call, "mixing_norm", "LayerNormalization", {}, [call.inputs[0]]);
  return { ...ofParts(call, [...norm, ...feedForward(call)], 2, 2), operations: undefined };
}

/** A table of so many positions, of which the first are taken. */
function positions(call: KerasCall): KerasResult {
  const [shape] = call.inputs;
  const table: Shape = [sizeIn(call.config, "sequence_length"), shape?.at(-1)];
  return {
    operator: call.className,
    ...FREE,
    weights: [parameter("position_embeddings", table)],
    outputs: [shape],
  };
}

function tokensAndPositions(call: KerasCall): KerasResult {
  const { config, inputs } = call;
  const [tokens] = inputs;
  const width = sizeIn(config, "embedding_dim");
  const words = sizeIn(config, "vocabulary_size");
  const output = tokens && [...tokens, width];
  const untied = !flagIn(config, "tie_weights", true);
  return {
    operator: call.className,
    ...FREE,
    weights: [
      parameter("token_embedding", [words, width]),
      ...(untied ? [parameter("reverse_embedding", [width, words])] : []),
      parameter("position_embedding", [sizeIn(config, "sequence_length"), width]),
    ],
    operations: product(output ?? [undefined]),
    outputs: [output],
  };
}
