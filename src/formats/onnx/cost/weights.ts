// Which of a file's tensors a node owns: trained parameters, state that training does not touch, or neither.

import type { Step } from "../graph/step";
import type { Stored } from "../graph/value";
import { isTrainable } from "../graph/value";
import { isByte, isReal } from "../proto/element-types";
import { relativeTable } from "./relative-bias";

export type Role = "parameter" | "buffer";

export interface Owned {
  readonly stored: Stored;
  readonly role: Role;
}

/** Inputs that are trained weights by the operator's nature, whatever they are called. */
const WEIGHT_INPUTS: Readonly<Record<string, readonly number[]>> = {
  Attention: [],
  BatchNormalization: [1, 2],
  BiasAdd: [1, 2],
  BiasGelu: [1],
  CausalConvWithState: [1, 2],
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  DeformConv: [1, 3],
  DynamicQuantizeLSTM: [3],
  EmbedLayerNormalization: [2, 3, 4, 5, 6],
  FastGelu: [1],
  FusedConv: [1, 2],
  FusedGemm: [1, 2],
  FusedMatMul: [0, 1],
  GRU: [1, 2, 3],
  Gather: [0],
  Gemm: [0, 1, 2],
  GemmFastGelu: [1, 2],
  GroupNorm: [1, 2],
  GroupNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  LSTM: [1, 2, 3, 7],
  LayerNormalization: [1, 2],
  LongformerAttention: [1, 2, 4, 5],
  MatMul: [0, 1],
  MultiHeadAttention: [3],
  PRelu: [1],
  PackedAttention: [1, 2],
  QAttention: [2],
  RMSNormalization: [1],
  RNN: [1, 2, 3],
  SimplifiedLayerNormalization: [1],
  SkipGroupNorm: [1, 2],
  SkipLayerNormalization: [2, 3, 4],
  SkipSimplifiedLayerNormalization: [2, 3],
  TransposeMatMul: [0, 1],
};

/** Inputs that hold quantized weights or biases. */
const QUANTIZED_INPUTS: Readonly<Record<string, readonly number[]>> = {
  ConvInteger: [1],
  DynamicQuantizeLSTM: [1, 2],
  DynamicQuantizeMatMul: [1, 4],
  MatMulInteger: [0, 1],
  MatMulBnb4: [1],
  MatMulFpQ4: [1],
  MatMulIntegerToFloat: [1, 6],
  MatMulNBits: [1],
  QAttention: [1],
  QGemm: [3, 6],
  QLinearAdd: [0, 3],
  QLinearConv: [3, 8],
  QLinearMatMul: [0, 3],
  QLinearMul: [0, 3],
};

/** Real-valued inputs that say how to compute rather than what was learnt: bounds, ratios, factors. */
const SETTING_INPUTS: Readonly<Record<string, readonly number[]>> = {
  Clip: [1, 2],
  Dropout: [1, 2],
  NonMaxSuppression: [2, 3, 4],
  OneHot: [1, 2],
  Pad: [2],
  Range: [0, 1, 2],
  Resize: [1, 2, 3],
  Upsample: [1],
};

/** Running statistics: a BatchNormalization that a framework wrote as arithmetic is frozen, and holds no parameters. */
const STATISTICS = /(running_(mean|var)|moving_(mean|variance))(:\d+)?$/;
/** Frequencies of rotary positions, masks, and TensorFlow's constants. */
const STATE =
  /(^|[._])inv_freq$|(^|\.)((attn|attention|causal)_)?mask$|\/(zeros|ones|Const)(_\d+)?(\/Const(_\d+)?)?:0$/;

