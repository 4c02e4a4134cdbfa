// Layers that wrap another layer: TimeDistributed, SpectralNormalization.

import type { Count } from "../../../model/exact";
import type { Attributes } from "../../../model/network";
import { product } from "../../../model/exact";
import { applyOperator } from "../../../operators/apply";
import { buffer, parameter } from "../../../operators/call";
import { costsByRule } from "../../../operators/cost";
import { operatorNamed } from "../../../operators/index";
import type { Shape } from "../../../model/shape";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";

export const WRAPPERS: KerasLayers = {
  TimeDistributed: timeDistributed,
  SpectralNormalization: spectralNormalization,
  Wrapper: (call) => call.inner(call.config["layer"], call.inputs) ?? opaque(call),
};

function opaque({ className }: KerasCall): KerasResult {
  return {
    operator: className,
    outputs: [undefined],
    weights: [parameter("layer", [undefined])],
    macs: undefined,
    operations: undefined,
  };
}

/** The layer at each step: its shape for one step, its costs once for each. */
function timeDistributed(call: KerasCall): KerasResult {
  const [input] = call.inputs;
  const inner = call.inner(call.config["layer"], [input?.slice(1)]);
  if (inner === undefined || input === undefined) return opaque(call);
  const [steps, ...frame] = input;
  const attributes = spelledOut(inner.attributes ?? {}, frame);
  const mean = meanOverFrame(inner, frame);
  if (mean !== undefined) return mean;
  const step = stepOf(inner, attributes, frame);
  return {
    ...inner,
    attributes,
    outputs: step.outputs.map((shape) => shape && [steps, ...shape]),
    weights: step.weights,
    macs: product([step.macs, steps]),
    operations: product([step.operations, steps]),
    issues: [...(inner.issues ?? []), ...step.issues],
  };
}

/** A global average of each step is a mean over all axes but the steps and the channels. */
function meanOverFrame({ operator, attributes = {} }: KerasResult, frame: Shape): KerasResult | undefined {
  if (operator !== "GlobalAvgPool" || frame.length < 2) return undefined;
  const first = attributes["layout"] === "channels-last" ? 2 : 3;
  const axis = frame.slice(1).map((_, index) => first + index);
  return { operator: "Mean", attributes: { axis, keepdim: attributes["keepdim"] === true } };
}

interface Step extends Required<Pick<KerasResult, "outputs" | "weights" | "issues">> {
  readonly macs: Count;
  readonly operations: Count;
}

/** One step by the layer's own figures where it has them, by the operator's rules otherwise. */
function stepOf(inner: KerasResult, attributes: Attributes, frame: Shape): Step {
  const operator = operatorNamed(inner.operator);
  const applied = operator && applyOperator(operator, attributes, [frame]);
  const outputs = inner.outputs ?? applied?.outputs ?? [undefined];
  const call = { attributes: applied?.attributes ?? attributes, inputs: [frame], outputs };
  const rules = costsByRule(operator, call);
  return {
    outputs,
    weights: inner.weights ?? rules.weights ?? [],
    macs: "macs" in inner ? inner.macs : rules.macs,
    operations: "operations" in inner ? inner.operations : rules.operations,
    issues: inner.outputs === undefined ? (applied?.issues ?? []) : [],
  };
}

/** A kernel with a size for each axis, so that the steps are not taken for one more spatial axis. */
function spelledOut(attributes: Attributes, frame: Shape | undefined): Attributes {
  const { kernel } = attributes;
  if (typeof kernel !== "number" || frame === undefined) return attributes;
  return { ...attributes, kernel: Array.from({ length: Math.max(1, frame.length - 1) }, () => kernel) };
}

/** One vector of state, as long as the kernel's last axis: the output channels. */
function spectralNormalization(call: KerasCall): KerasResult {
  const inner = call.inner(call.config["layer"], call.inputs);
  const operator = inner && operatorNamed(inner.operator);
  if (inner === undefined || operator === undefined) return opaque(call);
  const applied = applyOperator(operator, inner.attributes ?? {}, call.inputs);
  const outputs = inner.outputs ?? applied.outputs;
  const callOfInner = { attributes: applied.attributes, inputs: call.inputs, outputs };
  const weights = inner.weights ?? operator.weights?.(callOfInner) ?? [];
  const channels =
    inner.attributes?.["channels"] ?? inner.attributes?.["features"] ?? inner.attributes?.["dim"];
  const vector = buffer("vector_u", [1, typeof channels === "number" ? channels : undefined]);
  return { ...inner, weights: [...weights, vector] };
}
