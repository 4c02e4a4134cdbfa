// Layers that join tensors.

import { product } from "../../../model/exact";
import type { Shape } from "../../../model/shape";
import { broadcast } from "../../../operators/broadcast";
import type { Json } from "../json/access";
import { isArray, isObject, numberIn, numbersIn, objectIn } from "../json/access";
import type { KerasCall, KerasLayer, KerasLayers, KerasResult } from "./layer";
import { FREE } from "./layer";

export const MERGES: KerasLayers = {
  Add: elementwise("Add"),
  Subtract: elementwise("Sub"),
  Multiply: elementwise("Mul"),
  Average: elementwise("Average"),
  Maximum: elementwise("Max"),
  Minimum: elementwise("Min"),
  Concatenate: concatenate,
  Dot: dot,
  CustomScaleLayer: scaledSum,
};

/** A constant among the arguments takes part besides the tensors. */
export function elementwise(operator: string): KerasLayer {
  return ({ positional, named, inputs }) => {
    const constants = [...positional, named["y"], named["x"], named["x2"], named["x1"]];
    const constant = constants.find((value) => typeof value === "number");
    if (typeof constant === "number") return { operator, attributes: { value: constant } };
    const tensor =
      inputs.length === 1 ? constants.map(constantShape).find((shape) => shape !== undefined) : undefined;
    return tensor === undefined
      ? { operator }
      : { operator, outputs: [meetConstant(operator, inputs[0], tensor)] };
  };
}

/** The shape of a constant tensor, written as nested lists, bare or within a marked object. */
function constantShape(value: Json | undefined): Shape | undefined {
  if (isObject(value)) return constantShape(objectIn(value, "config")?.["value"]);
  if (!isArray(value)) return undefined;
  const [first] = value;
  return [value.length, ...(isArray(first) ? (constantShape(first) ?? []) : [])];
}

/** A constant's batch axis, if it has one, is left out. */
function meetConstant(operator: string, input: Shape | undefined, constant: Shape): Shape | undefined {
  if (input === undefined) return undefined;
  const met = broadcast(operator, [input, constant.slice(Math.max(0, constant.length - input.length))]);
  return "issue" in met ? undefined : met.shape;
}

/** Inception-ResNet's sum of a trunk and a branch times a constant. */
function scaledSum({ config, inputs }: KerasCall): KerasResult {
  const scale = numberIn(config, "scale");
  const attributes = scale === undefined ? {} : { scale };
  return { operator: "Add", attributes, operations: product([...(inputs[0] ?? [undefined]), 2]) };
}

/** Keras counts axes with the batch, as the catalogue does. */
function concatenate({ config, inputs }: KerasCall): KerasResult {
  return {
    operator: "Concat",
    attributes: { axis: numberIn(config, "axis") ?? -1 },
    takes: inputs.map((_, index) => index),
  };
}

/** The product along one axis of each tensor; two vectors give one number. */
function dot({ config, inputs }: KerasCall): KerasResult {
  const [a, b] = inputs;
  const axes = numbersIn(config, "axes") ?? [];
  const [first = -1, second = first] = axes;
  if (a === undefined || b === undefined)
    return { operator: "Dot", ...FREE, macs: undefined, outputs: [undefined] };
  const [i, j] = [position(a, first), position(b, second)];
  const letters = [lettersOf(a.length, i, "a"), lettersOf(b.length, j, "n")];
  const equation = `${letters.map((term) => term.join("")).join(",")}->${letters
    .flat()
    .filter((letter) => letter !== "z")
    .join("")}`;
  if (a.length > 1 || b.length > 1) return { operator: "Einsum", attributes: { equation } };
  return { operator: "Einsum", attributes: { equation }, outputs: [[1]], macs: product([a[i]]) };
}

/** A letter for each axis, `z` for the one that is summed over. */
function lettersOf(rank: number, summed: number, first: string): readonly string[] {
  return Array.from({ length: rank }, (_, axis) =>
    axis === summed ? "z" : String.fromCharCode(first.charCodeAt(0) + axis),
  );
}

function position(shape: Shape, axis: number): number {
  return axis < 0 ? shape.length + axis : axis - 1;
}
