// Recurrent layers: LSTM, GRU and SimpleRNN, RNN over cells, both directions at once, and convolutional LSTMs.

import { product } from "../../../model/exact";
import type { Dim, Shape } from "../../../model/shape";
import { parameter } from "../../../operators/call";
import type { Json, JsonObject } from "../json/access";
import { flagIn, objectIn, sizeIn, stringIn } from "../json/access";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";
import { convLstm } from "./conv-lstm";

interface Cell {
  readonly operator: string;
  readonly gates: number;
  /** States that a cell carries from step to step. */
  readonly states: number;
}

const CELLS: Readonly<Record<string, Cell>> = {
  LSTM: { operator: "LSTM", gates: 4, states: 2 },
  GRU: { operator: "GRU", gates: 3, states: 1 },
  SimpleRNN: { operator: "RNN", gates: 1, states: 1 },
};

export const RECURRENTS: KerasLayers = {
  LSTM: recurrent,
  GRU: recurrent,
  SimpleRNN: recurrent,
  CuDNNLSTM: recurrent,
  CuDNNGRU: recurrent,
  RNN: overCell,
  Bidirectional: bidirectional,
  ConvLSTM1D: convLstm,
  ConvLSTM2D: convLstm,
  ConvLSTM3D: convLstm,
};

function cellOf(className: string): Cell | undefined {
  const name = className.replace(/^CuDNN/, "").replace(/Cell$/, "");
  return Object.hasOwn(CELLS, name) ? CELLS[name] : undefined;
}

/** Keras has one bias for each gate, but GRU two when it resets after the product, as does cuDNN. */
function biasesOf(className: string, config: JsonObject): number {
  if (className.startsWith("CuDNN")) return 2;
  return className.startsWith("GRU") && flagIn(config, "reset_after", true) ? 2 : 1;
}

function outputsOf(
  input: Shape | undefined,
  width: Dim,
  states: readonly Dim[],
  config: JsonObject,
): readonly (Shape | undefined)[] {
  const steps = flagIn(config, "return_sequences", false) ? [input?.[0]] : [];
  const first = input === undefined && steps.length > 0 ? undefined : [...steps, width];
  return [first, ...(flagIn(config, "return_state", false) ? states.map((size) => [size]) : [])];
}

function recurrent({ className, config, inputs }: KerasCall): KerasResult {
  const cell = cellOf(className);
  const units = sizeIn(config, "units", "output_dim");
  const states = Array.from({ length: cell?.states ?? 1 }, () => units);
  return {
    operator: cell?.operator ?? className,
    attributes: {
      ...(units === undefined ? {} : { hidden: units }),
      bias: className.startsWith("CuDNN") || flagIn(config, "use_bias", true),
      sequence: flagIn(config, "return_sequences", false),
      biases: biasesOf(className, config),
    },
    // Initial states come after the sequence.
    takes: inputs.map((_, index) => index),
    outputs: outputsOf(inputs[0], units, states, config),
  };
}

/** One cell; a stack of them is read as a chain of layers before it gets here. */
function overCell(call: KerasCall): KerasResult {
  const cell = objectIn(call.config, "cell");
  const className = cell && stringIn(cell, "class_name");
  const config = cell && objectIn(cell, "config");
  if (className === undefined || config === undefined || cellOf(className) === undefined)
    return opaque("RNN");
  const layer: JsonObject = {
    ...config,
    return_sequences: flagIn(call.config, "return_sequences", false),
    return_state: flagIn(call.config, "return_state", false),
  };
  return recurrent({ ...call, className: className.replace(/Cell$/, ""), config: layer });
}

/** Keras' names of how both directions are joined, and the catalogue's. */
const MERGES: ReadonlyMap<Json | undefined, string> = new Map([
  ["sum", "sum"],
  ["mul", "mul"],
  ["ave", "average"],
]);

/** Both directions; how they are merged decides on the width. */
function bidirectional(call: KerasCall): KerasResult {
  const layer = objectIn(call.config, "layer");
  const config = layer && objectIn(layer, "config");
  const inner = call.inner(call.config["layer"], call.inputs);
  const hidden = inner?.attributes?.["hidden"];
  if (inner === undefined || config === undefined || typeof hidden !== "number")
    return opaque("Bidirectional");
  const mode = call.config["merge_mode"];
  const merge = MERGES.get(mode);
  const width = mode === null || merge !== undefined ? hidden : product([2, hidden]);
  const states = Array.from({ length: (inner.outputs?.length ?? 1) - 1 }, () => hidden);
  const [forward, ...ends] = outputsOf(call.inputs[0], width, states, config);
  return {
    ...inner,
    attributes: { ...inner.attributes, bidirectional: true, ...(merge === undefined ? {} : { merge }) },
    outputs: [...(mode === null ? [forward, forward] : [forward]), ...ends, ...ends],
  };
}

/** A layer of which nothing is known. */
function opaque(operator: string): KerasResult {
  const weights = [parameter("layer", [undefined])];
  return { operator, takes: [0], outputs: [undefined], weights, macs: undefined, operations: undefined };
}
