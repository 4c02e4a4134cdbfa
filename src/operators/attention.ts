// Attention: PyTorch's nn.MultiheadAttention and scaled_dot_product_attention over [T, C].

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import { product, sum } from "../model/exact";
import type { Weight } from "../model/network";
import type { Dim, Shape } from "../model/shape";
import { mayBeEqual } from "../model/shape";
import { BIAS } from "./bias";
import { shapesDiffer } from "./broadcast";
import { axisIndices, wrongAxis } from "./axis";
import { fails, isOn, lastDim, numberOf, numbersOf, parameter, times, UNKNOWN, wrongRank } from "./call";
import { divide } from "./convolution";
import { equation, explainParams, factors } from "./explain";
import type { Call, Explanation, Inference, InferredCall, Issue, Operator } from "./operator";

const MULTI_HEAD_ATTENTION: Operator = {
  name: "MultiHeadAttention",
  aliases: ["MultiheadAttention", "MHA"],
  family: "attention",
  documentation:
    "Attention with several heads over `[T, C]` (PyTorch's `MultiheadAttention`): projections of query, key and value, " +
    "the two matrix products of the heads, and a projection of their result. One tensor attends to itself; a second is key " +
    "and value, a third the value. Softmax is counted as 5 operations for each score, scaling as 1.",
  parameters: [
    { name: "heads", type: "integer", min: 1, aliases: ["num_heads"], documentation: "Attention heads." },
    {
      name: "dim",
      type: "integer",
      optional: true,
      min: 1,
      aliases: ["embed_dim"],
      documentation: "Width of the model; the query's last axis, which it must equal.",
    },
    BIAS,
    {
      name: "head_dim",
      type: "integer",
      optional: true,
      min: 1,
      aliases: ["key_dim"],
      documentation: "Width of a head's queries and keys; dim / heads unless given.",
    },
    {
      name: "value_dim",
      type: "integer",
      optional: true,
      min: 1,
      documentation: "Width of a head's values; head_dim unless given.",
    },
    {
      name: "out",
      type: "integer",
      optional: true,
      min: 1,
      aliases: ["output_dim"],
      documentation: "Width of the output; dim unless given.",
    },
    {
      name: "kv_heads",
      type: "integer",
      optional: true,
      min: 1,
      documentation: "Heads of keys and values, shared by groups of queries; all unless given.",
    },
    {
      name: "axes",
      type: "integers",
      default: -2,
      documentation: "The axes attended over, taken together: the last but one, or [1, 2] for `[H, W, C]`.",
    },
    {
      name: "average",
      type: "boolean",
      default: true,
      aliases: ["average_attn_weights"],
      documentation: "A second output, the scores, is their mean over the heads; otherwise each head's.",
    },
    {
      name: "dropout",
      type: "number",
      default: 0,
      min: 0,
      max: 1,
      documentation: "Probability of dropping a score in training.",
    },
  ],
  arity: { min: 1, max: 3 },
  weightLayers: 2,
  infer: inferMultiHead,
  weights: multiHeadWeights,
  macs: multiHeadMacs,
  operations: multiHeadOperations,
  biasAdds: multiHeadBiasAdds,
  window: () => "global",
  explain: explainMultiHead,
};

const SCALED_DOT_PRODUCT_ATTENTION: Operator = {
  name: "ScaledDotProductAttention",
  aliases: ["Attention"],
  family: "attention",
  documentation:
    "softmax(q·kᵀ/√d)·v of query `[…, L, D]`, key `[…, S, D]` and value `[…, S, E]`, without projections (PyTorch's " +
    "`scaled_dot_product_attention`). Softmax is counted as 5 operations for each score, scaling as 1.",
  parameters: [
    { name: "scale", type: "boolean", default: false, documentation: "A learnable factor of the scores." },
  ],
  arity: { min: 3, max: 3 },
  infer: inferScaledDotProduct,
  weights: (call) => (isOn(call, "scale") ? [parameter("scale", [])] : []),
  macs: scaledDotProductMacs,
  operations: (call) => {
    const [query, key] = call.inputs;
    const scores = query && key && product([...query.slice(0, -1), key[key.length - 2]]);
    return times(scores, SCORE_OPERATIONS);
  },
  window: () => "global",
};

