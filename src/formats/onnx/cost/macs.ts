// Multiply-accumulates of a node from whole shapes: one function for each operator type that has any.

import type { Count } from "../../../model/exact";
import { product, sum } from "../../../model/exact";
import type { Dim, Shape } from "../../../model/shape";
import { groupsOf, headsOf, linearHeadsOf } from "../infer/attention";
import type { Call, Tensor } from "../infer/contract";
import { shapeOf } from "../infer/contract";
import { fusedOperand, readEquation } from "../infer/matrix";

type Macs = (call: Call, outputs: readonly Tensor[]) => Count;

const elements = (shape: Shape | undefined): Count => (shape === undefined ? undefined : product(shape));

/** Output elements × (input channels / groups) × kernel elements: the filters without their first axis. */
const convolution =
  (filters: number): Macs =>
  (call, outputs) => {
    const weight = shapeOf(call, filters);
    return weight && product([elements(outputs[0]?.shape), ...weight.slice(1)]);
  };

/** Input elements × (output channels / groups) × kernel elements. */
const transposed: Macs = (call) => {
  const weight = shapeOf(call, 1);
  return weight && product([elements(shapeOf(call, 0)), ...weight.slice(1)]);
};

/** Output elements × the length of the axis that is summed over. */
const matrix: Macs = (call, outputs) =>
  product([elements(outputs[0]?.shape), fusedOperand(call, 0, "A")?.at(-1)]);

/** Every combination of labels, when some label is summed over between at least two operands. */
const einsum: Macs = (call) => {
  const equation = readEquation(
    call.attributes.text("equation", ""),
    call.inputs.map((input) => input?.shape),
  );
  if (equation === undefined) return undefined;
  const summed = [...equation.sizes.keys()].some((label) => !equation.output.includes(label));
  return equation.operands.length < 2 || !summed ? 0 : product(equation.sizes.values());
};

/** Steps × elements of the input and recurrent weights (of all directions), for each sample. */
const recurrent: Macs = (call) => {
  const input = shapeOf(call, 0);
  const weights = sum([elements(shapeOf(call, 1)), elements(shapeOf(call, 2))]);
  return input && product([input[0], input[1], weights]);
};

/** Scores (queries × keys × width) and their product with the values. */
function scoresAndSums(batch: Dim, queries: Dim, keys: Dim, keyWidth: Dim, valueWidth: Dim): Count {
  return sum([product([batch, queries, keys, keyWidth]), product([batch, queries, keys, valueWidth])]);
}

const attention: Macs = (call) => {
  const heads = headsOf(call);
  return heads && scoresAndSums(heads.batch, heads.queries, heads.keys, heads.keyWidth, heads.valueWidth);
};

/** Projections of the input to queries, keys and values by the packed weight, then attention. */
const packedAttention: Macs = (call, outputs) => {
  const [input, weight] = [shapeOf(call, 0), shapeOf(call, 1)];
  const width = outputs[0]?.shape?.[2];
  if (input === undefined || weight === undefined) return undefined;
  const past = shapeOf(call, 4)?.at(-2) ?? 0;
  const keys = typeof input[1] === "number" && typeof past === "number" ? input[1] + past : undefined;
  const keyWidth = call.attributes.ints("qkv_hidden_sizes")?.[0] ?? width;
  return sum([product([...input, weight[1]]), scoresAndSums(input[0], input[1], keys, keyWidth, width)]);
};

/** com.microsoft MultiHeadAttention: the projections are nodes of their own. */
const multiHead: Macs = (call) => {
  const [query, key, value] = [shapeOf(call, 0), shapeOf(call, 1), shapeOf(call, 2)];
  if (query?.length !== 3 || key === undefined || value === undefined) return undefined;
  const keys = key.length === 4 ? key[2] : key[1];
  const valueWidth = value.length === 4 ? product([value[1], value[3]]) : value[2];
  return scoresAndSums(query[0], query[1], keys, query[2], valueWidth);
};

/** Every head to every step up to now; with a cache, only where its length is known. */
const groupQuery: Macs = (call) => {
  const groups = groupsOf(call);
  if (groups === undefined) return undefined;
  const width = product([groups.heads, groups.size]);
  const past = call.inputs[3] === undefined ? 0 : shapeOf(call, 3)?.[2];
  const keys = typeof past === "number" && typeof groups.steps === "number" ? past + groups.steps : undefined;
  return scoresAndSums(groups.batch, groups.steps, keys, width, width);
};

/**
 * Each step adds the product of a key and a value to the state of its head, and the query is multiplied by it; the delta rules
 * multiply the key by the state first.
 */
const linearAttention: Macs = (call) => {
  const all = linearHeadsOf(call);
  if (all === undefined) return undefined;
  const isDelta = call.attributes.text("update_rule", "gated_delta").includes("delta");
  const products = all.heads + all.keyHeads * (isDelta ? 2 : 1);
  return product([all.batch, all.steps, products, all.keySize, all.valueSize]);
};

const bits: Macs = (call) => product([elements(shapeOf(call, 0)), call.attributes.int("N", 0)]);

/** Deformable convolution counts like a plain one; sampling is not multiply-accumulation. */
const MACS: ReadonlyMap<string, Macs> = new Map(
  Object.entries({
    Attention: attention,
    CausalConvWithState: convolution(1),
    Conv: convolution(1),
    ConvInteger: convolution(1),
    ConvTranspose: transposed,
    DecoderMaskedMultiHeadAttention: () => undefined,
    DeformConv: convolution(1),
    DynamicQuantizeLSTM: recurrent,
    DynamicQuantizeMatMul: matrix,
    Einsum: einsum,
    FusedConv: convolution(1),
    FusedGemm: matrix,
    FusedMatMul: matrix,
    GRU: recurrent,
    Gemm: matrix,
    GemmFastGelu: matrix,
    GroupQueryAttention: groupQuery,
    LSTM: recurrent,
    LinearAttention: linearAttention,
    LongformerAttention: () => undefined,
    MatMul: matrix,
    MatMulBnb4: bits,
    MatMulFpQ4: () => undefined,
    MatMulInteger: matrix,
    MatMulIntegerToFloat: matrix,
    MatMulNBits: bits,
    MultiHeadAttention: multiHead,
    PackedAttention: packedAttention,
    QAttention: packedAttention,
    QGemm: matrix,
    QLinearConv: convolution(3),
    QLinearMatMul: matrix,
    RNN: recurrent,
    SparseAttention: () => undefined,
    TransposeMatMul: matrix,
  }),
);

/** True for operators that multiply and accumulate. */
export function hasMacs(op: string): boolean {
  return MACS.has(op);
}

/** The node's multiply-accumulates at batch 1; 0 for operators that have none; undefined where a shape is open. */
export function macsOf(call: Call, outputs: readonly Tensor[]): Count {
  const rule = MACS.get(call.op);
  return rule === undefined ? 0 : rule(call, outputs);
}
