// The contract of an operator: everything that Netlens knows about it is in one declaration.

import type { Count } from "../model/exact";
import type { Attributes, AttributeValue, Weight } from "../model/network";
import type { Shape } from "../model/shape";

/** Groups operators for colours, documentation and insights. */
export type Family =
  | "convolution"
  | "linear"
  | "pooling"
  | "normalization"
  | "activation"
  | "regularization"
  | "attention"
  | "recurrent"
  | "embedding"
  | "merge"
  | "arithmetic"
  | "shape"
  | "resampling"
  | "detection"
  | "loss"
  | "other";

/**
 * What a parameter accepts.
 * - `integer`, `number`, `boolean`, `text`: one value; `min` bounds numbers.
 * - `choice`: one of `choices`.
 * - `axes`: an integer for every spatial axis, or a list with one for each.
 * - `numbers`: a number for every spatial axis, or a list with one for each.
 * - `padding`: `axes`, or a list of `[begin, end]` pairs, or `"same"` or `"valid"`.
 * - `integers`: a list of integers (a single one counts as a list of one).
 * - `shape`: a list of sizes in which one may be -1 (inferred).
 * - `sizes`: a list of sizes, each a number or a text (a symbol), or a list of such lists.
 */
export type ParameterType =
  | "integer"
  | "number"
  | "numbers"
  | "boolean"
  | "text"
  | "choice"
  | "axes"
  | "padding"
  | "integers"
  | "shape"
  | "sizes";

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** Absent: the argument is required, unless `optional`. */
  readonly default?: AttributeValue;
  /** May be left out without a default; the rule then decides (`stride` of a pool is its kernel). */
  readonly optional?: boolean;
  readonly choices?: readonly string[];
  /** The least number allowed, for every number in the value. */
  readonly min?: number;
  /** The greatest number allowed, for every number in the value. */
  readonly max?: number;
  /** Other names accepted on reading and never written: `padding` for `pad`. */
  readonly aliases?: readonly string[];
  /** One sentence. */
  readonly documentation: string;
}

/** One application of an operator, as its rules see it. */
export interface Call {
  /** With defaults filled in; only the operator's own parameters. */
  readonly attributes: Attributes;
  /** Shapes without the batch axis; undefined where unknown. */
  readonly inputs: readonly (Shape | undefined)[];
  /** How many outputs were asked for (`q, k, v = Split(3)` asks for 3). */
  readonly wanted?: number;
}

/** A call whose outputs are inferred: what weights and costs are computed from. */
export interface InferredCall extends Call {
  readonly outputs: readonly (Shape | undefined)[];
}

/** Something wrong with a call; the reader adds the place, at the parameter's argument or at the input's source. */
export interface Issue {
  /** Stable and kebab-case, as in diagnostics. */
  readonly code: string;
  readonly message: string;
  readonly severity?: "error" | "warning";
  /** The parameter that is to blame. */
  readonly parameter?: string;
  /** The input that is to blame. */
  readonly input?: number;
}

/** Output shapes as far as they are known (an error gives unknown ones), and what is wrong. */
export interface Inference {
  readonly outputs: readonly (Shape | undefined)[];
  readonly issues: readonly Issue[];
}

/** How each output element along the spatial axes looks at the input, for the receptive field. */
export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Padding before the first element, per spatial axis. */
  readonly padding: readonly number[];
}

/** Lines of text that show how a figure comes about with the numbers put in; plain text, not Markdown. */
export interface Explanation {
  /** `height: (227 − 11 + 2·2)/4 + 1 = 56` */
  readonly shape?: readonly string[];
  /** `64·3·11·11 + 64 = 23,296` */
  readonly params?: readonly string[];
  /** `56·56·64 · 3·11·11 = 72,855,552` */
  readonly macs?: readonly string[];
}

export interface Operator {
  /** PyTorch's name without the rank suffix: `Conv`. */
  readonly name: string;
  /** Accepted on reading, never written: `Dense`. */
  readonly aliases?: readonly string[];
  readonly family: Family;
  /** A paragraph of Markdown, ours and therefore trusted. */
  readonly documentation: string;
  readonly parameters: readonly Parameter[];
  /** How many tensors it takes; `max` is Infinity for merges. */
  readonly arity: { readonly min: number; readonly max: number };
  /** True for operators that may be written in lower case with `{ | … | … }` branches: concat, add, mul … */
  readonly merge?: boolean;
  /** True where nobody can tell what an output element depends on. */
  readonly opaque?: boolean;
  /** How many weight layers it adds to the depth (1 for convolutions and fully connected layers; 0 unless given). */
  readonly weightLayers?: number;
  /** Output shapes, and what is wrong with the call. Never throws. Unknown inputs give unknown outputs without an issue. */
  infer(call: Call): Inference;
  /** The tensors that it owns; shapes may hold unknown dimensions. None unless given. */
  weights?(call: InferredCall): readonly Weight[];
  /** Multiply-accumulates; 0 unless given; undefined when a shape is unknown. */
  macs?(call: InferredCall): Count;
  /** Operations besides multiply-accumulates and bias adds: elementwise, pooling, normalization. 0 unless given. */
  operations?(call: InferredCall): Count;
  /** Bias additions, counted by the `operations` convention only. 0 unless given. */
  biasAdds?(call: InferredCall): Count;
  /** The window of each output element; pointwise unless given. `"global"`: every element sees all of the input. */
  window?(call: InferredCall): Window | "global" | undefined;
  explain?(call: InferredCall): Explanation;
}
