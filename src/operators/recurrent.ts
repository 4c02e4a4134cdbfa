// Recurrent layers over [T, C]: PyTorch's nn.RNN, nn.LSTM and nn.GRU.

import type { Count } from "../model/exact";
import { product, sum } from "../model/exact";
import type { Weight } from "../model/network";
import type { Dim, Shape } from "../model/shape";
import { isOn, lastDim, numberOf, parameter, UNKNOWN, fails, wrongRank } from "./call";
import { BIAS } from "./bias";
import { equation, explainParams } from "./explain";
import type { Call, Explanation, Inference, InferredCall, Operator, Parameter } from "./operator";

interface Cell {
  readonly name: "RNN" | "LSTM" | "GRU";
  readonly documentation: string;
  /** Gates, each with a weight for the input and one for the state. */
  readonly gates: number;
  /** Elementwise operations for each hidden unit and step. */
  readonly perUnit: number;
}

const PARAMETERS: readonly Parameter[] = [
  {
    name: "hidden",
    type: "integer",
    min: 1,
    aliases: ["hidden_size", "units"],
    documentation: "Width of the state.",
  },
  {
    name: "layers",
    type: "integer",
    default: 1,
    min: 1,
    max: 1000,
    aliases: ["num_layers"],
    documentation: "Layers on top of each other.",
  },
  {
    name: "bidirectional",
    type: "boolean",
    default: false,
    documentation: "Runs backwards, too, and joins both results.",
  },
  {
    name: "merge",
    type: "choice",
    choices: ["concat", "sum", "mul", "average"],
    default: "concat",
    documentation: "How both directions' results are joined.",
  },
  { ...BIAS, documentation: "Adds learnable biases to each gate." },
  {
    name: "sequence",
    type: "boolean",
    default: true,
    aliases: ["return_sequences"],
    documentation: "Gives the result of every step, [T, H]; otherwise that of the last one, [H].",
  },
  {
    name: "biases",
    type: "integer",
    default: 2,
    min: 1,
    max: 2,
    documentation: "Biases for each gate: PyTorch has 2, Keras mostly 1.",
  },
  {
    name: "dropout",
    type: "number",
    default: 0,
    min: 0,
    max: 1,
    documentation: "Probability of dropping a result between layers in training.",
  },
];

export const RECURRENTS: readonly Operator[] = [
  recurrent({ name: "RNN", documentation: "h = tanh(W·x + U·h)", gates: 1, perUnit: 2 }),
  recurrent({
    name: "LSTM",
    documentation: "Long short-term memory: four gates and a cell state",
    gates: 4,
    perUnit: 13,
  }),
  recurrent({ name: "GRU", documentation: "Gated recurrent unit: three gates", gates: 3, perUnit: 10 }),
];

function recurrent(cell: Cell): Operator {
  const weights = (call: InferredCall): readonly Weight[] => recurrentWeights(cell, call);
  return {
    name: cell.name,
    family: "recurrent",
    documentation:
      `${cell.documentation} (PyTorch's \`${cell.name}\`), over \`[T, C]\`. Further outputs are the last states. ` +
      `Besides the matrix products, ${String(cell.perUnit)} operations are counted for each hidden unit and step.`,
    parameters: PARAMETERS,
    // The sequence, and initial states for each direction.
    arity: { min: 1, max: 5 },
    weightLayers: 1,
    infer: (call) => inferRecurrent(cell, call),
    weights,
    macs: (call) => perStep(call, weights(call).filter(isMatrix)),
    operations: (call) => recurrentOperations(cell, call),
    biasAdds: (call) =>
      perStep(
        call,
        weights(call).filter((weight) => !isMatrix(weight)),
      ),
    window: () => "global",
    explain: (call) => explainRecurrent(call, weights(call)),
  };
}

function directions(call: Call): number {
  return isOn(call, "bidirectional") ? 2 : 1;
}

function inferRecurrent(cell: Cell, call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  if (input.length < 2) return fails(wrongRank(cell.name, "[T, C]", input));
  const hidden = numberOf(call, "hidden") ?? 0;
  const width = call.attributes["merge"] === "concat" ? hidden * directions(call) : hidden;
  const batch = input.slice(0, -2);
  const output = isOn(call, "sequence") ? [...batch, input[input.length - 2], width] : [...batch, width];
  const state: Shape = [...batch, (numberOf(call, "layers") ?? 1) * directions(call), hidden];
  const states = cell.name === "LSTM" ? [state, state] : [state];
  const wanted = Math.max(1, call.wanted ?? 1);
  return { outputs: [output, ...states].slice(0, wanted), issues: [] };
}

/** For each layer and direction: gates·hidden × input, gates·hidden × hidden, and biases of gates·hidden. */
function recurrentWeights(cell: Cell, call: InferredCall): readonly Weight[] {
  const hidden = numberOf(call, "hidden");
  const rows = product([cell.gates, hidden]);
  const suffixes = directions(call) === 2 ? ["", "_reverse"] : [""];
  return Array.from({ length: numberOf(call, "layers") ?? 1 }).flatMap((_, layer) => {
    const width: Dim = layer === 0 ? lastDim(call.inputs[0]) : product([hidden, suffixes.length]);
    return suffixes.flatMap((suffix) => {
      const name = `l${String(layer)}${suffix}`;
      const matrices = [
        parameter(`weight_ih_${name}`, [rows, width]),
        parameter(`weight_hh_${name}`, [rows, hidden]),
      ];
      if (!isOn(call, "bias")) return matrices;
      const biases = [parameter(`bias_ih_${name}`, [rows]), parameter(`bias_hh_${name}`, [rows])];
      return [...matrices, ...biases.slice(0, numberOf(call, "biases"))];
    });
  });
}

function isMatrix(weight: Weight): boolean {
  return weight.shape.length === 2;
}

/** Steps, with whatever is folded into the batch. */
function steps(call: InferredCall): Count {
  const [input] = call.inputs;
  return input && product(input.slice(0, -1));
}

/** Steps × elements of the weights. */
function perStep(call: InferredCall, weights: readonly Weight[]): Count {
  return product([steps(call), sum(weights.map((weight) => product(weight.shape)))]);
}

function recurrentOperations(cell: Cell, call: InferredCall): Count {
  const units = [numberOf(call, "hidden"), numberOf(call, "layers"), directions(call)];
  return product([steps(call), ...units, cell.perUnit]);
}

function explainRecurrent(call: InferredCall, weights: readonly Weight[]): Explanation {
  const matrices = weights.filter(isMatrix);
  const elements = sum(matrices.map((weight) => product(weight.shape)));
  const text = `${String(steps(call) ?? "?")} · ${String(elements ?? "?")}`;
  return { params: explainParams(weights), macs: [equation(text, perStep(call, matrices))] };
}
