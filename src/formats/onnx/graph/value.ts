// A tensor in the traced graph: what is known of it, and whether it is data, a constant, or computed from shapes alone.

import type { Shape } from "../../../model/shape";
import type { Tensor } from "../infer/contract";
import { isReal } from "../proto/element-types";
import type { TensorProto } from "../proto/schema";
import type { Declared } from "./declared";

/** A tensor of the file that a constant comes from. */
export interface Stored {
  readonly tensor: TensorProto;
  /** A Constant node's value, which training does not change, rather than an initializer. */
  readonly inline: boolean;
  /** Made by the graph itself, all of one number. */
  readonly isGenerated?: boolean;
  /** The exporter stored equal vectors once, and this is another use under a name of its own. */
  readonly alias?: string;
  /** The weights' shape where they are packed into fewer elements. */
  readonly shape?: Shape;
  /** What the exporter says that it is, in files that say so. */
  readonly declared?: Declared;
  /** Dequantized on the way: quantized weights, or their scale or zero point. */
  readonly quantized?: "values" | "scale";
}

/**
 * - `data`: depends on the network's inputs.
 * - `constant`: computed from tensors in the file alone.
 * - `shape`: computed from constants and from the shapes of data.
 */
export type ValueKind = "data" | "constant" | "shape";

export interface Value {
  readonly name: string;
  readonly tensor: Tensor;
  readonly kind: ValueKind;
  /** For constants and values computed from shapes: the file's tensors that went into it. */
  readonly stored: readonly Stored[];
}

/** Names that exporters make up for what they folded, such as transposed weights: `onnx::MatMul_123`, `123`, `const_fold_opt__45`. */
const MADE_UP = /^(onnx::|\d+$|const_fold_opt__\d+$)/;

/** True for a name that an exporter gives to what it computed. */
export function isMadeUpName(name: string): boolean {
  return MADE_UP.test(name);
}

/** True for an initializer under the exporter's own name, which holds something computed: of parameters, or of constants. */
export function isMadeUp(stored: Stored): boolean {
  return isMadeUpName(stored.tensor.name) || isComputed(stored);
}

/** True for what the exporter says that it computed, which has a name of the exporter's. */
function isComputed({ declared }: Stored): boolean {
  return declared !== undefined && (declared.isFolded || declared.role === "computed");
}

/** How modules name a single number that they train (`blocks.0.scale`, CLIP's `logit_scale`); others without axes are settings. */
const TRAINED_NUMBER =
  /(^|\.)(logit_scale|logit_bias|temperature)$|\.(weight|bias|scale|gamma|beta|alpha|gain|gate)$/;

/**
 * True for initializers of real numbers that training may have changed. A single number that the exporter computed is a
 * setting.
 */
export function isTrainable(stored: Stored): boolean {
  const { tensor, inline, declared } = stored;
  if (inline || !isReal(tensor.dataType)) return false;
  if (declared !== undefined) return declared.role === "parameter";
  if (tensor.dims.length === 0) return TRAINED_NUMBER.test(tensor.name);
  return !isMadeUp(stored) || tensor.dims.some((dim) => dim !== 1);
}
