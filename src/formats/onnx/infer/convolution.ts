// Shape rules of convolutions: Conv and its integer, quantized, fused, deformable and transposed kin.

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../../../model/shape";
import { formatShape } from "../../../model/shape";
import { multiplyDims } from "../dims";
import type { Call, Result, Rule } from "./contract";
import { issue, one, shapeOf, unknownShape } from "./contract";
import { INT32 } from "../proto/element-types";
import { slide, slideBack, windowOf } from "./window";

/** Which inputs hold the filters, and the type of the output where it is not the first input's. */
interface Form {
  readonly filters: number;
  readonly type?: number;
}

function convolve({ filters, type }: Form): Rule {
  return (call) => {
    const input = shapeOf(call, 0);
    const weight = shapeOf(call, filters);
    if (input === undefined) return one(call, weight && unknownShape(weight.length), type);
    const rank = input.length - 2;
    if (rank < 1) return wrongRank(call, input);
    const kernel = weight?.slice(2) ?? unknownShape(rank);
    const wrong = checkChannels(call, input, weight);
    if (wrong !== undefined) return wrong;
    const window = windowOf(call, rank, kernel);
    const sizes = input.slice(2).map((size, axis) => slide(window, axis, size, false));
    return sized(call, [input[0], weight?.[0], ...sizes], input, type);
  };
}

function wrongRank(call: Call, input: Shape): Result {
  return issue(
    "wrong-rank",
    l10n.t(
      "{0} wants a batch, channels and spatial axes, but its input is {1}.",
      call.op,
      formatShape(input),
    ),
  );
}

function checkChannels(call: Call, input: Shape, weight: Shape | undefined): Result | undefined {
  if (weight === undefined) return undefined;
  if (weight.length !== input.length) {
    return issue(
      "shape-mismatch",
      l10n.t(
        "{0}: the input is {1} and the filters are {2}.",
        call.op,
        formatShape(input),
        formatShape(weight),
      ),
    );
  }
  const groups = call.attributes.int("group", 1);
  const [channels, perGroup] = [input[1], weight[1]];
  if (typeof channels !== "number" || typeof perGroup !== "number" || channels === perGroup * groups)
    return undefined;
  return issue(
    "shape-mismatch",
    l10n.t(
      "{0}: the input has {1} channels, but the filters take {2} in each of {3} groups.",
      call.op,
      channels,
      perGroup,
      groups,
    ),
  );
}

/** The output, unless a window is larger than its padded input. */
export function sized(call: Call, shape: Shape, input: Shape, type?: number): Result {
  if (!shape.some((size, axis) => axis > 1 && typeof size === "number" && size < 1))
    return one(call, shape, type);
  // An empty input (no region proposed, say) has an empty output.
  if (input.includes(0)) return one(call, shape.map(atLeastZero), type);
  return issue(
    "kernel-too-large",
    l10n.t("{0}: the kernel is larger than its padded input; the input is {1}.", call.op, formatShape(input)),
  );
}

const atLeastZero = (dim: Dim): Dim => (typeof dim === "number" ? Math.max(0, dim) : dim);

const transpose: Rule = (call) => {
  const input = shapeOf(call, 0);
  const weight = shapeOf(call, 1);
  if (input === undefined) return one(call, undefined);
  const rank = input.length - 2;
  if (rank < 1) return wrongRank(call, input);
  const window = windowOf(call, rank, weight?.slice(2) ?? unknownShape(rank));
  const outputPadding = call.attributes.ints("output_padding");
  const fixed = call.attributes.ints("output_shape");
  const sizes = input
    .slice(2)
    .map((size, axis) => fixed?.at(axis - rank) ?? slideBack(window, axis, size, outputPadding?.[axis] ?? 0));
  const channels = multiplyDims(weight?.[1], call.attributes.int("group", 1));
  return sized(call, [input[0], channels, ...sizes], input);
};

const col2Im: Rule = (call) => {
  const [input, image, block] = [shapeOf(call, 0), call.inputs[1]?.data, call.inputs[2]?.data];
  if (input === undefined || image === undefined || block === undefined) return one(call, undefined);
  const area = block.reduce<Dim>((total, size) => multiplyDims(total, size), 1);
  const channels = typeof input[1] === "number" && typeof area === "number" ? input[1] / area : undefined;
  return one(call, [input[0], channels, ...image]);
};

/** ONNX's CausalConvWithState (opset 27): as its input, and the last k - 1 steps of each channel. */
const causal: Rule = (call) => {
  const [input, weight] = [shapeOf(call, 0), shapeOf(call, 1)];
  const type = call.inputs[0]?.type ?? 0;
  const kernel = weight?.[2];
  const steps = typeof kernel === "number" ? kernel - 1 : undefined;
  const state = input?.length === 3 ? [input[0], input[1], steps] : undefined;
  return Array.from({ length: Math.max(1, call.wanted) }, (_, index) => ({
    shape: [input, state][index],
    type,
  }));
};

export const CONVOLUTION_RULES: Readonly<Record<string, Rule>> = {
  CausalConvWithState: causal,
  Conv: convolve({ filters: 1 }),
  FusedConv: convolve({ filters: 1 }),
  NhwcFusedConv: (call) => one(call, undefined),
  ConvInteger: convolve({ filters: 1, type: INT32 }),
  QLinearConv: convolve({ filters: 3 }),
  DeformConv: convolve({ filters: 1 }),
  ConvTranspose: transpose,
  Col2Im: col2Im,
};
