// LSTM and RNN (recurrent_layer.cpp, lstm_layer.cpp, rnn_layer.cpp): time is axis 0 and the batch axis 1.

import * as l10n from "@vscode/l10n";
import type { Count } from "../../../model/exact";
import { product, sum } from "../../../model/exact";
import type { Weight } from "../../../model/network";
import type { Dim, Shape } from "../../../model/shape";
import { flagIn, numberIn } from "../text/access";
import { countOf, learned } from "./blob";
import type { LayerCall, LayerResult, LayerType } from "./layer-type";
import { missingField } from "./layer-type";

export const RECURRENT_LAYERS: readonly LayerType[] = [
  {
    name: "LSTM",
    parameter: "recurrent_param",
    bottoms: [2, 5],
    tops: [1, 3],
    documentation: "Long short-term memory; its bottoms are the input, and where sequences continue.",
    infer: (call) => recur("LSTM", call, lstmWeights, 2),
  },
  {
    name: "RNN",
    parameter: "recurrent_param",
    bottoms: [2, 4],
    tops: [1, 2],
    documentation: "A plain recurrent layer with an output of its own.",
    infer: (call) => recur("RNN", call, rnnWeights, 1),
  },
  {
    name: "LSTMUnit",
    bottoms: [3, 3],
    tops: [2, 2],
    documentation: "One step of an LSTM: the new cell and hidden state.",
    infer: ({ inputs: [cell] }) => ({ outputs: [cell, cell], operator: "LSTMUnit" }),
  },
];

/** Marks that there is no static input. */
const NONE = Symbol("none");
/** Elements of the static input, where there is one. */
type StaticSize = Dim | typeof NONE;
type WeightsOf = (input: Dim, side: StaticSize, state: number) => readonly Weight[];

function recur(operator: string, call: LayerCall, weightsOf: WeightsOf, states: number): LayerResult {
  const size = numberIn(call.parameter, "num_output") ?? 0;
  if (size < 1) {
    return { outputs: [], operator, macs: undefined, issues: [missingField(operator, "num_output")] };
  }
  const exposed = flagIn(call.parameter, "expose_hidden") === true;
  const hasSide = call.inputs.length > 2 + (exposed ? states : 0);
  const [input] = call.inputs;
  const inputSize = input && countOf(input, 2);
  const side = hasSide ? call.inputs[2] && countOf(call.inputs[2], 1) : NONE;
  const weights = weightsOf(inputSize, side, size);
  const attributes = { hidden: size };
  if (input === undefined) return { outputs: [], operator, attributes, weights, macs: undefined };
  if (input.length < 3) {
    const message = l10n.t(
      "{0} wants a bottom of steps, samples and values, not of {1} axes.",
      operator,
      input.length,
    );
    const issues = [{ code: "wrong-rank", input: 0, message }];
    return { outputs: [], operator, attributes, weights, macs: undefined, issues };
  }
  const output: Shape = [input[0], input[1], size];
  const hidden: Shape = [1, input[1], size];
  return {
    outputs: [output, ...Array.from({ length: call.tops - 1 }, () => hidden)],
    operator,
    attributes,
    weights,
    macs: stepsMacs(input[0], weights),
  };
}

/** lstm_layer.cpp: the four gates' weights on the input, their bias, on the static input, and on the hidden state. */
function lstmWeights(input: Dim, side: StaticSize, state: number): readonly Weight[] {
  return [
    learned("W_xc", [4 * state, input]),
    learned("b_c", [4 * state]),
    ...(side === NONE ? [] : [learned("W_xc_static", [4 * state, side])]),
    learned("W_hc", [4 * state, state]),
  ];
}

/** rnn_layer.cpp: on the input, its bias, on the static input, on the hidden state, on the output, its bias. */
function rnnWeights(input: Dim, side: StaticSize, state: number): readonly Weight[] {
  return [
    learned("W_xh", [state, input]),
    learned("b_h", [state]),
    ...(side === NONE ? [] : [learned("W_xh_static", [state, side])]),
    learned("W_hh", [state, state]),
    learned("W_ho", [state, state]),
    learned("b_o", [state]),
  ];
}

/** Every matrix is used once a step; the static input's once for the sequence. */
function stepsMacs(steps: Dim, weights: readonly Weight[]): Count {
  const matrices = weights.filter(({ shape }) => shape.length === 2);
  return sum(matrices.map(({ name, shape }) => product([name.endsWith("_static") ? 1 : steps, ...shape])));
}
