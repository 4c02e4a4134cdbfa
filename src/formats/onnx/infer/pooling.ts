// Shape rules of pools: sliding, global, over regions, and unpooling.

import * as l10n from "@vscode/l10n";
import { INT64 } from "../proto/element-types";
import type { Call, Result, Rule } from "./contract";
import { dataOf, isIssue, issue, one, shapeOf, unknown, unknownShape } from "./contract";
import { sized } from "./convolution";
import { slide, windowOf } from "./window";

const pool: Rule = (call) => {
  const input = shapeOf(call, 0);
  if (input === undefined) return outputs(call, one(call, undefined));
  const rank = input.length - 2;
  if (rank < 1) return issue("wrong-rank", l10n.t("{0} wants a batch, channels and spatial axes.", call.op));
  const window = windowOf(call, rank, unknownShape(rank));
  const ceil = call.attributes.int("ceil_mode", 0) !== 0;
  const sizes = input.slice(2).map((size, axis) => slide(window, axis, size, ceil));
  return outputs(call, sized(call, [input[0], input[1], ...sizes], input));
};

/** MaxPool's second output holds the indices of its maxima. */
function outputs(call: Call, first: Result): Result {
  if (isIssue(first) || call.wanted < 2) return first;
  return [first[0] ?? unknown(), { shape: first[0]?.shape, type: INT64 }];
}

const global: Rule = (call) => {
  const input = shapeOf(call, 0);
  return one(
    call,
    input?.map((dim, axis) => (axis < 2 ? dim : 1)),
  );
};

const unpool: Rule = (call) => {
  const given = dataOf(call, 2);
  const input = shapeOf(call, 0);
  if (given !== undefined) return one(call, given);
  if (input === undefined) return one(call, undefined);
  const window = windowOf(call, input.length - 2, unknownShape(input.length - 2));
  const sizes = input.slice(2).map((size, axis) => {
    const kernel = window.kernel[axis];
    if (typeof size !== "number" || typeof kernel !== "number") return undefined;
    return (
      (size - 1) * (window.stride[axis] ?? 1) - (window.begin[axis] ?? 0) - (window.end[axis] ?? 0) + kernel
    );
  });
  return one(call, [input[0], input[1], ...sizes]);
};

/** [regions, channels, height, width], a region being a row of the second input. */
const roiAlign: Rule = (call) => {
  const height = call.attributes.int("output_height", 1);
  const width = call.attributes.int("output_width", 1);
  return one(call, [shapeOf(call, 1)?.[0], shapeOf(call, 0)?.[1], height, width]);
};

const roiPool: Rule = (call) => {
  const pooled = call.attributes.ints("pooled_shape");
  return one(call, [shapeOf(call, 1)?.[0], shapeOf(call, 0)?.[1], pooled?.[0], pooled?.[1]]);
};

export const POOLING_RULES: Readonly<Record<string, Rule>> = {
  AveragePool: pool,
  GlobalAveragePool: global,
  GlobalLpPool: global,
  GlobalMaxPool: global,
  LpPool: pool,
  MaxPool: pool,
  MaxRoiPool: roiPool,
  MaxUnpool: unpool,
  QLinearAveragePool: pool,
  QLinearGlobalAveragePool: global,
  RoiAlign: roiAlign,
};
