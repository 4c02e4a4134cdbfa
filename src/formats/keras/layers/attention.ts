// Attention layers: with projections (MultiHeadAttention, GroupQueryAttention) and without (Attention, AdditiveAttention).

import type { Attributes } from "../../../model/network";
import { product, sum } from "../../../model/exact";
import type { Shape } from "../../../model/shape";
import { parameter } from "../../../operators/call";
import { costsByRule } from "../../../operators/cost";
import { applyOperator } from "../../../operators/apply";
import { operatorNamed } from "../../../operators/index";
import type { JsonObject } from "../json/access";
import { flagIn, numbersIn, sizeIn, stringIn } from "../json/access";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";

export const ATTENTIONS: KerasLayers = {
  MultiHeadAttention: projected,
  GroupQueryAttention: grouped,
  GroupedQueryAttention: grouped,
  Attention: dotProduct,
  AdditiveAttention: additive,
};

/** The width of a value is that of a key unless it says otherwise. */
function projected(call: KerasCall): KerasResult {
  const { config } = call;
  const [headDim, valueDim] = [sizeIn(config, "key_dim"), sizeIn(config, "value_dim")];
  return multiHead(call, {
    heads: sizeIn(config, "num_heads"),
    head_dim: headDim,
    value_dim: valueDim === headDim ? undefined : valueDim,
    out: numbersIn(config, "output_shape")?.at(-1),
  });
}

function grouped(call: KerasCall): KerasResult {
  return multiHead(call, {
    heads: sizeIn(call.config, "num_query_heads"),
    kv_heads: sizeIn(call.config, "num_key_value_heads"),
    head_dim: sizeIn(call.config, "head_dim"),
  });
}

/** Keras' order is query, value, key; the key is the value unless given. Masks are left out. */
function tensorsOf({ inputs, argumentNames }: KerasCall): {
  readonly query: number;
  readonly value: number;
  readonly key: number;
} {
  const positional = inputs.map((_, index) => index).filter((index) => argumentNames[index] === undefined);
  const named = (name: string): number | undefined => {
    const index = argumentNames.indexOf(name);
    return index < 0 ? undefined : index;
  };
  const query = named("query") ?? positional[0] ?? 0;
  const value = named("value") ?? positional[1] ?? query;
  return { query, value, key: named("key") ?? positional[2] ?? value };
}

function defined(attributes: Readonly<Record<string, number | undefined>>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

function multiHead(call: KerasCall, sizes: Readonly<Record<string, number | undefined>>): KerasResult {
  const { config, named } = call;
  const { query, value, key } = tensorsOf(call);
  const axes = attentionAxes(config, call.inputs[query]);
  const attributes: Attributes = {
    ...defined(sizes),
    bias: flagIn(config, "use_bias", true),
    ...(axes === undefined ? {} : { axes }),
  };
  const same = (a: number, b: number): boolean => a === b || call.tensors[a] === call.tensors[b];
  const takes = !same(key, value) ? [query, key, value] : same(query, key) ? [query] : [query, key];
  if (flagIn(config, "use_gate", false)) return gated(call, attributes, takes);
  if (named["return_attention_scores"] !== true) return { operator: "MultiHeadAttention", attributes, takes };
  return { operator: "MultiHeadAttention", attributes: { ...attributes, average: false }, takes, wanted: 2 };
}

/** The attended axes, where they are not just the last but one: all between the batch and the channels unless given. */
function attentionAxes(config: JsonObject, shape: Shape | undefined): readonly number[] | undefined {
  if (shape === undefined || shape.length === 2) return undefined;
  return (
    numbersIn(config, "attention_axes") ?? Array.from({ length: shape.length - 1 }, (_, axis) => axis + 1)
  );
}

/** One more projection of the query, which the heads' results are multiplied by. */
function gated(call: KerasCall, attributes: Attributes, takes: readonly number[]): KerasResult {
  const operator = operatorNamed("MultiHeadAttention");
  const inputs = takes.map((index) => call.inputs[index]);
  if (operator === undefined) return { operator: "MultiHeadAttention", attributes, takes };
  const applied = applyOperator(operator, attributes, inputs);
  const rules = costsByRule(operator, { ...applied, inputs });
  const query = inputs[0] ?? [undefined];
  const gates = [
    sizeIn(call.config, "num_heads"),
    sizeIn(call.config, "value_dim") ?? sizeIn(call.config, "key_dim"),
  ];
  const bias = flagIn(call.config, "use_bias", true) ? [parameter("gate.bias", gates)] : [];
  return {
    operator: "MultiHeadAttention",
    attributes,
    takes,
    weights: [...(rules.weights ?? []), parameter("gate.kernel", [query.at(-1), ...gates]), ...bias],
    macs: sum([rules.macs, product([...query, ...gates])]),
    operations: sum([rules.operations, product([...query.slice(0, -1), ...gates, 2])]),
  };
}

/** The inputs are one list: query, value and, where it differs, key. */
function dotProduct(call: KerasCall): KerasResult {
  const { query, value, key } = tensorsOf(call);
  const attributes = { scale: flagIn(call.config, "use_scale", false) };
  const result: KerasResult = {
    operator: "ScaledDotProductAttention",
    attributes,
    takes: [query, key, value],
  };
  if (stringIn(call.config, "score_mode") !== "concat") return result;
  const weights = ["scale", "concat_score_weight"].map((name) => parameter(name, []));
  return { ...result, weights: attributes.scale ? weights : weights.slice(1) };
}

/** The score of each pair has a learnable factor for each element. */
function additive(call: KerasCall): KerasResult {
  const { query, value, key } = tensorsOf(call);
  return {
    operator: "AdditiveAttention",
    attributes: { scale: flagIn(call.config, "use_scale", true) },
    takes: key === value ? [query, value] : [query, key, value],
  };
}