const ADDITIVE_ATTENTION: Operator = {
  name: "AdditiveAttention",
  family: "attention",
  documentation:
    "Scores that are sums over tanh(query + key), each element with a learnable factor (Bahdanau's attention; Keras' `AdditiveAttention`). Softmax is counted as 5 operations for each score.",
  parameters: [{ name: "scale", type: "boolean", default: true, documentation: "The learnable factors." }],
  arity: { min: 2, max: 3 },
  infer: inferAdditive,
  weights: (call) => (isOn(call, "scale") ? [parameter("scale", [lastDim(call.inputs[0])])] : []),
  macs: (call) => {
    const [query, key, value] = additiveTensors(call);
    const scores = [...(query?.slice(0, -1) ?? [undefined]), key?.[key.length - 2]];
    return sum([product([...scores, lastDim(query)]), product([...scores, lastDim(value)])]);
  },
  operations: (call) => {
    const [query, key] = additiveTensors(call);
    const scores = product([...(query?.slice(0, -1) ?? [undefined]), key?.[key.length - 2]]);
    return sum([product([scores, lastDim(query), 2]), times(scores, SCORE_OPERATIONS - 1)]);
  },
  window: () => "global",
};

export const ATTENTIONS: readonly Operator[] = [
  MULTI_HEAD_ATTENTION,
  SCALED_DOT_PRODUCT_ATTENTION,
  ADDITIVE_ATTENTION,
];

/** Scaling, and the softmax's maximum, difference, exponential, sum and quotient. */
const SCORE_OPERATIONS = 6;

interface Attention {
  /** Positions of the query and of key and value, and whatever is folded into the batch. */
  readonly queries: Dim;
  readonly keys: Dim;
  readonly batch: Shape;
  readonly width: Dim;
  readonly keyWidth: Dim;
  readonly valueWidth: Dim;
  /** Columns of the projections, over all heads: of queries (as wide as the scores need), keys, values and output. */
  readonly projected: Dim;
  readonly keysProjected: Dim;
  readonly valuesProjected: Dim;
  /** Width of the heads' results together. */
  readonly joined: Dim;
  readonly out: Dim;
}

/** The three tensors; a missing key is the query, a missing value the key. */
function tensorsOf(call: Call): readonly [Shape | undefined, Shape | undefined, Shape | undefined] {
  const [query, second, third] = call.inputs;
  const key = call.inputs.length > 1 ? second : query;
  const value = call.inputs.length > 2 ? third : key;
  return [query, key, value];
}

function attentionOf(call: Call): Attention | undefined {
  const [query, key, value] = tensorsOf(call);
  if (query === undefined || key === undefined || value === undefined) return undefined;
  const width = lastDim(query);
  const heads = numberOf(call, "heads");
  const keyHeads = numberOf(call, "kv_heads") ?? heads;
  const headDim = numberOf(call, "head_dim") ?? divide(width, heads);
  const valueDim = numberOf(call, "value_dim") ?? headDim;
  const axes = attendedAxes(call, query) ?? [];
  return {
    queries: positionsAlong(query, axes),
    keys: positionsAlong(key, axes),
    batch: query.slice(0, -1).filter((_, axis) => !axes.includes(axis)),
    width,
    keyWidth: lastDim(key),
    valueWidth: lastDim(value),
    projected: product([heads, headDim]),
    keysProjected: product([keyHeads, headDim]),
    valuesProjected: product([keyHeads, valueDim]),
    joined: product([heads, valueDim]),
    out: numberOf(call, "out") ?? width,
  };
}

/** The indices of the attended axes; undefined when one is not there or is that of the channels. */
function attendedAxes(call: Call, shape: Shape): readonly number[] | undefined {
  const axes = axisIndices(numbersOf(call, "axes") ?? [-2], shape.length);
  return axes?.includes(shape.length - 1) === true ? undefined : axes;
}

