// An operator that the catalogue does not have: its outputs and figures are what the call states, and else unknown.

import * as l10n from "@vscode/l10n";
import type { AttributeValue, Layer, Weight } from "../model/network";
import type { Dim, Shape } from "../model/shape";
import { buffer, numberOf, parameter } from "./call";
import type { Call, Inference, InferredCall, Operator, Parameter } from "./operator";

/** The size that is not known, where others of the shape are. */
export const UNKNOWN_SIZE = "?";

function count(name: string, documentation: string): Parameter {
  return { name, type: "integer", optional: true, min: 0, max: Number.MAX_SAFE_INTEGER, documentation };
}

/** Any operator by the name that its framework gives it. */
export const CUSTOM: Operator = {
  name: "Custom",
  aliases: ["Opaque"],
  family: "other",
  documentation:
    "An operator that the catalogue does not have (ONNX' `TopK`, a layer of one's own), called by its own name: " +
    '`scores, indices = Custom("TopK", shape=[[100], [100]], params=0, macs=0)`. Its outputs and figures are what is stated; ' +
    "what is not stated is unknown, and so are the totals that it is part of.",
  parameters: [
    { name: "type", type: "text", documentation: "What its framework calls it." },
    {
      name: "shape",
      type: "sizes",
      optional: true,
      min: 0,
      aliases: ["shapes"],
      documentation:
        'The output\'s sizes without the batch axis, or a list of them for each output; a symbol is a text (`["seq", 512]`), and "?" is unknown.',
    },
    count("params", "Learnable scalars."),
    count("frozen_params", "Those of the params that training leaves alone."),
    count("buffers", "Scalars of state that is not learned; 0 unless given where `params` is given."),
    count("macs", "Multiply-accumulates."),
    count("operations", "Operations besides multiply-accumulates."),
    count("inputs", "Tensors that it takes: 0 for one that takes none, not even the current one."),
    { ...count("depth", "Weight layers that it adds to the network's depth."), default: 0 },
  ],
  arity: { min: 0, max: Infinity },
  opaque: true,
  infer: (call) => inferCustom(call),
  weights: (call) => customWeights(call),
  macs: (call) => numberOf(call, "macs"),
  operations: (call) => numberOf(call, "operations"),
};

function inferCustom(call: Call): Inference {
  const { shape } = call.attributes;
  const wanted = Math.max(1, call.wanted ?? 1);
  if (!isList(shape)) return { outputs: Array.from({ length: wanted }, () => undefined), issues: [] };
  const several = shape.length > 0 && shape.every(isListOrUnknown) && shape.some(isList);
  const all = several ? shape : [shape];
  const outputs = Array.from({ length: wanted }, (_, output) => shapeOf(all[output]));
  if (all.length >= wanted) return { outputs, issues: [] };
  const message = l10n.t("shape states {0} of the {1} outputs.", all.length, wanted);
  return {
    outputs,
    issues: [{ code: "wrong-output-count", severity: "warning", parameter: "shape", message }],
  };
}

function isList(value: AttributeValue | undefined): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

/** Of several outputs, one may be wholly unknown. */
function isListOrUnknown(value: AttributeValue): boolean {
  return isList(value) || value === UNKNOWN_SIZE;
}

function shapeOf(value: AttributeValue | undefined): Shape | undefined {
  return isList(value) ? value.map(dimOf) : undefined;
}

function dimOf(value: AttributeValue): Dim {
  if (typeof value === "number") return value;
  return typeof value === "string" && value !== UNKNOWN_SIZE ? value : undefined;
}

/** The stated scalars; of unknown number where nothing is stated. */
function customWeights(call: InferredCall): readonly Weight[] {
  const params = numberOf(call, "params");
  const buffers = numberOf(call, "buffers") ?? (params === undefined ? undefined : 0);
  const frozen = Math.min(numberOf(call, "frozen_params") ?? 0, params ?? 0);
  const learned = params === undefined ? undefined : params - frozen;
  return [
    ...(learned === 0 ? [] : [parameter("weights", [learned])]),
    ...(frozen === 0 ? [] : [{ ...parameter("frozen", [frozen]), frozen: true }]),
    ...(buffers === 0 ? [] : [buffer("state", [buffers])]),
  ];
}

/** What a layer's operator is called where it is shown: a custom one by its own name. */
export function operatorTitle({
  operator,
  nativeOperator,
}: Pick<Layer, "operator" | "nativeOperator">): string {
  return operator === CUSTOM.name ? (nativeOperator ?? operator) : operator;
}