/** The tensors that the node owns, each once, in the order of its inputs. */
export function ownedBy(step: Step): readonly Owned[] {
  const owned = new Map<string, Owned>();
  const constants = step.inputs.map((input) =>
    input !== undefined && input.kind !== "data" ? input.stored : [],
  );
  const frozen = step.node.op !== "BatchNormalization" && constants.flat().some(isStatistic);
  for (const [index, list] of constants.entries()) {
    for (const stored of list) {
      if (owned.has(keyOf(stored))) continue;
      const table = relativeTable(step, stored);
      const role = table === undefined ? roleOf(step, index, stored, frozen) : "parameter";
      const known = table === undefined ? stored : { ...stored, shape: table };
      if (role !== undefined) owned.set(keyOf(stored), { stored: known, role });
    }
  }
  for (const inner of step.inner.traces.flatMap((trace) => trace.steps)) {
    for (const each of ownedBy(inner))
      if (!owned.has(keyOf(each.stored))) owned.set(keyOf(each.stored), each);
  }
  return [...owned.values()];
}

/** What makes two uses the same tensor. */
export function keyOf(stored: Stored): string {
  return stored.alias ?? stored.tensor.name;
}

function isStatistic(stored: Stored): boolean {
  return STATISTICS.test(stored.tensor.name);
}

function roleOf(step: Step, index: number, stored: Stored, frozen: boolean): Role | undefined {
  const op = step.node.op ?? "";
  if (stored.quantized !== undefined) return stored.quantized === "scale" ? "buffer" : "parameter";
  if (has(QUANTIZED_INPUTS, op, index) || isQuantizedTable(op, index, stored)) return "parameter";
  if (!isReal(stored.tensor.dataType) || has(SETTING_INPUTS, op, index)) return undefined;
  if (frozen || isState(stored) || (op === "BatchNormalization" && index > 2)) return "buffer";
  return realRole(step, op, index, stored);
}

/** The exporter says that it is no parameter. */
function isState(stored: Stored): boolean {
  return stored.declared?.role === "buffer" || isStatistic(stored) || STATE.test(stored.tensor.name);
}

function realRole(step: Step, op: string, index: number, stored: Stored): Role | undefined {
  // Where the exporter writes GroupNorm with an InstanceNormalization, that has ones and zeros of its own.
  if (op === "InstanceNormalization" && stored.declared?.role === "computed") return "buffer";
  if (has(WEIGHT_INPUTS, op, index) && !isTable(step, index)) {
    return stored.inline && !isInlineWeight(step, index, stored) ? undefined : "parameter";
  }
  if (stored.inline) return undefined;
  return isTrainable(stored) ? "parameter" : "buffer";
}

/** Rows of bytes that are looked up are a quantized embedding. */
function isQuantizedTable(op: string, index: number, { tensor }: Stored): boolean {
  return op === "Gather" && index === 0 && tensor.dims.length === 2 && isByte(tensor.dataType);
}

function has(table: Readonly<Record<string, readonly number[]>>, op: string, index: number): boolean {
  return table[op]?.includes(index) === true;
}

/** A constant that trained weights are applied to (a table of positions, say) is not trained itself. */
function isTable(step: Step, index: number): boolean {
  return index === 0 && step.node.op !== "Gather" && step.inputs[1]?.kind === "constant";
}

/** A Constant node's value that is a weight all the same: not all of one number, and where rows are looked up a table of them. */
function isInlineWeight(step: Step, index: number, stored: Stored): boolean {
  const isTableOfRows = step.node.op !== "Gather" || stored.tensor.dims.length === 2;
  return isTableOfRows && !isFilled(step, index, stored);
}

/** The same number everywhere: nothing was learnt, unless the operator is nothing without its weights. */
function isFilled(step: Step, index: number, stored: Stored): boolean {
  if (stored.isGenerated === true) return !NEEDS_WEIGHTS.has(step.node.op ?? "");
  const data = step.inputs[index]?.tensor.data;
  return data?.every((value) => value === data[0]) === true;
}

const NEEDS_WEIGHTS: ReadonlySet<string> = new Set([
  "BatchNormalization",
  "Conv",
  "ConvTranspose",
  "Gemm",
  "MatMul",
]);
