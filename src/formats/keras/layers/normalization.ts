// Normalization layers, with Keras' flags for scale (gamma) and shift (beta).

import { product } from "../../../model/exact";
import type { Attributes, Weight } from "../../../model/network";
import type { Dim, Shape } from "../../../model/shape";
import { buffer, parameter } from "../../../operators/call";
import type { JsonObject } from "../json/access";
import { fieldOf, flagIn, numberIn, numbersIn } from "../json/access";
import type { KerasCall, KerasLayers, KerasResult } from "./layer";
import { FREE } from "./layer";

export const NORMALIZATIONS: KerasLayers = {
  BatchNormalization: batchNormalization,
  SyncBatchNormalization: batchNormalization,
  GroupNormalization: groupNormalization,
  LayerNormalization: layerNormalization,
  RMSNormalization: rmsNormalization,
  UnitNormalization: (call) => ({ operator: "L2Norm", attributes: axisOf(call.config) }),
  Normalization: normalization,
  Rescaling: rescaling,
};

/** The flags of scale and shift, both on unless said otherwise. */
function flags(config: JsonObject): Attributes {
  const scale = flagIn(config, "scale", true);
  const bias = flagIn(config, "center", true);
  return scale === bias ? { affine: scale } : { affine: false, scale, bias };
}

function epsilon(config: JsonObject): Attributes {
  const value = numberIn(config, "epsilon");
  return value === undefined || value < 0 ? {} : { epsilon: value };
}

function axesOf(config: JsonObject, fallback: number): readonly number[] {
  return numbersIn(config, "axis") ?? [fallback];
}

/** The attribute `axis`: the last unless given; one as a number, several as a list. */
function axisOf(config: JsonObject): Attributes {
  const axes = axesOf(config, -1);
  const [only = -1] = axes;
  return { axis: axes.length === 1 ? only : axes };
}

/** The shape's sizes along axes counted from 1, or from the end. */
function sizesAlong(shape: Shape | undefined, axes: readonly number[]): Shape {
  if (shape === undefined) return axes.map(() => undefined);
  return axes.map((axis): Dim => shape[axis < 0 ? shape.length + axis : axis - 1]);
}

/** The catalogue's layout for a normalized axis, or undefined for an axis that is neither the first nor the last. */
function layoutFor(shape: Shape | undefined, axis: number): Attributes | undefined {
  if (shape === undefined || axis === -1 || axis === shape.length) return { layout: "channels-last" };
  return axis === 1 || axis === -shape.length ? {} : undefined;
}

function batchNormalization({ config, inputs }: KerasCall): KerasResult {
  const axes = axesOf(config, -1);
  const layout = axes.length === 1 ? layoutFor(inputs[0], axes[0] ?? -1) : undefined;
  const momentum = numberIn(config, "momentum");
  const attributes: Attributes = {
    ...epsilon(config),
    ...(momentum === undefined ? {} : { momentum: weightOfNewest(momentum) }),
    ...flags(config),
    ...(flagIn(config, "renorm", false) ? { renorm: true } : {}),
    ...layout,
  };
  if (layout !== undefined) return { operator: "BatchNorm", attributes };
  const shape = sizesAlong(inputs[0], axes);
  const state = ["moving_mean", "moving_variance"];
  const weights = [...scaleAndShift(config, shape), ...state.map((name) => buffer(name, shape))];
  return { operator: "BatchNorm", attributes, weights };
}

/** Keras' momentum is the weight of the past; rounded, so that 0.99 gives 0.01. */
function weightOfNewest(momentum: number): number {
  return Number((1 - momentum).toPrecision(12));
}

function scaleAndShift(config: JsonObject, shape: Shape): readonly Weight[] {
  return [
    ...(flagIn(config, "scale", true) ? [parameter("gamma", shape)] : []),
    ...(flagIn(config, "center", true) ? [parameter("beta", shape)] : []),
  ];
}

/** Groups of -1 are as many as there are channels. */
function groupNormalization({ config, inputs }: KerasCall): KerasResult {
  const [axis = -1] = axesOf(config, -1);
  const layout = layoutFor(inputs[0], axis);
  const groups = numberIn(config, "groups") ?? 32;
  const attributes = { ...epsilon(config), ...flags(config), ...layout };
  const weights =
    layout === undefined ? { weights: scaleAndShift(config, sizesAlong(inputs[0], [axis])) } : {};
  if (groups < 1) return { operator: "InstanceNorm", attributes, ...weights };
  return { operator: "GroupNorm", attributes: { groups, ...attributes }, ...weights };
}

function layerNormalization({ config }: KerasCall): KerasResult {
  const attributes = { ...axisOf(config), ...epsilon(config) };
  if (flagIn(config, "rms_scaling", false)) {
    return { operator: "RMSNorm", attributes: { ...attributes, affine: flagIn(config, "scale", true) } };
  }
  return { operator: "LayerNorm", attributes: { ...attributes, ...flags(config) } };
}

function rmsNormalization({ config }: KerasCall): KerasResult {
  return { operator: "RMSNorm", attributes: { ...axisOf(config), ...epsilon(config) } };
}

/** Mean and variance are either given in the config or state that `adapt` fills, along with a count. */
function normalization({ config }: KerasCall): KerasResult {
  const state = fieldOf(config, "mean") === undefined;
  if (fieldOf(config, "axis") !== undefined) {
    return { operator: "Normalization", attributes: { ...axisOf(config), state } };
  }
  const scalars = ["mean", "variance", "count"].map((name) => buffer(name, []));
  return { operator: "Normalization", attributes: { state }, weights: state ? scalars : [] };
}

function rescaling({ config, inputs }: KerasCall): KerasResult {
  const scale = numberIn(config, "scale");
  const shift = numberIn(config, "offset") ?? 0;
  if (scale !== undefined) return { operator: "Affine", attributes: { scale, shift } };
  return {
    operator: "Rescaling",
    ...FREE,
    operations: product([...(inputs[0] ?? [undefined]), 2]),
    outputs: [inputs[0]],
  };
}
