// Operators that reduce axes: Mean, Sum and the like. Each input element counts as one operation.

import { axisIndices, wrongAxis } from "./axis";
import { elements, fails, gives, isOn, numbersOf, UNKNOWN } from "./call";
import type { Call, Inference, InferredCall, Operator, Parameter } from "./operator";

const AXIS: Parameter = {
  name: "axis",
  type: "integers",
  optional: true,
  aliases: ["dim"],
  documentation: "The axes to reduce: 1 is the first, -1 the last; all unless given.",
};
const KEEP: Parameter = {
  name: "keepdim",
  type: "boolean",
  default: false,
  aliases: ["keepdims"],
  documentation: "Keeps the reduced axes with size 1.",
};

function reduction(name: string, what: string, aliases: readonly string[] = []): Operator {
  return {
    name,
    aliases,
    family: "arithmetic",
    documentation: `${what} over axes.`,
    parameters: [AXIS, KEEP],
    arity: { min: 1, max: 1 },
    infer: (call) => inferReduction(name, call),
    operations: (call) => elements(call.inputs[0]),
    window: reductionWindow,
  };
}

export const REDUCTIONS: readonly Operator[] = [
  reduction("Mean", "The mean", ["ReduceMean"]),
  reduction("Sum", "The sum", ["ReduceSum"]),
  reduction("ReduceMax", "The greatest element"),
  reduction("ReduceMin", "The least element"),
  reduction("ReduceProd", "The product"),
  reduction("ReduceL1", "The sum of absolute values"),
  reduction("ReduceL2", "The Euclidean length"),
  reduction("Variance", "The variance"),
  reduction("LogSumExp", "The logarithm of the sum of eˣ"),
  reduction("ArgMax", "The index of the greatest element"),
  reduction("ArgMin", "The index of the least element"),
];

function inferReduction(name: string, call: Call): Inference {
  const [input] = call.inputs;
  const axes = numbersOf(call, "axis");
  const keep = isOn(call, "keepdim");
  if (input === undefined) return axes === undefined && !keep ? gives([]) : UNKNOWN;
  const indices = axes === undefined ? input.map((_, axis) => axis) : axisIndices(axes, input.length);
  if (indices === undefined) return fails(wrongAxis(name, axes ?? [], input));
  if (keep) return gives(input.map((dim, axis) => (indices.includes(axis) ? 1 : dim)));
  return gives(input.filter((_, axis) => !indices.includes(axis)));
}

/** Over anything but the channels, each element sees all of the input. */
function reductionWindow(call: InferredCall): "global" | undefined {
  const [input] = call.inputs;
  const axes = numbersOf(call, "axis");
  const indices = input && axes && axisIndices(axes, input.length);
  return indices?.length === 1 && indices[0] === 0 ? undefined : "global";
}
