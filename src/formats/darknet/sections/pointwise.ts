// Layers that keep their input's shape: activations, dropout, normalizations, softmax, costs.

import * as l10n from "@vscode/l10n";
import { decimalIn, integerIn, textIn } from "../options";
import type { Feature, SectionRule } from "./section-type";
import { biasesAndScales, flatFeature, needsImage } from "./section-type";

/** Darknet's activations in the catalogue. */
export const ACTIVATIONS: ReadonlyMap<string, string> = new Map([
  ["elu", "ELU"],
  ["gelu", "GELU"],
  ["leaky", "LeakyReLU"],
  ["linear", "Identity"],
  ["logistic", "Sigmoid"],
  ["mish", "Mish"],
  ["relu", "ReLU"],
  ["relu6", "ReLU6"],
  ["selu", "SELU"],
  ["silu", "SiLU"],
  ["swish", "SiLU"],
  ["tanh", "Tanh"],
]);

export const activation: SectionRule = ({ section, input }) => {
  const name = textIn(section, "activation", "linear");
  const operator = ACTIVATIONS.get(name) ?? name;
  return { output: input, operator, attributes: operator === "LeakyReLU" ? { slope: 0.1 } : {} };
};

export const dropout: SectionRule = ({ section, input }) => ({
  output: input,
  operator: "Dropout",
  attributes: { p: decimalIn(section, "probability", 0.2) ?? 0.2 },
});

export const batchnorm: SectionRule = (call) => {
  const { input } = call;
  const channels = input?.image?.channels;
  if (input === undefined || channels === undefined) {
    return { output: undefined, operator: "BatchNorm", issues: needsImage("batchnorm", call) };
  }
  return { output: input, operator: "BatchNorm", weights: biasesAndScales(channels, true) };
};

export const normalization: SectionRule = (call) => {
  const { section, input } = call;
  const issues = input?.image === undefined ? needsImage("normalization", call) : [];
  const attributes = {
    size: integerIn(section, "size", 5) ?? 5,
    alpha: decimalIn(section, "alpha", 0.0001) ?? 0.0001,
    beta: decimalIn(section, "beta", 0.75) ?? 0.75,
    k: decimalIn(section, "kappa", 1) ?? 1,
  };
  return { output: issues.length > 0 ? undefined : input, operator: "LocalResponseNorm", attributes, issues };
};

/** Shown as its input; Darknet keeps the number of values only. */
function counted(input: Feature | undefined): Feature | undefined {
  return input && { ...flatFeature(input.count), shape: input.shape };
}

export const softmax: SectionRule = ({ section, input }) => {
  const groups = integerIn(section, "groups", 1) ?? 1;
  const attributes = { axis: 1 };
  if (input === undefined || (groups > 0 && input.count % groups === 0)) {
    return { output: counted(input), operator: "Softmax", attributes };
  }
  const message = l10n.t("{0} groups do not divide {1} values.", groups, input.count);
  const issue = { code: "groups-do-not-divide", option: "groups", message };
  return { output: counted(input), operator: "Softmax", attributes, issues: [issue] };
};

export const l2norm: SectionRule = ({ input }) => ({ output: input, operator: "L2Norm" });
export const logistic: SectionRule = ({ input }) => ({ output: input, operator: "Sigmoid" });
export const cost: SectionRule = ({ section, input }) => ({
  output: counted(input),
  operator: "Cost",
  attributes: { type: textIn(section, "type", "sse") },
});
export const empty: SectionRule = ({ input }) => ({ output: input, operator: "Identity" });
