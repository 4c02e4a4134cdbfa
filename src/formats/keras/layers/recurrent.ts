// Recurrent layers: LSTM, GRU and SimpleRNN, RNN over cells, both directions at once, and convolutional LSTMs.

import { product, sum } from "../../../model/exact";
import type { Dim, Shape } from "../../../model/shape";
import { parameter } from "../../../operators/call";
import { weightLayersOf } from "../../../operators/index";
import type { Json, JsonObject } from "../json/access";
import { flagIn, isArray, isObject, objectIn, sizeIn, stringIn } from "../json/access";
import type { Figures } from "./figures";
import { figuresOf, renamed, together } from "./figures";
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

/** One cell, or a stack of them that gives its states (any other stack is read as a chain of layers before it gets here). */
function overCell(call: KerasCall): KerasResult {
  const cell = objectIn(call.config, "cell");
  if (cell === undefined) return opaque("RNN");
  const cells = objectIn(cell, "config")?.["cells"];
  if (isArray(cells)) return overStack(call, cells);
  return layerOfCell(call, cell, flagIn(call.config, "return_sequences", false)) ?? opaque("RNN");
}

/** The cell as a layer of its own. */
function layerOfCell(call: KerasCall, cell: Json, sequences: boolean): KerasResult | undefined {
  if (!isObject(cell)) return undefined;
  const className = stringIn(cell, "class_name");
  const config = objectIn(cell, "config");
  if (className === undefined || config === undefined || cellOf(className) === undefined) return undefined;
  const layer: JsonObject = {
    ...config,
    return_sequences: sequences,
    return_state: flagIn(call.config, "return_state", false),
  };
  return recurrent({ ...call, className: className.replace(/Cell$/, ""), config: layer });
}

/** Each cell takes the whole sequence that the one before gives; the states of all come after the last one's output. */
function overStack(call: KerasCall, cells: readonly Json[]): KerasResult {
  let input = call.inputs[0];
  const states: (Shape | undefined)[] = [];
  const parts: Figures[] = [];
  for (const [index, cell] of cells.entries()) {
    const layer = layerOfCell({ ...call, inputs: [input] }, cell, true);
    if (layer === undefined) return opaque("RNN");
    const figures = figuresOf({ ...layer, takes: [0] }, [input]);
    parts.push({ ...figures, weights: renamed(figures.weights, `cell_${String(index)}`) });
    [input] = figures.outputs;
    states.push(...figures.outputs.slice(1));
  }
  const output = flagIn(call.config, "return_sequences", false) ? input : input?.slice(1);
  const attributes = { depth: cells.length };
  return { operator: "StackedRNN", attributes, takes: [0], ...together(parts), outputs: [output, ...states] };
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
  if (inner === undefined || config === undefined) return opaque("Bidirectional");
  const hidden = inner.attributes?.["hidden"];
  if (typeof hidden !== "number" || !isMirrored(layer, objectIn(call.config, "backward_layer")))
    return twoLayers(call, inner);
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

/** True when the layer for the way back is the same in all that figures depend on, as it is when none is given. */
function isMirrored(forward: JsonObject | undefined, backward: JsonObject | undefined): boolean {
  if (backward === undefined) return true;
  const names = ["units", "use_bias", "reset_after", "cell"];
  const [a, b] = [forward, backward].map((layer) => {
    const config = (layer && objectIn(layer, "config")) ?? {};
    return JSON.stringify([layer?.["class_name"], ...names.map((name) => config[name] ?? null)]);
  });
  return a === b;
}

/** Wrappers in wrappers double what is within them each time. */
const MOST_WEIGHTS = 1_000;

/** Two layers of any kind that take the same sequence: what they give is merged along the channels, or element by element. */
function twoLayers(call: KerasCall, forward: KerasResult): KerasResult {
  const other = objectIn(call.config, "backward_layer");
  const backward = other === undefined ? forward : call.inner(other, call.inputs);
  if (backward === undefined) return opaque("Bidirectional");
  const [there, back] = [figuresOf(forward, call.inputs), figuresOf(backward, call.inputs)];
  if (there.weights.length + back.weights.length > MOST_WEIGHTS) return opaque("Bidirectional");
  const [first, ...states] = there.outputs;
  const [second, ...others] = back.outputs;
  const mode = call.config["merge_mode"];
  const [width, width2] = [first?.at(-1), second?.at(-1)];
  const both = typeof width === "number" && typeof width2 === "number" ? sum([width, width2]) : undefined;
  const merged = mode === null || MERGES.has(mode) ? first : first && [...first.slice(0, -1), both];
  const parts = [there, back].map((part, index) => ({
    ...part,
    weights: renamed(part.weights, index === 0 ? "forward" : "backward"),
  }));
  return {
    operator: "Bidirectional",
    attributes: {
      layer: forward.operator,
      depth: weightLayersOf({ operator: forward.operator, attributes: there.attributes }),
      ...(mode === null ? {} : { merge: MERGES.get(mode) ?? "concat" }),
    },
    ...together(parts),
    outputs: [merged, ...(mode === null ? [second] : []), ...states, ...others],
  };
}

/** A layer of which nothing is known. */
function opaque(operator: string): KerasResult {
  const weights = [parameter("layer", [undefined])];
  return { operator, takes: [0], outputs: [undefined], weights, macs: undefined, operations: undefined };
}
