// Shape rules of reductions over axes given as an attribute or, from opset 13 or 18 on, as an input.

import type { Dim } from "../../../model/shape";
import { isKnown } from "../../../model/shape";
import { multiplyAll } from "../dims";
import type { Call, Rule } from "./contract";
import { axesIn, intsFrom, one, shapeOf, unknownShape } from "./contract";

const reduce: Rule = (call) => {
  const shape = shapeOf(call, 0);
  if (shape === undefined) return one(call, undefined);
  const keeps = call.attributes.int("keepdims", 1) !== 0;
  const given = intsFrom(call, "axes", 1);
  if (given === undefined && call.inputs[1] !== undefined) {
    return one(call, keeps ? unknownShape(shape.length) : undefined);
  }
  const all = given === undefined || given.length === 0;
  if (all && call.attributes.int("noop_with_empty_axes", 0) !== 0) return one(call, shape);
  const axes = all ? shape.map((_, axis) => axis) : axesIn(given, shape.length);
  const result = shape.flatMap((dim, axis): readonly Dim[] =>
    !axes.includes(axis) ? [dim] : keeps ? [1] : [],
  );
  return one(call, result, undefined, reducedData(call, axes.length === shape.length));
};

/** The reduction of all of a small constant. */
function reducedData(call: Call, whole: boolean): readonly Dim[] | undefined {
  const [input] = call.inputs;
  if (!whole || input?.data === undefined || !isKnown(input.shape)) return undefined;
  if (call.op === "ReduceProd") return [multiplyAll(input.data)];
  const numbers = input.data.filter((value) => typeof value === "number");
  if (numbers.length !== input.data.length || numbers.length === 0) return undefined;
  if (call.op === "ReduceMax") return [numbers.reduce((a, b) => Math.max(a, b))];
  if (call.op === "ReduceMin") return [numbers.reduce((a, b) => Math.min(a, b))];
  if (call.op === "ReduceSum") return [numbers.reduce((a, b) => a + b)];
  return undefined;
}

const REDUCTIONS = [
  "ReduceL1",
  "ReduceL2",
  "ReduceLogSum",
  "ReduceLogSumExp",
  "ReduceMax",
  "ReduceMean",
  "ReduceMin",
  "ReduceProd",
  "ReduceSum",
  "ReduceSumSquare",
];

export const REDUCTION_RULES: Readonly<Record<string, Rule>> = Object.fromEntries(
  REDUCTIONS.map((op) => [op, reduce]),
);
