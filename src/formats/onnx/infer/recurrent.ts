// Shape rules of recurrent operators: [steps, directions, batch, hidden], or batch first with layout 1.

import type { Dim, Shape } from "../../../model/shape";
import type { Call, Rule, Tensor } from "./contract";
import { shapeOf } from "./contract";

const recurrent: Rule = (call): readonly Tensor[] => {
  const input = shapeOf(call, 0);
  const type = call.inputs[0]?.type ?? 0;
  const directions = call.attributes.text("direction", "forward") === "bidirectional" ? 2 : 1;
  const hidden = hiddenSize(call);
  const batchFirst = call.attributes.int("layout", 0) !== 0;
  const [steps, batch] = batchFirst ? [input?.[1], input?.[0]] : [input?.[0], input?.[1]];
  const all: Shape = batchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
  const last: Shape = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
  return [all, last, last].slice(0, Math.max(1, call.wanted)).map((shape) => ({ shape, type }));
};

/** The attribute, or the last axis of the recurrent weights. */
function hiddenSize(call: Call): Dim {
  return call.attributes.has("hidden_size")
    ? call.attributes.int("hidden_size", 0)
    : shapeOf(call, 2)?.at(-1);
}

export const RECURRENT_RULES: Readonly<Record<string, Rule>> = {
  DynamicQuantizeLSTM: recurrent,
  GRU: recurrent,
  LSTM: recurrent,
  RNN: recurrent,
};
