// Mapping of layers with weights other than convolutions: fully connected, normalization, recurrent, embedding; and Dropout.

import { hasBatchAxis } from "../graph/batch";
import type { Step } from "../graph/step";
import { isTrainable } from "../graph/value";
import type { Mapped, Mapper } from "./contract";
import { catalogueAxis, dataCount, neat, scalarOf } from "./contract";

/** Gemm with constant weights. */
export const linear: Mapper = (step) => {
  const features = step.outputs[0]?.tensor.shape?.at(-1);
  if (step.inputs[1]?.kind === "data" || step.inputs[0]?.kind !== "data" || typeof features !== "number")
    return undefined;
  return { operator: "Linear", attributes: { features, bias: step.inputs[2] !== undefined } };
};

/** A product with a constant matrix is a fully connected layer; of two activations, a MatMul. */
export const matmul: Mapper = (step) => matrixProduct(step, 0, 1);

/** QLinearMatMul: a, its scale and zero point, then b. */
export const quantizedLinear: Mapper = (step) => matrixProduct(step, 0, 3);

function matrixProduct(step: Step, left: number, right: number): Mapped | undefined {
  const [a, b] = [step.inputs[left], step.inputs[right]];
  const features = step.outputs[0]?.tensor.shape?.at(-1);
  if (a?.kind === "data" && b?.kind === "data") {
    const transpose = step.node.attributes.int("transB", 0) !== 0 ? true : undefined;
    return { operator: "MatMul", attributes: { transpose } };
  }
  const matrix = a?.kind === "data" && b?.tensor.shape?.length === 2;
  return matrix && typeof features === "number"
    ? { operator: "Linear", attributes: { features, bias: false } }
    : undefined;
}

/** BatchNorm, LayerNorm and their kin, learnt scale and shift included. */
export function normalization(operator: string): Mapper {
  return (step) => {
    const { attributes } = step.node;
    const epsilon = neat(attributes.float("epsilon", 1e-5));
    const axis = catalogueAxis(step, attributes.int("axis", -1));
    const momentum = neat(1 - attributes.float("momentum", 0.9));
    const more: Readonly<Record<string, Mapped["attributes"]>> = {
      BatchNorm: { momentum },
      GroupNorm: { groups: attributes.int("num_groups", 1) },
      InstanceNorm: { affine: true },
      LayerNorm: { axis, bias: step.inputs[2] !== undefined },
      RMSNorm: { axis },
    };
    return { operator, attributes: { epsilon, ...more[operator] } };
  };
}

export const recurrent: Mapper = (step) => {
  const hidden = step.outputs[0]?.tensor.shape?.at(-1);
  if (typeof hidden !== "number") return undefined;
  const bidirectional = step.node.attributes.text("direction", "forward") === "bidirectional";
  return {
    operator: step.node.opType,
    attributes: { hidden, bidirectional, bias: step.inputs[3] !== undefined },
  };
};

/** A lookup of rows in a trained table. */
export const embedding: Mapper = (step) => {
  const [table, indices] = step.inputs;
  const [rows, width, ...others] = table?.tensor.shape ?? [];
  const trained =
    table?.kind === "constant" && table.stored.some(isTrainable) && indices?.kind !== "constant";
  if (!trained || others.length > 0 || typeof rows !== "number" || typeof width !== "number")
    return undefined;
  if (step.node.attributes.int("axis", 0) !== 0 || dataCount(step) !== 1) return undefined;
  return { operator: "Embedding", attributes: { num: rows, dim: width } };
};

export const dropout: Mapper = (step) => {
  const ratio =
    step.inputs[1] === undefined ? step.node.attributes.float("ratio", 0.5) : (scalarOf(step, 1) ?? 0.5);
  return { operator: "Dropout", attributes: { p: neat(ratio) } };
};

/** The equation without the letter of the batch, where every tensor begins with it. */
export const einsum: Mapper = (step) => {
  const equation = step.node.attributes.text("equation", "").replaceAll(/\s/g, "");
  const [left = "", right] = equation.split("->");
  const tensors = [...step.inputs, step.outputs[0]];
  if (right === undefined || equation.includes(".")) return undefined;
  if (!tensors.every((value) => hasBatchAxis(value?.tensor.shape)))
    return { operator: "Einsum", attributes: { equation } };
  const terms = [...left.split(","), right];
  const [letter] = terms[0] ?? "";
  const shared = letter !== undefined && terms.every((term) => term.startsWith(letter));
  const inner = terms.map((term) => term.slice(1));
  const text = `${inner.slice(0, -1).join(",")}->${inner.at(-1) ?? ""}`;
  return shared ? { operator: "Einsum", attributes: { equation: text } } : undefined;
};
