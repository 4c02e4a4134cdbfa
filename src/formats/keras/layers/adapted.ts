// Layers whose weights were changed after they were made: quantized, or with low-rank adapters (LoRA) beside frozen weights.

import { product, sum } from "../../../model/exact";
import type { Weight } from "../../../model/network";
import { buffer, parameter } from "../../../operators/call";
import type { JsonObject } from "../json/access";
import { objectIn, sizeIn, stringIn } from "../json/access";
import { figuresOf } from "./figures";
import type { KerasCall, KerasResult } from "./layer";

/** Layers that Keras can quantize. */
const QUANTIZABLE: ReadonlySet<string> = new Set([
  "Dense",
  "EinsumDense",
  "Embedding",
  "ReversibleEmbedding",
]);

/** The layer as it is with what was changed of it. */
export function adapted(result: KerasResult, call: KerasCall): KerasResult {
  const rank = sizeIn(call.config, "lora_rank");
  const mode = quantization(call.config);
  if (mode !== undefined && QUANTIZABLE.has(call.className)) return quantized(result, call, mode, rank);
  return rank === undefined ? result : withAdapters(result, call, rank);
}

/** `int8` and the like, from the policy of the layer's type: an object, or a name such as `int8_from_float32`. */
function quantization(config: JsonObject): string | undefined {
  const name = stringIn(config, "dtype");
  if (name !== undefined) return /^(\w+?)_from_/.exec(name)?.[1];
  const policy = objectIn(config, "dtype");
  const isQuantized = policy !== undefined && /^Quantized/.test(stringIn(policy, "class_name") ?? "");
  return isQuantized ? (stringIn(objectIn(policy, "config") ?? {}, "mode") ?? "") : undefined;
}

/** With int8, the kernel is frozen and has a scale for each output channel, an embedding one for each row. */
function quantized(
  result: KerasResult,
  call: KerasCall,
  mode: string,
  rank: number | undefined,
): KerasResult {
  const [kernel, ...others] = figuresOf(result, call.inputs).weights;
  const size = result.attributes?.[call.className === "Embedding" ? "num" : "features"];
  if (mode !== "int8" || rank !== undefined || kernel === undefined || typeof size !== "number") {
    return { ...result, weights: [parameter("weights", [undefined]), buffer("scales", [undefined])] };
  }
  return { ...result, weights: [frozen(kernel), buffer("scale", [size]), ...others] };
}

/** The kernel is frozen; a product of two matrices of that rank is added to it. */
function withAdapters(result: KerasResult, call: KerasCall, rank: number): KerasResult {
  const { weights, macs } = figuresOf(result, call.inputs);
  const [kernel, ...others] = weights;
  if (kernel === undefined) return result;
  const { features, dim, channels } = result.attributes ?? {};
  const width = [features, dim, channels, kernel.shape.at(-1)].find((size) => typeof size === "number");
  const all = product(kernel.shape);
  const height = typeof all === "number" && typeof width === "number" ? all / width : undefined;
  const pair = [parameter("lora_a", [height, rank]), parameter("lora_b", [rank, width])];
  // An embedding's rows are multiplied where they are looked up; any other kernel is put together first.
  const added = product(
    typeof dim === "number" ? [...(call.inputs[0] ?? [undefined]), rank, dim] : [all, rank],
  );
  return { ...result, weights: [frozen(kernel), ...pair, ...others], macs: sum([macs, added]) };
}

function frozen(weight: Weight): Weight {
  return { ...weight, frozen: true };
}
