// Shape rules of fused attention and embeddings: ONNX's own (opset 23) and ONNX Runtime's (com.microsoft).

import type { Dim, Shape } from "../../../model/shape";
import { addDims, divideExactly, multiplyDims } from "../dims";
import { FLOAT, INT32 } from "../proto/element-types";
import type { Call, Rule, Tensor } from "./contract";
import { one, shapeOf, unknown } from "./contract";

/** How query, key and value are laid out, whichever rank they come in: what the MACs are computed from, too. */
export interface Heads {
  readonly batch: Dim;
  readonly queries: Dim;
  readonly keys: Dim;
  /** The size of one head of queries and keys, and of values, times the number of query heads. */
  readonly keyWidth: Dim;
  readonly valueWidth: Dim;
}

/** Reads ONNX's Attention: [batch, heads, steps, size] or [batch, steps, heads·size] with the numbers of heads as attributes. */
export function headsOf(call: Call): Heads | undefined {
  const [query, key, value] = [shapeOf(call, 0), shapeOf(call, 1), shapeOf(call, 2)];
  if (query === undefined || key === undefined || value === undefined) return undefined;
  const past = shapeOf(call, 4)?.at(-2) ?? 0;
  const [batch] = query;
  if (query.length === 4) {
    const heads = query[1];
    return {
      batch,
      queries: query[2],
      keys: addDims(key[2], past),
      keyWidth: multiplyDims(heads, query[3]),
      valueWidth: multiplyDims(heads, value[3]),
    };
  }
  const heads = call.attributes.int("q_num_heads", 1);
  const valueHeads = call.attributes.int("kv_num_heads", heads);
  const valueWidth = multiplyDims(divideExactly([value[2]], [valueHeads]), heads);
  return { batch, queries: query[1], keys: addDims(key[1], past), keyWidth: query[2], valueWidth };
}

const attention: Rule = (call) => {
  const query = shapeOf(call, 0);
  const heads = headsOf(call);
  const type = call.inputs[0]?.type ?? 0;
  if (query === undefined || heads === undefined)
    return Array.from({ length: call.wanted }, () => unknown(type));
  const four = query.length === 4;
  const count: Dim = four ? query[1] : call.attributes.int("q_num_heads", 1);
  const size = divideExactly([heads.valueWidth], [count]);
  const output: Shape = four
    ? [heads.batch, count, heads.queries, size]
    : [heads.batch, heads.queries, heads.valueWidth];
  const present = (index: number): Shape | undefined => presentShape(call, index, heads);
  const scores: Shape = [heads.batch, count, heads.queries, heads.keys];
  const shapes = [output, present(1), present(2), scores];
  return shapes.slice(0, Math.max(1, call.wanted)).map((shape) => ({ shape, type }));
};

function presentShape(call: Call, input: number, heads: Heads): Shape | undefined {
  const shape = shapeOf(call, input);
  if (shape?.length === 4) return [shape[0], shape[1], heads.keys, shape[3]];
  const count = call.attributes.int("kv_num_heads", 1);
  return shape && [shape[0], count, heads.keys, divideExactly([shape[2]], [count])];
}

/** com.microsoft Attention: one input, one packed weight [input, q + k + v]; the output is as wide as v. */
const packedAttention: Rule = (call) => {
  const input = shapeOf(call, 0);
  const sizes = call.attributes.ints("qkv_hidden_sizes");
  const packed = shapeOf(call, 1)?.[1];
  const width = sizes?.[2] ?? (typeof packed === "number" ? packed / 3 : undefined);
  const first: Tensor = { shape: input && [input[0], input[1], width], type: call.inputs[0]?.type ?? 0 };
  return [first, ...Array.from({ length: Math.max(0, call.wanted - 1) }, () => unknown())];
};

/** com.microsoft MultiHeadAttention and its kin: as the query, as wide as the values. */
const multiHead: Rule = (call) => {
  const [query, value] = [shapeOf(call, 0), shapeOf(call, 2)];
  const width = value?.length === 4 ? multiplyDims(value[1], value[3]) : (value?.[2] ?? query?.[2]);
  const shape = query?.length === 3 ? [query[0], query[1], width] : undefined;
  return [
    { shape, type: call.inputs[0]?.type ?? 0 },
    ...Array.from({ length: Math.max(0, call.wanted - 1) }, () => unknown()),
  ];
};