/** The positions along one axis, which may be open, or along several together. */
function positionsAlong(shape: Shape, axes: readonly number[]): Dim {
  const [first, ...others] = axes;
  if (first !== undefined && others.length === 0) return shape[first];
  return product(axes.map((axis) => shape[axis]));
}

function inferMultiHead(call: Call): Inference {
  const tensors = tensorsOf(call);
  const wrong = tensors.findIndex((shape) => shape !== undefined && shape.length < 2);
  const [query, key, value] = tensors;
  if (wrong >= 0)
    return fails(
      wrongRank(
        "MultiHeadAttention",
        "[T, C]",
        tensors[wrong] ?? [],
        Math.min(wrong, call.inputs.length - 1),
      ),
    );
  if (query === undefined) return UNKNOWN;
  const issue = headIssue(call, lastDim(query)) ?? lengthIssue(key, value);
  if (issue !== undefined) return fails(issue);
  if (attendedAxes(call, query) === undefined)
    return fails(wrongAxis("MultiHeadAttention", numbersOf(call, "axes") ?? [], query, "axes"));
  const attended = [...query.slice(0, -1), numberOf(call, "out") ?? lastDim(query)];
  const outputs = (call.wanted ?? 1) > 1 ? [attended, scoresShape(call)] : [attended];
  return { outputs, issues: [] };
}

/** The scores of each head, or their mean: a row for each position of the query, a column for each of the key. */
function scoresShape(call: Call): Shape | undefined {
  const attention = attentionOf(call);
  const heads = isOn(call, "average") ? [] : [numberOf(call, "heads")];
  return attention && [...attention.batch, ...heads, attention.queries, attention.keys];
}

function headIssue(call: Call, width: Dim): Issue | undefined {
  const dim = numberOf(call, "dim") ?? width;
  const heads = numberOf(call, "heads") ?? 1;
  if (!mayBeEqual(dim, width)) {
    const message = l10n.t(
      "MultiHeadAttention: dim is {0}, but the input has {1} channels.",
      String(dim),
      String(width),
    );
    return { code: "shape-mismatch", parameter: "dim", message };
  }
  if (typeof dim !== "number" || dim % heads === 0 || numberOf(call, "head_dim") !== undefined)
    return undefined;
  const message = l10n.t("MultiHeadAttention: {0} heads do not divide {1} channels.", heads, String(dim));
  return { code: "groups-do-not-divide", parameter: "heads", message };
}

function lengthIssue(key: Shape | undefined, value: Shape | undefined): Issue | undefined {
  if (key === undefined || value === undefined || mayBeEqual(key[key.length - 2], value[value.length - 2]))
    return undefined;
  return shapesDiffer(
    "MultiHeadAttention",
    key,
    value,
    2,
    l10n.t("key and value must have as many positions"),
  );
}

/** PyTorch's in_proj (three matrices in one, or apart where they are not all squares) and out_proj. */
function multiHeadWeights(call: InferredCall): readonly Weight[] {
  const attention = attentionOf(call);
  if (attention === undefined) return projectionsTogether(call, numberOf(call, "dim"));
  const { width, keyWidth, valueWidth, projected, keysProjected, valuesProjected, joined, out } = attention;
  const sizes = [keyWidth, valueWidth, projected, keysProjected, valuesProjected, joined, out];
  if (sizes.every((size) => size === width)) return projectionsTogether(call, width);
  const weights = [
    parameter("q_proj_weight", [projected, width]),
    parameter("k_proj_weight", [keysProjected, keyWidth]),
    parameter("v_proj_weight", [valuesProjected, valueWidth]),
    parameter("out_proj.weight", [out, joined]),
  ];
  if (!isOn(call, "bias")) return weights;
  const inBias = parameter("in_proj_bias", [addDims(projected, keysProjected, valuesProjected)]);
  return [...weights, inBias, parameter("out_proj.bias", [out])];
}

