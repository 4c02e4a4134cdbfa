// Pooling to a given size: adaptive pools (PyTorch's nn.AdaptiveAvgPool2d) and pools over all spatial axes.

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import { product } from "../model/exact";
import type { Dim, Shape } from "../model/shape";
import { elements, fails, gives, isOn, UNKNOWN, wrongRank } from "./call";
import { equation, factors } from "./explain";
import type { Call, Explanation, Inference, InferredCall, Operator, Parameter, Window } from "./operator";
import { axisLines } from "./sliding";
import { perAxis } from "./window";

const SIZE: Parameter = {
  name: "size",
  type: "axes",
  min: 1,
  aliases: ["output_size"],
  documentation: "Output size along every spatial axis.",
};
const KEEP: Parameter = {
  name: "keepdim",
  type: "boolean",
  default: true,
  aliases: ["keepdims"],
  documentation: "Keeps the spatial axes with size 1, so that a `Flatten` may follow.",
};

export const GLOBAL_POOLS: readonly Operator[] = [
  adaptivePool("AdaptiveAvgPool", "The mean over as many windows as the output has elements"),
  adaptivePool("AdaptiveMaxPool", "The greatest element of as many windows as the output has elements"),
  globalPool(
    "GlobalAvgPool",
    ["GAP", "GlobalAveragePool"],
    "The mean of each channel over all spatial axes.",
  ),
  globalPool("GlobalMaxPool", [], "The greatest element of each channel over all spatial axes."),
];

function adaptivePool(name: string, what: string): Operator {
  return {
    name,
    family: "pooling",
    documentation: `${what}, whatever the input's size (PyTorch's \`${name}2d\`).`,
    parameters: [SIZE],
    arity: { min: 1, max: 1 },
    infer: (call) => inferAdaptive(name, call),
    operations: adaptiveOperations,
    window: adaptiveWindow,
    explain: explainAdaptive,
  };
}

function globalPool(name: string, aliases: readonly string[], documentation: string): Operator {
  return {
    name,
    aliases,
    family: "pooling",
    documentation,
    parameters: [KEEP],
    arity: { min: 1, max: 1 },
    infer: (call) => inferGlobal(name, call),
    operations: (call) => elements(call.inputs[0]),
    window: () => "global",
    explain: explainGlobal,
  };
}

function inferGlobal(name: string, call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  if (input.length < 2) return fails(wrongRank(name, l10n.t("channels and at least 1 spatial axis"), input));
  return gives([input[0], ...(isOn(call, "keepdim") ? input.slice(1).map(() => 1) : [])]);
}

function explainGlobal(call: InferredCall): Explanation {
  const positions = call.inputs[0]?.slice(1) ?? [undefined];
  return {
    shape: [
      l10n.t("{0} positions of each channel become 1", equation(factors(positions), product(positions))),
    ],
  };
}

/** Whole windows where the sizes divide; else they overlap by what is left. */
function explainAdaptive(call: InferredCall): Explanation {
  const sizes = spatialSizes(call) ?? [];
  const lines = sizes.map(([from, to]) => {
    const each = typeof from === "number" && typeof to === "number" ? from / to : undefined;
    const window =
      each === undefined ? "?" : Number.isInteger(each) ? String(each) : l10n.t("about {0}", each.toFixed(1));
    return l10n.t("{0} in {1} windows of {2}", String(from ?? "?"), String(to ?? "?"), window);
  });
  return { shape: axisLines(lines) };
}

function spatialRank(call: Call, input: Shape): number {
  const { size } = call.attributes;
  return Array.isArray(size) ? size.length : input.length - 1;
}

function inferAdaptive(name: string, call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const rank = spatialRank(call, input);
  const sizes = perAxis(call.attributes["size"], rank);
  if (sizes === undefined || rank < 1 || input.length <= rank)
    return fails(
      wrongRank(
        name,
        rank < 1 ? l10n.t("channels and 1 to 3 spatial axes") : l10n.t("channels and {0} spatial axes", rank),
        input,
      ),
    );
  return gives([...input.slice(0, input.length - rank), ...sizes]);
}

/** The input and output size along each spatial axis. */
function spatialSizes(call: InferredCall): readonly (readonly [Dim, Dim])[] | undefined {
  const [input] = call.inputs;
  const [output] = call.outputs;
  if (input === undefined || output === undefined) return undefined;
  const rank = spatialRank(call, input);
  if (rank < 1) return undefined;
  return output.slice(-rank).map((to, axis) => [input[input.length - rank + axis], to] as const);
}

/**
 * The elements of all windows. Window i goes from floor(i·in/out) to ceil((i + 1)·in/out), so along one axis they hold
 * in + out − gcd(in, out) elements together: neighbours overlap by one where in/out·i is not whole.
 */
function adaptiveOperations(call: InferredCall): Count {
  const sizes = spatialSizes(call);
  const [output] = call.outputs;
  if (sizes === undefined || output === undefined) return undefined;
  const covered = sizes.map(([from, to]) =>
    typeof from === "number" && typeof to === "number"
      ? from + to - greatestCommonDivisor(from, to)
      : undefined,
  );
  return product([...output.slice(0, output.length - sizes.length), ...covered]);
}

function greatestCommonDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small > 0) [large, small] = [small, large % small];
  return large;
}

function adaptiveWindow(call: InferredCall): Window | "global" | undefined {
  const sizes = spatialSizes(call);
  if (sizes === undefined) return undefined;
  if (sizes.every(([, to]) => to === 1)) return "global";
  const known = sizes.map(([from, to]) =>
    typeof from === "number" && typeof to === "number" ? { from, to } : { from: 1, to: 1 },
  );
  return {
    kernel: known.map(({ from, to }) => (from % to === 0 ? from / to : Math.ceil(from / to) + 1)),
    stride: known.map(({ from, to }) => from / to),
    dilation: known.map(() => 1),
    padding: known.map(() => 0),
  };
}
