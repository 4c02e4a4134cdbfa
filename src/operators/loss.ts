// Losses and measures: they end a network and give one number for each sample.

import { elements, gives } from "./call";
import type { Operator } from "./operator";

function loss(name: string, documentation: string, aliases: readonly string[] = []): Operator {
  return {
    name,
    aliases,
    family: "loss",
    documentation: `${documentation} One number for each sample; each input element counts as one operation.`,
    parameters: [],
    arity: { min: 1, max: Infinity },
    infer: () => gives([]),
    operations: (call) => elements(call.inputs[0]),
    window: () => "global",
  };
}

export const LOSSES: readonly Operator[] = [
  loss("CrossEntropyLoss", "Cross entropy after a softmax, against labels.", ["SoftmaxWithLoss"]),
  loss("NLLLoss", "Negative log likelihood of the labels."),
  loss("BCELoss", "Binary cross entropy.", ["SigmoidCrossEntropyLoss", "BCEWithLogitsLoss"]),
  loss("MSELoss", "Mean squared difference.", ["EuclideanLoss"]),
  loss("L1Loss", "Mean absolute difference.", ["SmoothL1Loss"]),
  loss("HingeLoss", "Hinge loss of a classifier with margin."),
  loss("ContrastiveLoss", "Contrastive loss of pairs."),
  loss("KLDivLoss", "Kullback–Leibler divergence."),
  loss("Loss", "Any other loss."),
  loss("Accuracy", "The share of correct predictions."),
];
