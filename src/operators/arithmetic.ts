// Elementwise functions and constants, and learnable scales.

import type { Count } from "../model/exact";
import type { Weight } from "../model/network";
import type { Shape } from "../model/shape";
import { axisIndex, axisParameter, wrongAxis } from "./axis";
import { fails, gives, isOn, numberOf, numbersOf, outputElements, parameter, times, UNKNOWN } from "./call";
import { explainParams } from "./explain";
import type { Call, Inference, InferredCall, Operator, Parameter } from "./operator";
import { pointwise } from "./pointwise";

function unary(name: string, documentation: string, parameters: readonly Parameter[] = []): Operator {
  return pointwise({ name, family: "arithmetic", documentation, parameters });
}

function optionalNumber(name: string, documentation: string): Parameter {
  return { name, type: "number", optional: true, documentation };
}

const UNARY: readonly Operator[] = [
  unary("Abs", "|x|"),
  unary("Neg", "−x"),
  unary("Exp", "eˣ"),
  unary("Log", "The natural logarithm."),
  unary("Sqrt", "The square root."),
  unary("Rsqrt", "One by the square root."),
  unary("Reciprocal", "1/x"),
  unary("Square", "x²"),
  unary("Sin", "The sine."),
  unary("Cos", "The cosine."),
  unary("Erf", "The error function."),
  unary("Sign", "−1, 0 or 1."),
  unary("Floor", "The next whole number below."),
  unary("Ceil", "The next whole number above."),
  unary("Round", "The nearest whole number."),
  unary("Not", "Logical negation."),
  unary("Pow", "x to a constant power.", [
    { name: "exponent", type: "number", default: 2, documentation: "The power." },
  ]),
  unary("Clip", "x cut to [min, max].", [
    optionalNumber("min", "Least value."),
    optionalNumber("max", "Greatest value."),
  ]),
  pointwise({
    name: "Affine",
    aliases: ["Power"],
    family: "arithmetic",
    documentation:
      "(shift + scale · x)^power with constants (Caffe's `Power`); 3 operations for each element.",
    parameters: [
      { name: "scale", type: "number", default: 1, documentation: "Constant factor." },
      { name: "shift", type: "number", default: 0, documentation: "Constant term." },
      { name: "power", type: "number", default: 1, documentation: "Constant exponent." },
    ],
    perElement: 3,
  }),
  pointwise({
    name: "Cast",
    family: "arithmetic",
    documentation: "Changes the numeric type; no operations are counted.",
    parameters: [{ name: "to", type: "text", optional: true, documentation: "The type." }],
    perElement: 0,
  }),
  pointwise({
    name: "StopGradient",
    aliases: ["Detach"],
    family: "arithmetic",
    documentation: "Passes its input on and keeps gradients from flowing back.",
    perElement: 0,
  }),
  pointwise({
    name: "CumSum",
    family: "arithmetic",
    documentation: "Running sums along an axis.",
    parameters: [axisParameter("The axis.", -1)],
  }),
];

const SCALE: Operator = {
  name: "Scale",
  aliases: ["LayerScale"],
  family: "arithmetic",
  documentation:
    "A learnable factor for each channel, with a learnable term when `bias=true` (ConvNeXt's layer scale, Caffe's `Scale`).",
  parameters: [
    axisParameter("The axis of the channels."),
    { name: "bias", type: "boolean", default: false, documentation: "Adds a learnable term, too." },
    {
      name: "axes",
      type: "integer",
      default: 1,
      min: 0,
      documentation: "How many axes, from `axis` on, have factors of their own.",
    },
  ],
  arity: { min: 1, max: 1 },
  infer: inferScale,
  weights: scaleWeights,
  operations: scaleOperations,
  explain: (call) => ({ params: explainParams(scaleWeights(call)) }),
};

const BIAS: Operator = {
  name: "Bias",
  family: "arithmetic",
  documentation: "A learnable term for each channel.",
  parameters: [axisParameter("The axis of the channels.")],
  arity: { min: 1, max: 1 },
  infer: inferScale,
  weights: (call) => [parameter("bias", scaledShape(call))],
  operations: outputElements,
  explain: (call) => ({ params: explainParams([parameter("bias", scaledShape(call))]) }),
};

const CONSTANT: Operator = {
  name: "Constant",
  family: "arithmetic",
  documentation: "A tensor that is not learned.",
  parameters: [
    { name: "shape", type: "shape", min: 0, documentation: "Its sizes." },
    { name: "value", type: "number", default: 0, documentation: "The value of each element." },
  ],
  arity: { min: 0, max: 0 },
  infer: (call) => gives(numbersOf(call, "shape")),
};

export const ARITHMETIC: readonly Operator[] = [...UNARY, SCALE, BIAS, CONSTANT];

function inferScale(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const axis = numberOf(call, "axis") ?? 1;
  return axisIndex(axis, input.length) === undefined ? fails(wrongAxis("Scale", axis, input)) : gives(input);
}

function scaledShape(call: InferredCall): Shape {
  const [input] = call.inputs;
  const index = input && axisIndex(numberOf(call, "axis") ?? 1, input.length);
  if (input === undefined || index === undefined) return [undefined];
  return input.slice(index, index + (numberOf(call, "axes") ?? 1));
}

function scaleWeights(call: InferredCall): readonly Weight[] {
  const shape = scaledShape(call);
  return [parameter("weight", shape), ...(isOn(call, "bias") ? [parameter("bias", shape)] : [])];
}

function scaleOperations(call: InferredCall): Count {
  return times(outputElements(call), isOn(call, "bias") ? 2 : 1);
}
