// connected, rnn, gru and lstm (connected_layer.c, rnn_layer.c, gru_layer.c, lstm_layer.c): all made of fully connected layers.

import * as l10n from "@vscode/l10n";
import { product } from "../../../model/exact";
import type { Weight } from "../../../model/network";
import { isOn, optionIn, textIn } from "../options";
import { Numbers } from "./numbers";
import type { SectionCall, SectionResult, SectionRule } from "./section-type";
import { biasesAndScales, flatFeature, learned, vectorFeature } from "./section-type";

/** A fully connected layer within a section: its name, inputs and outputs. */
type Part = readonly [name: string, inputs: number, outputs: number];

export const connected: SectionRule = (call) => {
  const { section, input } = call;
  const numbers = new Numbers(section);
  const count = numbers.read("output", 1);
  const normalized = isOn(section, "batch_normalize");
  const attributes = {
    features: count,
    bias: !normalized,
    ...(normalized ? { batch_normalize: true } : {}),
    activation: textIn(section, "activation", "logistic"),
  };
  const operator = "Linear";
  if (input === undefined || numbers.issues.length > 0) {
    return { output: undefined, operator, macs: undefined, issues: numbers.issues };
  }
  return {
    output: vectorFeature(count),
    operator,
    attributes,
    weights: [learned("weights", [count, input.count]), ...biasesAndScales(count, normalized)],
    macs: product([input.count, count]),
  };
};

/** Darknet's own RNN has a state as large as its output; `hidden` is an option of AlexeyAB's. */
export const rnn: SectionRule = (call) => {
  const result = recur("RNN", call, (inputs, outputs) => [
    ["input", inputs, outputs],
    ["self", outputs, outputs],
    ["output", outputs, outputs],
  ]);
  const hidden = optionIn(call.section, "hidden");
  if (hidden === undefined || hidden.value === textIn(call.section, "output", "1")) return result;
  const message = l10n.t(
    "The original Darknet ignores hidden: the state is as large as the output, as it is counted here.",
  );
  const issue = { code: "unused-option", severity: "information", option: "hidden", message } as const;
  return { ...result, issues: [...(result.issues ?? []), issue] };
};

export const gru: SectionRule = (call) =>
  recur("GRU", call, (inputs, outputs) => [
    ["uz", inputs, outputs],
    ["wz", outputs, outputs],
    ["ur", inputs, outputs],
    ["wr", outputs, outputs],
    ["uh", inputs, outputs],
    ["wh", outputs, outputs],
  ]);

export const lstm: SectionRule = (call) =>
  recur("LSTM", call, (inputs, outputs) => [
    ["uf", inputs, outputs],
    ["ui", inputs, outputs],
    ["ug", inputs, outputs],
    ["uo", inputs, outputs],
    ["wf", outputs, outputs],
    ["wi", outputs, outputs],
    ["wg", outputs, outputs],
    ["wo", outputs, outputs],
  ]);

/** One step of a sequence: steps are part of Darknet's batch. */
function recur(
  operator: string,
  { section, input }: SectionCall,
  partsOf: (inputs: number, outputs: number) => readonly Part[],
): SectionResult {
  const numbers = new Numbers(section);
  const outputs = numbers.read("output", 1);
  if (input === undefined || numbers.issues.length > 0) {
    return { output: undefined, operator, macs: undefined, issues: numbers.issues };
  }
  const parts = partsOf(input.count, outputs);
  const normalized = isOn(section, "batch_normalize");
  return {
    output: flatFeature(outputs),
    operator,
    attributes: { hidden: outputs },
    weights: parts.flatMap((part) => partWeights(part, normalized)),
    macs: parts.reduce((total, [, from, to]) => total + from * to, 0),
  };
}

function partWeights([name, inputs, outputs]: Part, normalized: boolean): readonly Weight[] {
  return [
    learned(`${name}_weights`, [outputs, inputs]),
    ...biasesAndScales(outputs, normalized).map((weight) => ({ ...weight, name: `${name}_${weight.name}` })),
  ];
}
