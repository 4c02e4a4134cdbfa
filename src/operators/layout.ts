// Channels last: the rules are written for channels before the spatial axes, and a call in the other layout is turned around.

import type { Shape } from "../model/shape";
import type { Call, Inference, InferredCall, Operator, Parameter } from "./operator";

const LAYOUT: Parameter = {
  name: "layout",
  type: "choice",
  choices: ["channels-first", "channels-last"],
  optional: true,
  aliases: ["data_format"],
  documentation: "Whether channels come before the spatial axes, as they do unless said otherwise, or last.",
};

/** Operators that also take `layout="channels-last"`, with their rules for channels first. */
export function withLayouts(operators: readonly Operator[]): readonly Operator[] {
  return operators.map(withLayout);
}

function withLayout(operator: Operator): Operator {
  return {
    ...operator,
    parameters: [...operator.parameters, LAYOUT],
    infer: (call) => inferTurned(operator, call),
    ...(operator.weights && { weights: (call) => operator.weights?.(turned(call)) ?? [] }),
    ...(operator.macs && { macs: (call) => operator.macs?.(turned(call)) }),
    ...(operator.operations && { operations: (call) => operator.operations?.(turned(call)) }),
    ...(operator.biasAdds && { biasAdds: (call) => operator.biasAdds?.(turned(call)) }),
    ...(operator.window && { window: (call) => operator.window?.(turned(call)) }),
    ...(operator.explain && { explain: (call) => operator.explain?.(turned(call)) ?? {} }),
  };
}

/** Whether the call says that its channels are last. */
export function isChannelsLast(call: Call): boolean {
  return call.attributes["layout"] === "channels-last";
}

/** A shape of channels last, with two axes or more, as it is with its channels first. */
export function withChannelsFirst(shape: Shape | undefined): Shape | undefined {
  return shape && channelsFirst(shape, shape.length - 1);
}

/** The same call in a network whose channels come first: shapes are turned, and the attribute is gone. */
export function channelsFirstCall(call: InferredCall): InferredCall {
  if (isChannelsLast(call)) {
    const { layout: _, ...attributes } = call.attributes;
    return { ...turned(call), attributes };
  }
  return {
    ...call,
    inputs: call.inputs.map(withChannelsFirst),
    outputs: call.outputs.map(withChannelsFirst),
  };
}

/** As many spatial axes as a list for each of them has entries, else all axes but one. */
function spatialAxes(call: Call, shape: Shape): number {
  const list = ["kernel", "size", "scale", "pad"].map((name) => call.attributes[name]).find(Array.isArray);
  return list?.length ?? shape.length - 1;
}

function channelsFirst(shape: Shape | undefined, spatial: number): Shape | undefined {
  if (shape === undefined || spatial < 1 || spatial >= shape.length) return shape;
  const at = shape.length - 1 - spatial;
  return [...shape.slice(0, at), shape[shape.length - 1], ...shape.slice(at, -1)];
}

function channelsLast(shape: Shape, spatial: number): Shape {
  const at = shape.length - 1 - spatial;
  if (spatial < 1 || at < 0) return shape;
  return [...shape.slice(0, at), ...shape.slice(at + 1), shape[at]];
}

function turned(call: InferredCall): InferredCall {
  if (!isChannelsLast(call)) return call;
  const [input] = call.inputs;
  if (input === undefined) return call;
  const spatial = spatialAxes(call, input);
  const outputs = call.outputs.map((shape) =>
    shape?.length === input.length ? channelsFirst(shape, spatial) : shape,
  );
  return { ...call, inputs: call.inputs.map((shape) => channelsFirst(shape, spatial)), outputs };
}

/** An output of another rank (a global pool that keeps no axes) has no spatial axes to turn. */
function inferTurned(operator: Operator, call: Call): Inference {
  const [input] = call.inputs;
  if (!isChannelsLast(call) || input === undefined) return operator.infer(call);
  const spatial = spatialAxes(call, input);
  const { outputs, issues } = operator.infer({
    ...call,
    inputs: call.inputs.map((shape) => channelsFirst(shape, spatial)),
  });
  const back = outputs.map((shape) =>
    shape?.length === input.length ? channelsLast(shape, spatial) : shape,
  );
  return { outputs: back, issues };
}
