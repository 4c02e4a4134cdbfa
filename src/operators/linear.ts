// Fully connected layers over the last axis, as in PyTorch's nn.Linear and nn.Bilinear.

import * as l10n from "@vscode/l10n";
import { product } from "../model/exact";
import type { Count } from "../model/exact";
import type { Weight } from "../model/network";
import { mayBeEqual } from "../model/shape";
import { BIAS, biasAdds, withBias } from "./bias";
import { shapesDiffer } from "./broadcast";
import { fails, gives, lastDim, numberOf, parameter, UNKNOWN, wrongRank } from "./call";
import { equation, explainParams, factors } from "./explain";
import type { Call, Inference, InferredCall, Operator, Parameter } from "./operator";

const FEATURES: Parameter = {
  name: "features",
  type: "integer",
  min: 1,
  aliases: ["out_features", "units"],
  documentation: "Output features.",
};

const LINEAR: Operator = {
  name: "Linear",
  aliases: ["Dense", "FC", "FullyConnected", "InnerProduct"],
  family: "linear",
  documentation:
    "Fully connected layer over the last axis; every axis before it is kept (PyTorch's `Linear`). After a convolution, `Flatten` comes first.",
  parameters: [FEATURES, BIAS],
  arity: { min: 1, max: 1 },
  weightLayers: 1,
  infer: inferLinear,
  weights: linearWeights,
  macs: linearMacs,
  biasAdds,
  window: (call) => (call.inputs[0]?.length === 1 ? "global" : undefined),
  explain: (call) => ({
    params: explainParams(linearWeights(call)),
    macs: [
      equation(
        `${factors(call.outputs[0] ?? [undefined])} · ${factors([inputFeatures(call)])}`,
        linearMacs(call),
      ),
    ],
  }),
};

const BILINEAR: Operator = {
  name: "Bilinear",
  family: "linear",
  documentation: "x₁ᵀ·A·x₂ + b over the last axes of two tensors (PyTorch's `Bilinear`).",
  parameters: [FEATURES, BIAS],
  arity: { min: 2, max: 2 },
  weightLayers: 1,
  infer: inferBilinear,
  weights: bilinearWeights,
  macs: bilinearMacs,
  biasAdds,
  window: () => "global",
  explain: (call) => ({ params: explainParams(bilinearWeights(call)) }),
};

export const LINEAR_LAYERS: readonly Operator[] = [LINEAR, BILINEAR];

function inferLinear(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  if (input.length === 0) return fails(wrongRank("Linear", l10n.t("at least 1 axis"), input));
  return gives([...input.slice(0, -1), numberOf(call, "features")]);
}

function inputFeatures(call: InferredCall): number | string | undefined {
  return lastDim(call.inputs[0]);
}

function linearWeights(call: InferredCall): readonly Weight[] {
  const features = numberOf(call, "features");
  return withBias(call, parameter("weight", [features, inputFeatures(call)]), features);
}

/** Output elements × input features. */
function linearMacs(call: InferredCall): Count {
  return product([...(call.outputs[0] ?? [undefined]), inputFeatures(call)]);
}

function inferBilinear(call: Call): Inference {
  const [a, b] = call.inputs;
  if (a === undefined || b === undefined) return UNKNOWN;
  if (a.length === 0) return fails(wrongRank("Bilinear", l10n.t("at least 1 axis"), a));
  if (a.length !== b.length || a.slice(0, -1).some((dim, axis) => !mayBeEqual(dim, b[axis])))
    return fails(shapesDiffer("Bilinear", a, b, 1, l10n.t("all axes but the last must be equal")));
  return gives([...a.slice(0, -1), numberOf(call, "features")]);
}

function bilinearWeights(call: InferredCall): readonly Weight[] {
  const features = numberOf(call, "features");
  const [a, b] = call.inputs;
  return withBias(call, parameter("weight", [features, lastDim(a), lastDim(b)]), features);
}

/** For each output: x₁ᵀ·A takes in₁·in₂ multiply-accumulates, times x₂ takes in₂ more. */
function bilinearMacs(call: InferredCall): Count {
  const [a, b] = call.inputs;
  const first = lastDim(a);
  const each = typeof first === "number" ? first + 1 : undefined;
  return product([...(call.outputs[0] ?? [undefined]), each, lastDim(b)]);
}
