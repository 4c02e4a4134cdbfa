// Normalizations, and learnable scales and terms.

import type { PythonCall, Writer, Written } from "./call";
import { axesFrom, construct, helper, isOn, module, numberOf, python, refuse } from "./call";

function isScaled({ attributes }: PythonCall): boolean {
  return (attributes["scale"] ?? attributes["affine"]) === true;
}

function isShifted({ attributes }: PythonCall): boolean {
  return (attributes["bias"] ?? attributes["affine"]) === true;
}

function channelsOf({ inputs: [input = []] }: PythonCall): number {
  return input[0] ?? 0;
}

function spatialRank({ inputs: [input = []] }: PythonCall): number {
  return Math.max(1, input.length - 1);
}

/** The module with the scale and the shift that the call has; PyTorch's modules have both or neither. */
function withAffine(call: PythonCall, make: (affine: boolean) => string): Written {
  const [scaled, shifted] = [isScaled(call), isShifted(call)];
  if (scaled === shifted) return module(make(scaled));
  return { ...module(`without(${make(true)}, ${python(scaled ? "bias" : "weight")})`), helpers: ["without"] };
}

/** Batch or instance normalization of the input's rank. */
const ofChannels =
  (name: "BatchNorm" | "InstanceNorm"): Writer =>
  (call) => {
    if (isOn(call, "renorm")) refuse(call, "renormalizes its batches");
    const [affine, track] = name === "BatchNorm" ? [true, true] : [false, false];
    const written = withAffine(call, (isAffine) =>
      construct(`${name}${String(spatialRank(call))}d`, [channelsOf(call)], {
        eps: [numberOf(call, "epsilon", 1e-5), 1e-5],
        momentum: [numberOf(call, "momentum", 0.1), 0.1],
        affine: [isAffine, affine],
        track_running_stats: [call.attributes["track"] ?? track, track],
      }),
    );
    // A vector of one number for each channel has a batch of sequences' shape already, but for InstanceNorm.
    if (name === "BatchNorm" || (call.inputs[0] ?? []).length > 1) return written;
    return { ...written, value: (self, [x = ""]) => `${self}(${x}[:, :, None])[:, :, 0]` };
  };

export const batchNorm = ofChannels("BatchNorm");
export const instanceNorm = ofChannels("InstanceNorm");

export const groupNorm: Writer = (call) =>
  withAffine(call, (affine) =>
    construct("GroupNorm", [numberOf(call, "groups", 1), channelsOf(call)], {
      eps: [numberOf(call, "epsilon", 1e-5), 1e-5],
      affine: [affine, true],
    }),
  );

/** The shape of what is normalized over, and that with ones for the axes after it, so that it can be broadcast. */
function shapesAlong(call: PythonCall): {
  axes: readonly number[];
  own: readonly number[];
  wide: readonly number[];
} {
  const [input = []] = call.inputs;
  const axes = [...axesFrom(call, "axis", [-1])].sort((a, b) => a - b);
  const first = axes[0] ?? 1;
  const wide = input.slice(first - 1).map((size, index) => (axes.includes(index + first) ? size : 1));
  return { axes, own: axes.map((axis) => input[axis - 1] ?? 1), wide };
}

/** PyTorch normalizes the last axes. */
export const layerNorm: Writer = (call) => {
  const [input = []] = call.inputs;
  const { axes, own, wide } = shapesAlong(call);
  const epsilon = numberOf(call, "epsilon", 1e-5);
  const areLast = axes.every((axis, index) => axis === input.length - axes.length + 1 + index);
  if (areLast) {
    return withAffine(call, (affine) =>
      construct("LayerNorm", [own.length === 1 ? (own[0] ?? 0) : own], {
        eps: [epsilon, 1e-5],
        elementwise_affine: [affine, true],
      }),
    );
  }
  const [axis = 1] = axes;
  if (axes.length > 1 || isScaled(call) !== isShifted(call)) {
    return helper(
      "NormAlong",
      python(axes),
      python(wide),
      `eps=${String(epsilon)}`,
      ...(isScaled(call) ? [] : ["scale=False"]),
      ...(isShifted(call) ? [] : ["shift=False"]),
    );
  }
  const at = String(axis);
  return {
    module: construct("LayerNorm", [own[0] ?? 0], {
      eps: [epsilon, 1e-5],
      elementwise_affine: [isScaled(call), true],
    }),
    value: (self, [x = ""]) => `${self}(${x}.movedim(${at}, -1)).movedim(-1, ${at})`,
  };
};

export const rmsNorm: Writer = (call) => {
  const { axes, wide } = shapesAlong(call);
  return helper(
    "NormAlong",
    python(axes),
    python(wide),
    `eps=${String(numberOf(call, "epsilon", 1e-6))}`,
    "center=False",
    ...(call.attributes["affine"] === false ? ["scale=False"] : []),
    "shift=False",
  );
};

export const l2Norm: Writer = (call) => {
  const { axes, wide } = shapesAlong({ ...call, attributes: { axis: 1, ...call.attributes } });
  const shape = isOn(call, "affine") ? [python(wide)] : [];
  return helper("L2Norm", python(axes), String(numberOf(call, "epsilon", 1e-10)), ...shape);
};

export const runningNorm: Writer = (call) => {
  const { wide } = shapesAlong({ ...call, attributes: { axis: 1, ...call.attributes } });
  return helper("RunningNorm", python(wide));
};

/** Along `axes` axes from `axis` on; ones after them, for broadcasting. */
function scaledShape(call: PythonCall): readonly number[] {
  const [input = []] = call.inputs;
  const [axis = 1] = axesFrom(call, "axis", [1]);
  const count = numberOf(call, "axes", 1);
  return input.slice(axis - 1).map((size, index) => (index < count ? size : 1));
}

export const scale: Writer = (call) =>
  helper("Scale", python(scaledShape(call)), ...(isOn(call, "bias") ? ["bias=True"] : []));

export const bias: Writer = (call) => helper("Scale", python(scaledShape(call)), "scale=False", "bias=True");

export const prelu: Writer = (call) => {
  const { shape } = call.attributes;
  if (Array.isArray(shape)) return helper("PReLUOf", python(shape));
  const slopes = numberOf(call, "parameters", 1);
  return module(construct("PReLU", [slopes === 0 ? channelsOf(call) : slopes]));
};

export const localResponseNorm: Writer = (call) =>
  module(
    construct("LocalResponseNorm", [numberOf(call, "size", 5)], {
      alpha: [numberOf(call, "alpha", 1e-4), 1e-4],
      beta: [numberOf(call, "beta", 0.75), 0.75],
      k: [numberOf(call, "k", 1), 1],
    }),
  );
