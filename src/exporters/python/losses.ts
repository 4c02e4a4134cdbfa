// Losses and measures: one number for each sample.

import { product } from "../../model/exact";
import type { PythonCall, Writer, Written } from "./call";
import { refuse } from "./call";

/** A loss of two tensors; the value is an expression of theirs. */
const ofTwo =
  (
    value: (a: string, b: string, call: PythonCall) => string,
    helpers: readonly string[] = ["per_sample"],
  ): Writer =>
  (call): Written => {
    if (call.inputs.length < 2) refuse(call, "has nothing to compare with");
    return { helpers, value: (_, [a = "", b = ""]) => value(a, b, call) };
  };

/** Labels as numbers of classes: without the axis of classes, or probabilities of the same shape. */
function labels(b: string, { inputs: [a = [], c = []] }: PythonCall): string {
  if (product(a) === product(c) && a.length > 0 && product(a) !== product(a.slice(1)))
    return `${b}.reshape(-1, ${a.join(", ")})`;
  return `${b}.long().reshape(${["-1", ...a.slice(1).map(String)].join(", ")})`;
}

const alike = (b: string, { inputs: [a = []] }: PythonCall): string =>
  `${b}.reshape(${["-1", ...a.map(String)].join(", ")})`;

export const LOSS_WRITERS: readonly (readonly [name: string, writer: Writer])[] = [
  [
    "CrossEntropyLoss",
    ofTwo((a, b, call) => `per_sample(F.cross_entropy(${a}, ${labels(b, call)}, reduction="none"))`),
  ],
  ["NLLLoss", ofTwo((a, b, call) => `per_sample(F.nll_loss(${a}, ${labels(b, call)}, reduction="none"))`)],
  [
    "BCELoss",
    ofTwo(
      (a, b, call) =>
        `per_sample(F.binary_cross_entropy_with_logits(${a}, ${alike(b, call)}.float(), reduction="none"))`,
    ),
  ],
  ["MSELoss", ofTwo((a, b, call) => `per_sample(F.mse_loss(${a}, ${alike(b, call)}, reduction="none"))`)],
  ["L1Loss", ofTwo((a, b, call) => `per_sample(F.l1_loss(${a}, ${alike(b, call)}, reduction="none"))`)],
  ["HingeLoss", ofTwo((a, b) => `F.multi_margin_loss(${a}, ${b}.long().flatten(), reduction="none")`, [])],
  ["KLDivLoss", ofTwo((a, b, call) => `per_sample(F.kl_div(${a}, ${alike(b, call)}, reduction="none"))`)],
  [
    "ContrastiveLoss",
    (call): Written => {
      if (call.inputs.length < 3) refuse(call, "wants two tensors and whether they are similar");
      return {
        helpers: ["contrastive"],
        value: (_, [a = "", b = "", similar = ""]) => `contrastive(${a}, ${b}, ${similar})`,
      };
    },
  ],
  ["Accuracy", ofTwo((a, b) => `accuracy(${a}, ${b})`, ["accuracy"])],
];
