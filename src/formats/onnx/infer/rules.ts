// The flat table from operator type to shape rule: one line for each family.

import { ATTENTION_RULES } from "./attention";
import type { Rule } from "./contract";
import { CONVOLUTION_RULES } from "./convolution";
import { ELEMENTWISE_RULES } from "./elementwise";
import { GENERATOR_RULES } from "./generator";
import { INDEXING_RULES } from "./indexing";
import { MATRIX_RULES } from "./matrix";
import { NORMALIZATION_RULES } from "./normalization";
import { POOLING_RULES } from "./pooling";
import { QUANTIZATION_RULES } from "./quantization";
import { RECURRENT_RULES } from "./recurrent";
import { REDUCTION_RULES } from "./reduction";
import { RESAMPLING_RULES } from "./resampling";
import { RESHAPE_RULES } from "./reshape";
import { SEQUENCE_RULES } from "./sequence";
import { SIGNAL_RULES } from "./signal";

const RULES: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    ...ATTENTION_RULES,
    ...CONVOLUTION_RULES,
    ...ELEMENTWISE_RULES,
    ...GENERATOR_RULES,
    ...INDEXING_RULES,
    ...MATRIX_RULES,
    ...NORMALIZATION_RULES,
    ...POOLING_RULES,
    ...QUANTIZATION_RULES,
    ...RECURRENT_RULES,
    ...REDUCTION_RULES,
    ...RESAMPLING_RULES,
    ...RESHAPE_RULES,
    ...SEQUENCE_RULES,
    ...SIGNAL_RULES,
  }),
);

/** Domains whose operators are known: ONNX's own and ONNX Runtime's contributed ones. */
const KNOWN_DOMAINS: ReadonlySet<string> = new Set([
  "",
  "com.microsoft",
  "com.microsoft.nchwc",
  "org.pytorch.aten",
]);

/**
 * The operator type under which rules, costs and mapping know a node: ONNX Runtime's Attention differs from ONNX's own.
 * Undefined for operators of unknown domains.
 */
export function ruleName(opType: string, domain: string): string | undefined {
  if (!KNOWN_DOMAINS.has(domain)) return undefined;
  return domain === "com.microsoft" && opType === "Attention" ? "PackedAttention" : opType;
}

/** The shape rule of that name. */
export function ruleNamed(name: string): Rule | undefined {
  return RULES.get(name);
}

/** Every operator type with a shape rule, in alphabetical order. */
export function ruledOperators(): readonly string[] {
  return [...RULES.keys()].sort();
}
