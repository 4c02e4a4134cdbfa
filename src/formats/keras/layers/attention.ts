// Attention layers: with projections (MultiHeadAttention, GroupQueryAttention) and without (Attention, AdditiveAttention).

import type { Attributes } from "../../../model/network";
import { product, sum } from "../../../model/exact";
import type { Dim, Shape } from "../../../model/shape";
import { parameter } from "../../../operators/call";
import { costOf } from "../../../operators/cost";
import { applyOperator } from "../../../operators/apply";
import { operatorNamed } from "../../../operators/index";
import type { JsonObject } from "../json/access";
import { flagIn, numbersIn, sizeIn, stringIn } from "../json/access";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";
import { FREE } from "./layer";

export const ATTENTIONS: KerasLayers = {
  MultiHeadAttention: (call) =>
    multiHead(call, {
      heads: sizeIn(call.config, "num_heads"),
      head_dim: sizeIn(call.config, "key_dim"),
      value_dim: sizeIn(call.config, "value_dim"),
      out: numbersIn(call.config, "output_shape")?.at(-1),
    }),
  GroupQueryAttention: grouped,
  GroupedQueryAttention: grouped,
  Attention: dotProduct,
  AdditiveAttention: additive,
};

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
  const shape = call.inputs[query];
  const attributes = { ...defined(sizes), bias: flagIn(config, "use_bias", true) };
  const takes = key === value ? [query, key] : [query, key, value];
  const scores = named["return_attention_scores"] === true;
  const shapes = takes.map((index) => call.inputs[index]);
  const unusual =
    flagIn(config, "use_gate", false) || shapes.some((other) => other !== undefined && other.length !== 2);
  if (unusual) return unusualHeads(call, attributes, takes, sizes["out"]);
  const heads: Dim = sizes["heads"];
  const attended = shape && [...shape.slice(0, -1), sizes["out"] ?? shape.at(-1)];
  const matrix = [heads, shape?.at(-2), call.inputs[key]?.at(-2)];
  return {
    operator: "MultiHeadAttention",
    attributes,
    takes,
    outputs: scores ? [attended, matrix] : [attended],
  };
}

/** Over several axes, they count as one: the figures are those of the tensors with these axes joined. */
function unusualHeads(
  call: KerasCall,
  attributes: Attributes,
  takes: readonly number[],
  out: number | undefined,
): KerasResult {
  const shape = call.inputs[takes[0] ?? 0];
  const axes = attentionAxes(call.config, shape);
  const joined = takes.map((index) => joinAxes(call.inputs[index], axes));
  const operator = operatorNamed("MultiHeadAttention");
  const applied = operator && applyOperator(operator, attributes, joined);
  const cost =
    operator &&
    applied &&
    costOf(operator, { attributes: applied.attributes, inputs: joined, outputs: applied.outputs });
  const gated = flagIn(call.config, "use_gate", false);
  return {
    operator: "MultiHeadAttention",
    attributes,
    takes,
    outputs: [shape && [...shape.slice(0, -1), out ?? shape.at(-1)]],
    weights: gated ? [parameter("weight", [undefined])] : (cost?.weights ?? []),
    macs: gated ? undefined : cost?.macs,
    operations: undefined,
  };
}

/** The attended axes as indices into a shape without batch axis: all but the last unless given. */
function attentionAxes(config: JsonObject, shape: Shape | undefined): readonly number[] {
  const rank = shape?.length ?? 2;
  const given = numbersIn(config, "attention_axes");
  return (
    given?.map((axis) => (axis < 0 ? rank + axis : axis - 1)) ??
    Array.from({ length: rank - 1 }, (_, axis) => axis)
  );
}

function joinAxes(shape: Shape | undefined, axes: readonly number[]): Shape | undefined {
  if (shape === undefined) return undefined;
  const positions = product(axes.map((axis) => shape[axis]));
  const rest = shape.slice(0, -1).filter((_, axis) => !axes.includes(axis));
  return [...rest, positions, shape.at(-1)];
}

/** The inputs are one list: query, value and, where it differs, key. */
function dotProduct(call: KerasCall): KerasResult {
  const { query, value, key } = tensorsOf(call);
  const weights = [
    ...(flagIn(call.config, "use_scale", false) ? [parameter("scale", [])] : []),
    ...(stringIn(call.config, "score_mode") === "concat" ? [parameter("concat_score_weight", [])] : []),
  ];
  const result: KerasResult = { operator: "ScaledDotProductAttention", takes: [query, key, value] };
  return weights.length === 0 ? result : { ...result, weights };
}

/** Scores are sums over tanh(query + key), each times a learnable scale. */
function additive(call: KerasCall): KerasResult {
  const { query, value, key } = tensorsOf(call);
  const [q, k, v] = [query, key, value].map((index) => call.inputs[index]);
  const width = q?.at(-1);
  const scores = [...(q?.slice(0, -1) ?? [undefined]), k?.at(-2)];
  return {
    operator: "AdditiveAttention",
    takes: key === value ? [query, value] : [query, key, value],
    ...FREE,
    outputs: [q && v && [...q.slice(0, -1), v.at(-1)]],
    weights: flagIn(call.config, "use_scale", true) ? [parameter("scale", [width])] : [],
    macs: sum([product([...scores, width]), product([...scores, v?.at(-1)])]),
    operations: product([...scores, width, 2]),
  };
}
