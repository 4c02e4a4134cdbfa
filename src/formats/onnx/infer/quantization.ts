// Shape rules of quantization: the data's shape in another type, and elementwise operators on quantized data.

import * as l10n from "@vscode/l10n";
import { FLOAT, UINT8 } from "../proto/element-types";
import { broadcast } from "./broadcast";
import type { Rule } from "./contract";
import { issue, one, shapeOf } from "./contract";

const quantize: Rule = (call) =>
  one(call, shapeOf(call, 0), call.inputs[2]?.type ?? call.attributes.int("output_dtype", UINT8));

const dequantize: Rule = (call) => one(call, shapeOf(call, 0), call.inputs[1]?.type ?? FLOAT);

/** The quantized data, its scale and its zero point. */
const dynamicQuantize: Rule = (call) => [
  { shape: shapeOf(call, 0), type: UINT8 },
  { shape: [], type: FLOAT },
  { shape: [], type: UINT8 },
];

/** a, its scale and zero point, b, its scale and zero point. */
const binary: Rule = (call) => {
  const shape = broadcast([shapeOf(call, 0), shapeOf(call, 3)]);
  return shape === "conflict"
    ? issue("shape-mismatch", l10n.t("{0}: its inputs do not broadcast.", call.op))
    : one(call, shape);
};

export const QUANTIZATION_RULES: Readonly<Record<string, Rule>> = {
  DequantizeLinear: dequantize,
  DynamicQuantizeLinear: dynamicQuantize,
  QLinearAdd: binary,
  QLinearMul: binary,
  QuantizeLinear: quantize,
};
