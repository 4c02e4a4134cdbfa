// Mapping of arithmetic: merges of data, and arithmetic with a constant, which may be a bias, a scale or a position table.

import { isTrainable } from "../graph/value";
import { withoutBatch } from "../graph/batch";
import type { Step } from "../graph/step";
import { isKnown } from "../../../model/shape";
import { product } from "../../../model/exact";
import type { Mapper } from "./contract";
import { catalogueAxis, dataCount, neat, scalarOf } from "./contract";

/** Add, Sub, Mul, Div, Max, Min. */
export function binary(operator: string): Mapper {
  return (step) => {
    if (dataCount(step) !== 1) return { operator, attributes: {} };
    const constant = step.inputs.findIndex((input) => input !== undefined && input.kind !== "data");
    const value = scalarOf(step, constant);
    if (value !== undefined && step.inputs[constant]?.stored.some(isTrainable) !== true) {
      return { operator, attributes: { value } };
    }
    return learnt(operator, step, constant) ?? { operator, attributes: {} };
  };
}

function learnt(operator: string, step: Step, constant: number): ReturnType<Mapper> {
  if (step.inputs[constant]?.stored.some(isTrainable) !== true) return undefined;
  const shape = step.inputs[constant].tensor.shape;
  const output = step.outputs[0]?.tensor.shape;
  if (!isKnown(shape) || output === undefined) return undefined;
  const wide = shape
    .map((size, axis) => ({ size, axis: output.length - shape.length + axis }))
    .filter(({ size }) => size > 1);
  const [only] = wide;
  if (wide.length === 1 && only !== undefined) {
    const axis = catalogueAxis(step, only.axis, output);
    if (operator === "Add") return { operator: "Bias", attributes: { axis } };
    if (operator === "Mul") return { operator: "Scale", attributes: { axis } };
  }
  const whole = product(shape) === product(withoutBatch(output) ?? [undefined]);
  return operator === "Add" && whole
    ? { operator: "PositionalEmbedding", attributes: { learned: true } }
    : undefined;
}

export const power: Mapper = (step) => {
  const exponent = scalarOf(step, 1);
  if (dataCount(step) !== 1 || exponent === undefined) return undefined;
  return exponent === 2
    ? { operator: "Square", attributes: {} }
    : { operator: "Pow", attributes: { exponent } };
};

/** Clip between 0 and 6 is ReLU6; bounds are inputs since opset 11. */
export const clip: Mapper = (step) => {
  const bound = (name: string, index: number): number | undefined =>
    step.node.attributes.has(name) ? neat(step.node.attributes.float(name, 0)) : scalarOf(step, index);
  const [min, max] = [bound("min", 1), bound("max", 2)];
  if (min === 0 && max === 6) return { operator: "ReLU6", attributes: {} };
  return { operator: "Clip", attributes: { min: limit(min), max: limit(max) } };
};

/** Bounds as large as a float goes are none. */
function limit(value: number | undefined): number | undefined {
  return value !== undefined && Math.abs(value) > 1e38 ? undefined : value;
}
