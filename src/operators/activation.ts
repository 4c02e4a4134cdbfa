// Activations: one operation for each element, whatever the function.

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import type { Weight } from "../model/network";
import { axisIndex, axisParameter, wrongAxis } from "./axis";
import {
  fails,
  gives,
  keepsShape,
  numberOf,
  numbersOf,
  outputElements,
  parameter,
  times,
  UNKNOWN,
} from "./call";
import { explainParams } from "./explain";
import type { Call, Inference, InferredCall, Operator, Parameter } from "./operator";
import { pointwise } from "./pointwise";

function number(
  name: string,
  fallback: number,
  documentation: string,
  aliases: readonly string[] = [],
): Parameter {
  return { name, type: "number", default: fallback, aliases, documentation };
}

function activation(
  name: string,
  documentation: string,
  parameters: readonly Parameter[] = [],
  aliases: readonly string[] = [],
): Operator {
  return pointwise({ name, aliases, family: "activation", documentation, parameters });
}

const SIMPLE: readonly Operator[] = [
  activation("ReLU", "max(0, x)"),
  activation("ReLU6", "min(max(0, x), 6)"),
  activation("LeakyReLU", "x, or slope · x where x is negative", [
    number("slope", 0.01, "Slope for negative inputs.", ["negative_slope", "alpha"]),
  ]),
  activation("ELU", "x, or alpha · (eˣ − 1) where x is negative", [
    number("alpha", 1, "Limit for negative inputs."),
  ]),
  activation("CELU", "max(0, x) + min(0, alpha · (e^(x/alpha) − 1))", [
    number("alpha", 1, "Limit for negative inputs."),
  ]),
  activation("SELU", "Scaled ELU with fixed constants, for self-normalizing networks"),
  activation("GELU", "x · Φ(x), with the normal distribution's Φ", [
    {
      name: "approximate",
      type: "choice",
      choices: ["none", "tanh"],
      default: "none",
      documentation: "Exact, or approximated with tanh.",
    },
  ]),
  activation("SiLU", "x · sigmoid(x)", [], ["Swish"]),
  activation("HardSwish", "x · ReLU6(x + 3) / 6", [], ["Hardswish", "HardSiLU"]),
  activation("HardSigmoid", "ReLU6(x + 3) / 6", [], ["Hardsigmoid"]),
  activation(
    "HardTanh",
    "x cut to [min, max]",
    [number("min", -1, "Least value."), number("max", 1, "Greatest value.")],
    ["Hardtanh"],
  ),
  activation("Sigmoid", "1 / (1 + e⁻ˣ)"),
  activation("LogSigmoid", "log(sigmoid(x))"),
  activation("Tanh", "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)", [], ["TanH"]),
  activation("Mish", "x · tanh(softplus(x))"),
  activation("Softplus", "log(1 + eˣ), a smooth ReLU", [number("beta", 1, "Sharpness.")], ["SoftPlus"]),
  activation("Softsign", "x / (1 + |x|)", [], ["SoftSign"]),
  activation("Threshold", "x where it is above the threshold, value elsewhere", [
    number("threshold", 0, "Threshold."),
    number("value", 0, "Value at and below the threshold."),
  ]),
];

const PRELU: Operator = {
  name: "PReLU",
  family: "activation",
  documentation: "x, or a · x where x is negative, with learnable a (PyTorch's `PReLU`).",
  parameters: [
    {
      name: "parameters",
      type: "integer",
      default: 1,
      min: 0,
      aliases: ["num_parameters"],
      documentation: "Learnable slopes: 1 for all, or the number of channels (0: as many as the input has).",
    },
    {
      name: "shape",
      type: "integers",
      optional: true,
      min: 1,
      documentation: "The slopes' shape instead, where they differ along other axes, too.",
    },
  ],
  arity: { min: 1, max: 1 },
  infer: inferPrelu,
  weights: preluWeights,
  operations: outputElements,
  explain: (call) => ({ params: explainParams(preluWeights(call)) }),
};

function inferPrelu(call: Call): Inference {
  const [input] = call.inputs;
  const slopes = numberOf(call, "parameters") ?? 1;
  const channels = input?.[0];
  if (slopes <= 1 || typeof channels !== "number" || channels === slopes) return keepsShape(call);
  const message = l10n.t(
    "PReLU: {0} slopes do not fit {1} channels; there is 1, or one for each channel.",
    slopes,
    channels,
  );
  return fails({ code: "wrong-argument", parameter: "parameters", message });
}

function preluWeights(call: InferredCall): readonly Weight[] {
  const shape = numbersOf(call, "shape");
  if (shape !== undefined) return [parameter("weight", shape)];
  const slopes = numberOf(call, "parameters");
  return [parameter("weight", [slopes === 0 ? call.inputs[0]?.[0] : slopes])];
}

/** Maximum, difference, exponential, sum and quotient for each element. */
const SOFTMAX_OPERATIONS = 5;

function softmax(name: string, documentation: string): Operator {
  return {
    name,
    family: "activation",
    documentation: `${documentation} Counted as ${String(SOFTMAX_OPERATIONS)} operations for each element.`,
    parameters: [axisParameter("The axis that sums to 1.", -1)],
    arity: { min: 1, max: 1 },
    infer: (call) => inferAlongAxis(name, call),
    operations: (call) => times(outputElements(call), SOFTMAX_OPERATIONS),
  };
}

function inferAlongAxis(name: string, call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const axis = numberOf(call, "axis") ?? -1;
  if (input.length > 0 && axisIndex(axis, input.length) === undefined)
    return fails(wrongAxis(name, axis, input));
  return gives(input);
}

const GLU: Operator = {
  name: "GLU",
  family: "activation",
  documentation: "Halves an axis: the first half times the sigmoid of the second (PyTorch's `GLU`).",
  parameters: [axisParameter("The axis to halve.", -1)],
  arity: { min: 1, max: 1 },
  infer: inferGlu,
  operations: gluOperations,
};

function inferGlu(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const axis = numberOf(call, "axis") ?? -1;
  const index = axisIndex(axis, input.length);
  if (index === undefined) return fails(wrongAxis("GLU", axis, input));
  const size = input[index];
  if (typeof size === "number" && size % 2 !== 0) {
    const message = l10n.t("GLU: axis {0} has {1} elements, which is not even.", axis, size);
    return fails({ code: "not-divisible", parameter: "axis", message });
  }
  return gives(input.map((dim, at) => (at !== index ? dim : typeof dim === "number" ? dim / 2 : undefined)));
}

/** Sigmoid and product. */
function gluOperations(call: InferredCall): Count {
  return times(outputElements(call), 2);
}

export const ACTIVATIONS: readonly Operator[] = [
  ...SIMPLE,
  PRELU,
  softmax("Softmax", "eˣ divided by its sum along the axis."),
  softmax("LogSoftmax", "The logarithm of `Softmax`."),
  softmax("Softmin", "`Softmax` of −x."),
  GLU,
];
