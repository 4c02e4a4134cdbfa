// Recurrent layers: LSTM, GRU and SimpleRNN, RNN over cells, both directions at once, and convolutional LSTMs.

import type { Count } from "../../../model/exact";
import { product, sum } from "../../../model/exact";
import type { Weight } from "../../../model/network";
import type { Dim, Shape } from "../../../model/shape";
import { parameter } from "../../../operators/call";
import type { Json, JsonObject } from "../json/access";
import { flagIn, isArray, isObject, objectIn, sizeIn, stringIn } from "../json/access";
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

/** One cell, or a stack of them: each takes the one before's output. */
function overCell(call: KerasCall): KerasResult {
  const cell = objectIn(call.config, "cell");
  const className = cell === undefined ? undefined : stringIn(cell, "class_name");
  const config = cell === undefined ? undefined : objectIn(cell, "config");
  if (className === undefined || config === undefined) return opaque("RNN");
  if (className !== "StackedRNNCells") {
    if (cellOf(className) === undefined) return opaque("RNN");
    const layer = { ...config, ...pick(call.config, "return_sequences", "return_state") };
    return recurrent({ ...call, className: className.replace(/Cell$/, ""), config: layer });
  }
  const stack = stackOf(config["cells"], call.inputs[0]);
  if (stack === undefined) return opaque("RNN");
  const macs = product([call.inputs[0]?.[0], sum(stack.matrices)]);
  const operations = product([call.inputs[0]?.[0], sum(stack.units.map((units) => units * 10))]);
  const outputs = outputsOf(call.inputs[0], stack.units.at(-1), stack.states, call.config);
  return { operator: "StackedRNN", takes: [0], outputs, weights: stack.weights, macs, operations };
}

function pick(config: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, flagIn(config, name, false)]));
}

interface Stack {
  readonly weights: readonly Weight[];
  readonly matrices: readonly Count[];
  readonly units: readonly number[];
  readonly states: readonly Dim[];
}

function stackOf(cells: Json | undefined, input: Shape | undefined): Stack | undefined {
  const weights: Weight[] = [];
  const matrices: Count[] = [];
  const all: number[] = [];
  const states: Dim[] = [];
  let width: Dim = input?.[input.length - 1];
  for (const [index, item] of (isArray(cells) ? cells : []).entries()) {
    const className = isObject(item) ? (stringIn(item, "class_name") ?? "") : "";
    const config = isObject(item) ? objectIn(item, "config") : undefined;
    const cell = cellOf(className);
    const units = config && sizeIn(config, "units");
    if (cell === undefined || config === undefined || units === undefined) return undefined;
    const rows = product([cell.gates, units]);
    const own = [
      parameter(`kernel_${String(index)}`, [width, rows]),
      parameter(`recurrent_kernel_${String(index)}`, [units, rows]),
    ];
    matrices.push(...own.map(({ shape }) => product(shape)));
    weights.push(...own);
    if (flagIn(config, "use_bias", true))
      weights.push(parameter(`bias_${String(index)}`, [biasesOf(className, config), rows]));
    all.push(units);
    states.push(...Array.from({ length: cell.states }, () => units));
    width = units;
  }
  return { weights, matrices, units: all, states };
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
