// Keras' names of activations, as strings in configs and as functions of keras.ops, and the catalogue's operators.

import type { KerasCall, KerasResult } from "./layer";
import { FREE } from "./layer";

/** By the name in lower case without underscores. */
const OPERATORS: Readonly<Record<string, string>> = {
  linear: "Identity",
  relu: "ReLU",
  relu6: "ReLU6",
  leakyrelu: "LeakyReLU",
  elu: "ELU",
  celu: "CELU",
  selu: "SELU",
  gelu: "GELU",
  silu: "SiLU",
  swish: "SiLU",
  hardsilu: "HardSwish",
  hardswish: "HardSwish",
  hardsigmoid: "HardSigmoid",
  hardtanh: "HardTanh",
  sigmoid: "Sigmoid",
  logsigmoid: "LogSigmoid",
  tanh: "Tanh",
  mish: "Mish",
  softplus: "Softplus",
  softsign: "Softsign",
  softmax: "Softmax",
  logsoftmax: "LogSoftmax",
  exponential: "Exp",
  exp: "Exp",
  threshold: "Threshold",
};

/** The catalogue's operator for an activation of that name. */
export function activationOperator(name: string): string | undefined {
  const key = name.toLowerCase().replaceAll("_", "");
  return Object.hasOwn(OPERATORS, key) ? OPERATORS[key] : undefined;
}

/** The result of a layer that is nothing but an activation; one that is not known keeps the shape all the same. */
export function activationNamed(name: string | undefined, call: KerasCall): KerasResult {
  const operator = name === undefined ? "Identity" : activationOperator(name);
  if (operator !== undefined) return { operator };
  return { operator: name ?? call.className, ...FREE, operations: undefined, outputs: [call.inputs[0]] };
}