/** How queries, keys and values of com.microsoft's GroupQueryAttention are laid out: apart, or packed into the query. */
export interface Groups {
  readonly batch: Dim;
  readonly steps: Dim;
  readonly heads: number;
  readonly keyHeads: number;
  readonly size: Dim;
}

export function groupsOf(call: Call): Groups | undefined {
  const query = shapeOf(call, 0);
  const heads = call.attributes.int("num_heads", 0);
  const keyHeads = call.attributes.int("kv_num_heads", heads);
  if (query?.length !== 3 || heads < 1 || keyHeads < 1) return undefined;
  const packed = call.inputs[1] === undefined ? heads + 2 * keyHeads : heads;
  return { batch: query[0], steps: query[1], heads, keyHeads, size: divideExactly([query[2]], [packed]) };
}

/** As the query, without keys and values; then both caches, which reach as far as a buffer that they share with the past does. */
const groupQuery: Rule = (call) => {
  const groups = groupsOf(call);
  const type = call.inputs[0]?.type ?? 0;
  if (groups === undefined) return Array.from({ length: call.wanted }, () => unknown(type));
  const { batch, steps, heads, keyHeads, size } = groups;
  const past = shapeOf(call, 3);
  const cache: Shape = [batch, keyHeads, past === undefined ? steps : undefined, size];
  const shapes: readonly (Shape | undefined)[] = [[batch, steps, multiplyDims(heads, size)], cache, cache];
  return Array.from({ length: Math.max(1, call.wanted) }, (_, index) => ({ shape: shapes[index], type }));
};

/** A recurrent attention's heads: the state of each key head is [key size, value size]. */
export interface LinearHeads {
  readonly batch: Dim;
  readonly steps: Dim;
  readonly heads: number;
  readonly keyHeads: number;
  readonly keySize: Dim;
  readonly valueSize: Dim;
}

export function linearHeadsOf(call: Call): LinearHeads | undefined {
  const [query, value] = [shapeOf(call, 0), shapeOf(call, 2)];
  const heads = call.attributes.int("q_num_heads", 0);
  const keyHeads = call.attributes.int("kv_num_heads", 0);
  if (query?.length !== 3 || value?.length !== 3 || heads < 1 || keyHeads < 1) return undefined;
  const [keySize, valueSize] = [divideExactly([query[2]], [heads]), divideExactly([value[2]], [keyHeads])];
  return { batch: query[0], steps: query[1], heads, keyHeads, keySize, valueSize };
}

/** ONNX's LinearAttention (opset 27): [batch, steps, heads · value size], and the state. */
const linearAttention: Rule = (call) => {
  const all = linearHeadsOf(call);
  const type = call.inputs[0]?.type ?? 0;
  if (all === undefined) return Array.from({ length: call.wanted }, () => unknown(type));
  const shapes: readonly Shape[] = [
    [all.batch, all.steps, multiplyDims(all.heads, all.valueSize)],
    [all.batch, all.keyHeads, all.keySize, all.valueSize],
  ];
  return Array.from({ length: Math.max(1, call.wanted) }, (_, index) => ({ shape: shapes[index], type }));
};

/** [batch, steps, hidden], then the mask's index; the embedding's width is that of the word table. */
const embedLayerNormalization: Rule = (call) => {
  const ids = shapeOf(call, 0);
  const shape = ids && [ids[0], ids[1], shapeOf(call, 2)?.[1]];
  const outputs: readonly Tensor[] = [
    { shape, type: call.inputs[2]?.type ?? FLOAT },
    { shape: [ids?.[0]], type: INT32 },
    { shape, type: FLOAT },
  ];
  return outputs.slice(0, Math.max(1, call.wanted));
};

const same: Rule = (call) => one(call, shapeOf(call, 0));

export const ATTENTION_RULES: Readonly<Record<string, Rule>> = {
  Attention: attention,
  EmbedLayerNormalization: embedLayerNormalization,
  DecoderMaskedMultiHeadAttention: multiHead,
  GroupQueryAttention: groupQuery,
  LinearAttention: linearAttention,
  LongformerAttention: same,
  MultiHeadAttention: multiHead,
  PackedAttention: packedAttention,
  QAttention: packedAttention,
  RotaryEmbedding: same,
  SparseAttention: groupQuery,
};