function projectionsTogether(call: Call, width: Dim): readonly Weight[] {
  const three = product([3, width]);
  const weights = [parameter("in_proj_weight", [three, width]), parameter("out_proj.weight", [width, width])];
  if (!isOn(call, "bias")) return weights;
  return [...weights, parameter("in_proj_bias", [three]), parameter("out_proj.bias", [width])];
}

function addDims(...dims: readonly Dim[]): Dim {
  return sum(dims.map((dim) => (typeof dim === "number" ? dim : undefined)));
}

/** The four projections and the products of the heads, query·keyᵀ and scores·value, each counted over all heads. */
function multiHeadTerms(call: InferredCall): readonly (readonly Dim[])[] {
  const attention = attentionOf(call);
  if (attention === undefined) return [[undefined]];
  const { batch, queries, keys, width, keyWidth, valueWidth } = attention;
  const { projected, keysProjected, valuesProjected, joined, out } = attention;
  return [
    [...batch, queries, width, projected],
    [...batch, keys, keyWidth, keysProjected],
    [...batch, keys, valueWidth, valuesProjected],
    [...batch, queries, keys, projected],
    [...batch, queries, keys, joined],
    [...batch, queries, joined, out],
  ];
}

function multiHeadMacs(call: InferredCall): Count {
  return sum(multiHeadTerms(call).map(product));
}

function multiHeadOperations(call: InferredCall): Count {
  const attention = attentionOf(call);
  if (attention === undefined) return undefined;
  const { batch, queries, keys } = attention;
  return product([...batch, queries, keys, numberOf(call, "heads"), SCORE_OPERATIONS]);
}

function multiHeadBiasAdds(call: InferredCall): Count {
  if (!isOn(call, "bias")) return 0;
  const attention = attentionOf(call);
  if (attention === undefined) return undefined;
  const { batch, queries, keys, projected, keysProjected, valuesProjected, out } = attention;
  const terms = [
    [queries, projected],
    [keys, keysProjected],
    [keys, valuesProjected],
    [queries, out],
  ];
  return sum(terms.map((term) => product([...batch, ...term])));
}

function explainMultiHead(call: InferredCall): Explanation {
  const names = ["query", "key", "value", "query·keyᵀ", "scores·value", "output"];
  const terms = multiHeadTerms(call);
  const lines = terms.map(
    (term, index) => `${names[index] ?? ""}: ${equation(factors(term), product(term))}`,
  );
  return { params: explainParams(multiHeadWeights(call)), macs: terms.length > 1 ? lines : [] };
}

/** Query, key and value; a missing value is the key. */
function additiveTensors({ inputs: [query, key, value] }: Call): readonly (Shape | undefined)[] {
  return [query, key, value ?? key];
}

function inferAdditive(call: Call): Inference {
  const [query, key, value] = additiveTensors(call);
  return inferScaledDotProduct({ ...call, inputs: [query, key, value] });
}

function inferScaledDotProduct(call: Call): Inference {
  const [query, key, value] = call.inputs;
  const wrong = call.inputs.findIndex((shape) => shape !== undefined && shape.length < 2);
  if (wrong >= 0)
    return fails(wrongRank("ScaledDotProductAttention", "[T, C]", call.inputs[wrong] ?? [], wrong));
  if (query === undefined || key === undefined || value === undefined) return UNKNOWN;
  if (!mayBeEqual(lastDim(query), lastDim(key)))
    return fails(
      shapesDiffer("ScaledDotProductAttention", query, key, 1, l10n.t("query and key must be as wide")),
    );
  const issue = lengthIssue(key, value);
  if (issue !== undefined) return fails(issue);
  return { outputs: [[...query.slice(0, -1), lastDim(value)]], issues: [] };
}

function scaledDotProductMacs(call: InferredCall): Count {
  const [query, key, value] = call.inputs;
  if (query === undefined || key === undefined || value === undefined) return undefined;
  const scores = [...query.slice(0, -1), key[key.length - 2]];
  return sum([product([...scores, lastDim(query)]), product([...scores, lastDim(value)])]);
}
