// Shape rules of normalizations: the first output has the input's shape, the others hold statistics.

import type { Dim, Shape } from "../../../model/shape";
import type { Call, Rule, Tensor } from "./contract";
import { axisIn, shapeOf, unknown } from "./contract";

/** The input's shape for the first output, then as many others as are asked for. */
function withOthers(call: Call, others: (index: number) => Tensor): readonly Tensor[] {
  const first: Tensor = { shape: shapeOf(call, 0), type: call.inputs[0]?.type ?? 0 };
  return [first, ...Array.from({ length: Math.max(0, call.wanted - 1) }, (_, index) => others(index))];
}

/** In training mode the running mean and variance come out as well. */
const batch: Rule = (call) =>
  withOthers(call, () => ({ shape: shapeOf(call, 1), type: call.inputs[1]?.type ?? 0 }));

/** Mean and inverse standard deviation over the axes from `axis` on. */
const layer: Rule = (call) => {
  const shape = shapeOf(call, 0);
  const axis = axisIn(call.attributes.int("axis", -1), shape?.length ?? 0);
  const statistics: Shape | undefined = shape?.map((dim, at): Dim =>
    axis !== undefined && at >= axis ? 1 : dim,
  );
  return withOthers(call, () => ({ shape: statistics, type: 1 }));
};

/** ONNX Runtime's sum of two inputs (and a bias) with a normalization; the last output is the sum itself. */
const skip: Rule = (call) =>
  withOthers(call, (index) =>
    index === 2 ? { shape: shapeOf(call, 0), type: call.inputs[0]?.type ?? 0 } : unknown(1),
  );

const plain: Rule = (call) => withOthers(call, () => unknown());

export const NORMALIZATION_RULES: Readonly<Record<string, Rule>> = {
  BatchNormalization: batch,
  GroupNorm: plain,
  GroupNormalization: plain,
  InstanceNormalization: plain,
  LayerNormalization: layer,
  RMSNormalization: layer,
  SimplifiedLayerNormalization: layer,
  SkipGroupNorm: plain,
  SkipLayerNormalization: skip,
  SkipSimplifiedLayerNormalization: skip,
};
