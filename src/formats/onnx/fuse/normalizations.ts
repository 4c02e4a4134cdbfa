// Normalizations that exporters spell out: LayerNorm and RMSNorm as arithmetic, GroupNorm as InstanceNormalization.

import type { Attributes } from "../../../model/network";
import type { Unit } from "../graph/unit";
import type { Value } from "../graph/value";
import { isMadeUp } from "../graph/value";
import type { Match, Pattern, Wiring } from "./pattern";
import { constantOf, isLearnt } from "./pattern";

/** What scale and shift are applied to, with the units that do. */
interface Affine {
  readonly core: Value | undefined;
  readonly units: readonly Unit[];
  readonly bias: boolean;
}

/** core · scale + shift, core · scale, or nothing learnt (then `root` itself gives the core). */
function affineOf(root: Unit, wiring: Wiring): Affine {
  const scale =
    root.nativeOperator === "Add" && isLearnt(root) ? wiring.made(root.inputs[0], "Mul") : undefined;
  if (isLearnt(scale)) return { core: scale.inputs[0], units: [scale, root], bias: true };
  if (root.nativeOperator === "Mul" && isLearnt(root))
    return { core: root.inputs[0], units: [root], bias: false };
  return { core: root.outputs[0], units: [], bias: false };
}

/** (x − mean(x)) / sqrt(mean((x − mean(x))²) + ε), as PyTorch exports LayerNorm before opset 17. */
export const layerNorm: Pattern = (root, wiring): Match | undefined => {
  const affine = affineOf(root, wiring);
  const quotient = wiring.made(affine.core, "Div");
  const centred = wiring.made(quotient?.inputs[0], "Sub");
  const mean = wiring.made(centred?.inputs[1], "ReduceMean");
  const deviation = deviationOf(quotient?.inputs[1], wiring);
  if (quotient === undefined || centred === undefined || mean === undefined || deviation === undefined)
    return undefined;
  const [x] = centred.inputs;
  if (x === undefined || mean.inputs[0] !== x || deviation.of !== centred.outputs[0]) return undefined;
  return {
    members: [mean, centred, ...deviation.units, quotient, ...affine.units],
    operator: "LayerNorm",
    attributes: normAttributes(mean, deviation.epsilon, affine),
    inputs: [x],
    owners: affine.units,
  };
};

/** x / sqrt(mean(x²) + ε), or x times its reciprocal. */
export const rmsNorm: Pattern = (root, wiring): Match | undefined => {
  const affine = affineOf(root, wiring);
  const quotient = wiring.made(affine.core, "Div", "Mul");
  const [x, divisor] = quotient?.inputs ?? [];
  if (quotient === undefined || x === undefined || affine.bias) return undefined;
  const inverse = quotient.nativeOperator === "Mul" ? wiring.made(divisor, "Reciprocal", "Div") : undefined;
  if (quotient.nativeOperator === "Mul" && inverse === undefined) return undefined;
  const deviation = deviationOf(inverse?.inputs[0] ?? divisor, wiring);
  if (deviation?.of !== x) return undefined;
  return {
    members: [...deviation.units, ...(inverse === undefined ? [] : [inverse]), quotient, ...affine.units],
    operator: "RMSNorm",
    attributes: withoutBias(normAttributes(deviation.mean, deviation.epsilon, affine)),
    inputs: [x],
    owners: affine.units,
  };
};

interface Deviation {
  readonly units: readonly Unit[];
  readonly mean: Unit;
  readonly of: Value;
  readonly epsilon: number;
}

/** sqrt(mean(of²) + ε). */
function deviationOf(value: Value | undefined, wiring: Wiring): Deviation | undefined {
  const root = wiring.made(value, "Sqrt");
  const sum = wiring.made(root?.inputs[0], "Add");
  const mean = wiring.made(sum?.inputs[0], "ReduceMean");
  const square = wiring.made(mean?.inputs[0], "Pow", "Mul");
  const [of] = square?.inputs ?? [];
  const epsilon = sum && constantOf(sum);
  if (root === undefined || sum === undefined || mean === undefined || square === undefined) return undefined;
  if (of === undefined || epsilon === undefined || square.inputs.some((input) => input !== of))
    return undefined;
  return { units: [square, mean, sum, root], mean, of, epsilon };
}

function normAttributes(mean: Unit, epsilon: number, affine: Affine): Attributes {
  const { axis } = mean.attributes;
  return {
    ...(axis === undefined ? {} : { axis }),
    epsilon,
    affine: affine.units.length > 0,
    bias: affine.bias,
  };
}

function withoutBias({ bias: _bias, ...others }: Attributes): Attributes {
  return others;
}

/** Reshape to one row for each group, InstanceNormalization, Reshape back, scale, shift. */
export const groupNorm: Pattern = (root, wiring): Match | undefined => {
  const affine = affineOf(root, wiring);
  const back = wiring.made(affine.core, "Reshape");
  const norm = wiring.made(back?.inputs[0], "InstanceNormalization");
  const rows = wiring.made(norm?.inputs[0], "Reshape");
  const [x] = rows?.inputs ?? [];
  const groups = rows?.outputs[0]?.tensor.shape?.[1];
  if (back === undefined || norm === undefined || rows === undefined || x === undefined) return undefined;
  if (typeof groups !== "number" || norm.owned.some(({ role }) => role === "parameter")) return undefined;
  return {
    members: [rows, norm, back, ...affine.units],
    operator: "GroupNorm",
    attributes: { groups, epsilon: norm.attributes["epsilon"] ?? 1e-5, affine: affine.units.length > 0 },
    inputs: [x],
    owners: affine.units,
  };
};

/**
 * A number for each channel times a convolution's result plus another: batch normalization with statistics that no longer
 * change (torchvision's FrozenBatchNorm2d), of which the exporter left a scale and a shift under names of its own.
 */
export const frozenNorm: Pattern = (root, wiring): Match | undefined => {
  if (root.nativeOperator !== "Add" || !isFolded(root)) return undefined;
  const scale = wiring.made(root.inputs[0], "Mul");
  const convolution = wiring.made(scale?.inputs[0], "Conv");
  const [x] = scale?.inputs ?? [];
  if (scale === undefined || convolution === undefined || x === undefined || !isFolded(scale))
    return undefined;
  return {
    members: [scale, root],
    operator: "BatchNorm",
    attributes: { affine: false, track: true },
    inputs: [x],
    owners: [scale, root],
    isFrozen: true,
  };
};

/** Arithmetic with one number for each channel, [1, C, 1, 1], that the exporter computed. */
function isFolded(unit: Unit): boolean {
  const [only, ...others] = unit.owned;
  if (only === undefined || others.length > 0 || unit.inputs.length !== 1 || !isMadeUp(only.stored))
    return false;
  const [batch, channels, ...sizes] = only.stored.tensor.dims;
  const isVector = batch === 1 && sizes.length > 0 && sizes.every((size) => size === 1);
  return isVector && channels === unit.outputs[0]?.tensor.shape?.[1];
}
