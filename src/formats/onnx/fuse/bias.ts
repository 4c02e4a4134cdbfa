// A product with constant weights, then the addition of one trained number to each of its features: a fully connected layer.

import type { Unit } from "../graph/unit";
import type { Match, Pattern } from "./pattern";
import { isLearnt } from "./pattern";

export const linearWithBias: Pattern = (root, wiring): Match | undefined => {
  if (root.operator !== "Bias" || !isLearnt(root)) return undefined;
  const product = wiring.made(root.inputs[0], "MatMul", "FusedMatMul", "Gemm", "MatMulInteger");
  if (product?.operator !== "Linear" || product.attributes["bias"] !== false) return undefined;
  if (lastOfConstant(root) !== product.outputs[0]?.tensor.shape?.at(-1)) return undefined;
  const attributes = { ...product.attributes, bias: true };
  return {
    members: [product, root],
    operator: "Linear",
    attributes,
    inputs: product.inputs,
    owners: [product, root],
  };
};

function lastOfConstant(unit: Unit): unknown {
  const constant = unit.steps[0]?.inputs.find((input) => input !== undefined && input.kind !== "data");
  return constant?.tensor.shape?.at(-1);
}
