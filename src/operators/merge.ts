// Operators that join tensors: elementwise with broadcasting, and concatenation.

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import { sum } from "../model/exact";
import type { Dim, Shape } from "../model/shape";
import { formatShape, mayBeEqual } from "../model/shape";
import { axisIndex, axisParameter, wrongAxis } from "./axis";
import { broadcast, shapesDiffer } from "./broadcast";
import { fails, gives, numberOf, outputElements, times } from "./call";
import type { Call, Explanation, Inference, InferredCall, Issue, Operator, Parameter } from "./operator";

const VALUE: Parameter = {
  name: "value",
  type: "number",
  optional: true,
  aliases: ["scalar"],
  documentation: "A constant that takes part besides the tensors, so that one tensor is enough.",
};

const STACK: Operator = {
  name: "Stack",
  family: "merge",
  documentation: "Puts tensors of one shape beside each other along a new axis.",
  parameters: [axisParameter("Where the new axis is in the output.")],
  arity: { min: 1, max: Infinity },
  merge: true,
  infer: inferStack,
};

export const MERGES: readonly Operator[] = [
  concat(),
  STACK,
  elementwise("Add", "Elementwise sum."),
  elementwise("Sub", "Elementwise difference: the first minus the others.", ["Subtract"]),
  elementwise("Mul", "Elementwise product.", ["Multiply"]),
  elementwise("Div", "Elementwise quotient: the first divided by the others.", ["Divide"]),
  elementwise("Max", "Elementwise maximum.", ["Maximum"]),
  elementwise("Min", "Elementwise minimum.", ["Minimum"]),
  elementwise("Average", "Elementwise mean."),
];

function elementwise(name: string, documentation: string, aliases: readonly string[] = []): Operator {
  return {
    name,
    aliases,
    family: "merge",
    documentation: `${documentation} Shapes are broadcast as in NumPy: aligned at the end, and a 1 stretches.`,
    parameters: [VALUE],
    arity: { min: 1, max: Infinity },
    merge: true,
    infer: (call) => inferElementwise(name, call),
    operations: elementwiseOperations,
    explain: explainMeeting,
  };
}

function inferElementwise(name: string, call: Call): Inference {
  if (call.inputs.length === 1 && numberOf(call, "value") === undefined) return fails(tooFew(name));
  const met = broadcast(name, call.inputs);
  return "issue" in met ? fails(met.issue) : gives(met.shape);
}

function tooFew(name: string): Issue {
  const message = l10n.t("{0} takes at least 2 tensors, or 1 tensor and a value.", name);
  return { code: "wrong-input-count", message };
}

/** One operation for each output element and each term after the first. */
function elementwiseOperations(call: InferredCall): Count {
  const terms = call.inputs.length + (numberOf(call, "value") === undefined ? 0 : 1);
  return times(outputElements(call), Math.max(1, terms - 1));
}

function explainMeeting(call: InferredCall): Explanation {
  if (call.inputs.length < 2) return {};
  const [first, ...others] = call.inputs.map(formatShape);
  const met = others.reduce((text, other) => l10n.t("{0} with {1}", text, other), first ?? "?");
  return { shape: [`${met} = ${formatShape(call.outputs[0])}`] };
}

function concat(): Operator {
  return {
    name: "Concat",
    aliases: ["Concatenate"],
    family: "merge",
    documentation: "Puts tensors one after the other along an axis; the other axes must be equal.",
    parameters: [axisParameter("The axis along which they are put together.")],
    arity: { min: 1, max: Infinity },
    merge: true,
    infer: inferConcat,
    explain: explainConcat,
  };
}

function inferConcat(call: Call): Inference {
  const axis = numberOf(call, "axis") ?? 1;
  const shapes = call.inputs.filter((shape) => shape !== undefined);
  const [first] = shapes;
  if (first === undefined) return gives(undefined);
  const index = axisIndex(axis, first.length);
  if (index === undefined) return fails(wrongAxis("Concat", axis, first));
  const mismatch = firstMismatch(call.inputs, first, index);
  if (mismatch !== undefined) return fails(mismatch);
  if (shapes.length < call.inputs.length) return gives(merged(shapes, index, undefined));
  return gives(merged(shapes, index, sumOfDims(shapes.map((shape) => shape[index]))));
}

function firstMismatch(inputs: Call["inputs"], first: Shape, index: number): Issue | undefined {
  for (const [input, shape] of inputs.entries()) {
    if (shape === undefined) continue;
    if (shape.length !== first.length)
      return shapesDiffer("Concat", first, shape, input, l10n.t("their ranks differ"));
    const axis = shape.findIndex((dim, at) => at !== index && !mayBeEqual(dim, first[at]));
    if (axis < 0) continue;
    const why = l10n.t(
      "all axes but {0} must be equal, and {1} and {2} differ along axis {3}",
      index + 1,
      String(first[axis]),
      String(shape[axis]),
      axis + 1,
    );
    return shapesDiffer("Concat", first, shape, input, why);
  }
  return undefined;
}

/** The known dimensions that all share, and `size` along the axis. */
function merged(shapes: readonly Shape[], index: number, size: Dim): Shape {
  const [first = []] = shapes;
  return first.map((dim, axis) => {
    if (axis === index) return size;
    const number = shapes.map((shape) => shape[axis]).find((other) => typeof other === "number");
    if (number !== undefined) return number;
    return shapes.every((shape) => shape[axis] === dim) ? dim : undefined;
  });
}

function sumOfDims(dims: readonly Dim[]): Dim {
  if (dims.length === 1) return dims[0];
  return sum(dims.map((dim) => (typeof dim === "number" ? dim : undefined)));
}

function inferStack(call: Call): Inference {
  const axis = numberOf(call, "axis") ?? 1;
  const known = call.inputs.findIndex((shape) => shape !== undefined);
  const first = call.inputs[known];
  if (first === undefined) return gives(undefined);
  const index = axisIndex(axis, first.length + 1);
  if (index === undefined) return fails(wrongAxis("Stack", axis, [...first, 1]));
  const different = call.inputs.findIndex((shape) => shape !== undefined && !fitsTogether(shape, first));
  const other = call.inputs[different];
  if (other !== undefined)
    return fails(shapesDiffer("Stack", first, other, different, l10n.t("all must be equal")));
  const shapes = call.inputs.filter((shape) => shape !== undefined);
  const each = merged(shapes, -1, undefined);
  return gives([...each.slice(0, index), call.inputs.length, ...each.slice(index)]);
}

function fitsTogether(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => mayBeEqual(dim, b[axis]));
}

function explainConcat(call: InferredCall): Explanation {
  const [output] = call.outputs;
  const index = output && axisIndex(numberOf(call, "axis") ?? 1, output.length);
  if (output === undefined || index === undefined) return {};
  const terms = call.inputs.map((shape) => String(shape?.[index] ?? "?"));
  return { shape: [`${terms.join(" + ")} = ${String(output[index] ?? "?")}`] };
}
