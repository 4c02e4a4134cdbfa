// Operators that change the resolution: Upsample, PixelShuffle, SpaceToDepth, ChannelShuffle, MaxUnpool, GridSample.

import * as l10n from "@vscode/l10n";
import type { Count } from "../model/exact";
import { product } from "../model/exact";
import type { Dim, Shape } from "../model/shape";
import { formatShape } from "../model/shape";
import { fails, gives, numberOf, outputElements, times, UNKNOWN, wrongRank } from "./call";
import type {
  Call,
  Explanation,
  Inference,
  InferredCall,
  Issue,
  Operator,
  Parameter,
  Window,
} from "./operator";
import { axisLines } from "./sliding";
import { KERNEL } from "./spatial";
import { perAxis, wrongAxisCount } from "./window";

const UPSAMPLE: Operator = {
  name: "Upsample",
  aliases: ["Resize", "Interpolate", "UpSampling"],
  family: "resampling",
  documentation:
    "Resamples the spatial axes by a scale or to a size (PyTorch's `Upsample`). For each output element, nearest counts 0 operations, linear modes 2 for each of the 2, 4 or 8 neighbours, bicubic 32.",
  parameters: [
    {
      name: "scale",
      type: "numbers",
      optional: true,
      min: 0,
      aliases: ["scale_factor"],
      documentation: "Factor of every spatial axis.",
    },
    {
      name: "size",
      type: "axes",
      optional: true,
      min: 1,
      documentation: "Size along every spatial axis, instead of a scale.",
    },
    {
      name: "mode",
      type: "choice",
      choices: ["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear", "area"],
      default: "nearest",
      documentation: "How elements in between come about.",
    },
    {
      name: "align_corners",
      type: "boolean",
      default: false,
      documentation: "Aligns the corner elements' centres.",
    },
  ],
  arity: { min: 1, max: 1 },
  infer: inferUpsample,
  operations: upsampleOperations,
  window: upsampleWindow,
  explain: explainUpsample,
};

function factor(name: string, documentation: string, aliases: readonly string[]): Parameter {
  return { name, type: "integer", min: 1, aliases, documentation };
}

const PIXEL_SHUFFLE: Operator = {
  name: "PixelShuffle",
  aliases: ["DepthToSpace"],
  family: "resampling",
  documentation:
    "Moves channels into space: `[C·r², H, W]` becomes `[C, H·r, W·r]` (PyTorch's `PixelShuffle`).",
  parameters: [factor("factor", "Factor r of height and width.", ["upscale_factor", "blocksize"])],
  arity: { min: 1, max: 1 },
  infer: inferPixelShuffle,
  explain: (call) => explainShuffle(call, (factor) => [`/${factor}²`, `·${factor}`]),
  window: (call) => blockWindow(1, 1 / (numberOf(call, "factor") ?? 1)),
};

const SPACE_TO_DEPTH: Operator = {
  name: "SpaceToDepth",
  aliases: ["PixelUnshuffle", "Reorg"],
  family: "resampling",
  documentation:
    "Moves space into channels: `[C, H·r, W·r]` becomes `[C·r², H, W]` (PyTorch's `PixelUnshuffle`).",
  parameters: [
    factor("factor", "Factor r of height and width.", ["downscale_factor", "blocksize", "block_size"]),
  ],
  arity: { min: 1, max: 1 },
  infer: inferSpaceToDepth,
  explain: (call) => explainShuffle(call, (factor) => [`·${factor}²`, `/${factor}`]),
  window: (call) => blockWindow(numberOf(call, "factor") ?? 1, numberOf(call, "factor") ?? 1),
};

const CHANNEL_SHUFFLE: Operator = {
  name: "ChannelShuffle",
  family: "resampling",
  documentation: "Interleaves groups of channels, as ShuffleNet does (PyTorch's `ChannelShuffle`).",
  parameters: [factor("groups", "Groups that the channels are divided into.", [])],
  arity: { min: 1, max: 1 },
  infer: inferChannelShuffle,
};

const MAX_UNPOOL: Operator = {
  name: "MaxUnpool",
  family: "resampling",
  documentation:
    "Puts pooled elements back where `MaxPool` found them, zeros elsewhere; the second tensor has the places (PyTorch's `MaxUnpool2d`).",
  parameters: [
    KERNEL,
    {
      name: "stride",
      type: "axes",
      optional: true,
      min: 1,
      documentation: "Step of the window; the kernel unless given.",
    },
    {
      name: "pad",
      type: "axes",
      default: 0,
      min: 0,
      aliases: ["padding"],
      documentation: "The pool's padding.",
    },
    {
      name: "size",
      type: "axes",
      optional: true,
      min: 1,
      documentation: "Size along every spatial axis, where the pool's is ambiguous.",
    },
  ],
  arity: { min: 1, max: 2 },
  infer: inferMaxUnpool,
};

const GRID_SAMPLE: Operator = {
  name: "GridSample",
  family: "resampling",
  documentation:
    "Samples `[C, H, W]` at the places of a grid `[H', W', 2]` (PyTorch's `grid_sample`). Counted as 8 operations for each output element.",
  parameters: [],
  arity: { min: 2, max: 2 },
  infer: inferGridSample,
  operations: (call) => times(outputElements(call), 8),
  window: () => "global",
};

export const RESAMPLINGS: readonly Operator[] = [
  UPSAMPLE,
  PIXEL_SHUFFLE,
  SPACE_TO_DEPTH,
  CHANNEL_SHUFFLE,
  MAX_UNPOOL,
  GRID_SAMPLE,
];

function spatialRank(call: Call, input: Shape): number {
  const lists = ["size", "scale"]
    .map((name) => call.attributes[name])
    .filter((value) => Array.isArray(value));
  return lists[0]?.length ?? input.length - 1;
}

function inferUpsample(call: Call): Inference {
  const { scale, size } = call.attributes;
  if ((scale === undefined) === (size === undefined)) {
    const message =
      scale === undefined
        ? l10n.t("Upsample needs a scale or a size.")
        : l10n.t("Upsample takes a scale or a size, not both.");
    return fails({ code: scale === undefined ? "missing-argument" : "wrong-argument", message });
  }
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const rank = spatialRank(call, input);
  if (rank < 1 || input.length <= rank)
    return fails(wrongRank("Upsample", l10n.t("channels and spatial axes"), input));
  const values = perAxis(size ?? scale, rank);
  if (values === undefined) return fails(wrongAxisCount(size === undefined ? "scale" : "size", rank));
  const sizes =
    size === undefined ? input.slice(-rank).map((dim, axis) => scaled(dim, values[axis] ?? 1)) : values;
  if (!sizes.some((dim) => typeof dim === "number" && dim < 1))
    return gives([...input.slice(0, -rank), ...sizes]);
  const message = l10n.t("Upsample: nothing is left of {0}.", formatShape(input));
  return fails({ code: "wrong-argument", parameter: "scale", message });
}

function scaled(dim: Dim, scale: number): Dim {
  if (scale === 1) return dim;
  return typeof dim === "number" ? Math.floor(dim * scale) : undefined;
}

function explainUpsample(call: InferredCall): Explanation {
  const [input] = call.inputs;
  const [output] = call.outputs;
  if (input === undefined || output === undefined || call.attributes["scale"] === undefined) return {};
  const rank = spatialRank(call, input);
  const scales = perAxis(call.attributes["scale"], rank);
  if (rank < 1 || scales === undefined) return {};
  const lines = scales.map((scale, axis) => {
    const [from, to] = [input, output].map((shape) => String(shape[shape.length - rank + axis] ?? "?"));
    const size = `${from ?? "?"}·${String(scale)}`;
    return `${Number.isInteger(scale) ? size : `⌊${size}⌋`} = ${to ?? "?"}`;
  });
  return { shape: axisLines(lines) };
}

const NEIGHBOURS: Readonly<Record<string, number>> = {
  linear: 2,
  bilinear: 4,
  trilinear: 8,
  bicubic: 16,
  area: 1,
};

function upsampleOperations(call: InferredCall): Count {
  const neighbours = NEIGHBOURS[String(call.attributes["mode"])] ?? 0;
  return neighbours === 0 ? 0 : product([outputElements(call), neighbours, 2]);
}

function upsampleWindow(call: InferredCall): Window | undefined {
  const [input] = call.inputs;
  const [output] = call.outputs;
  if (input === undefined || output === undefined) return undefined;
  const mode = String(call.attributes["mode"]);
  const reach = mode.startsWith("nearest") || mode === "area" ? 1 : mode === "bicubic" ? 4 : 2;
  const rank = Math.max(0, spatialRank(call, input));
  const sizes = input.slice(input.length - rank);
  const stride = sizes.map((dim, axis) => {
    const to = output[output.length - rank + axis];
    return typeof dim === "number" && typeof to === "number" ? dim / to : 1;
  });
  return {
    kernel: sizes.map(() => reach),
    stride,
    dilation: sizes.map(() => 1),
    padding: sizes.map(() => Math.ceil((reach - 1) / 2)),
  };
}

function blockWindow(kernel: number, stride: number): Window {
  return { kernel: [kernel, kernel], stride: [stride, stride], dilation: [1, 1], padding: [0, 0] };
}

function notDivisible(name: string, parameter: string, divisor: number, count: number, what: string): Issue {
  const message = l10n.t("{0}: {1} does not divide {2} {3}.", name, divisor, count, what);
  return { code: "not-divisible", parameter, message };
}

function inferPixelShuffle(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  if (input.length < 3) return fails(wrongRank("PixelShuffle", "[C, H, W]", input));
  const factor = numberOf(call, "factor") ?? 1;
  const [channels, height, width] = input.slice(-3);
  const square = factor * factor;
  if (typeof channels === "number" && channels % square !== 0)
    return fails(notDivisible("PixelShuffle", "factor", square, channels, l10n.t("channels")));
  const fewer = typeof channels === "number" ? channels / square : undefined;
  return gives([...input.slice(0, -3), fewer, product([height, factor]), product([width, factor])]);
}

function inferSpaceToDepth(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  if (input.length < 3) return fails(wrongRank("SpaceToDepth", "[C, H, W]", input));
  const factor = numberOf(call, "factor") ?? 1;
  const [channels, ...sizes] = input.slice(-3);
  const odd = sizes.find((size) => typeof size === "number" && size % factor !== 0);
  if (odd !== undefined)
    return fails(notDivisible("SpaceToDepth", "factor", factor, Number(odd), l10n.t("rows or columns")));
  const smaller = sizes.map((size) => (typeof size === "number" ? size / factor : undefined));
  return gives([...input.slice(0, -3), product([channels, factor, factor]), ...smaller]);
}

/** Channels, height and width, each with what the factor does to it. */
function explainShuffle(
  call: InferredCall,
  changes: (factor: string) => readonly [channels: string, sizes: string],
): Explanation {
  const [channels, sizes] = changes(String(numberOf(call, "factor") ?? "?"));
  const [from, to] = [call.inputs[0], call.outputs[0]].map((shape) => shape?.slice(-3) ?? []);
  const names = [l10n.t("channels"), l10n.t("height"), l10n.t("width")];
  const line = (name: string, axis: number): string =>
    `${name}: ${String(from?.[axis] ?? "?")}${axis === 0 ? channels : sizes} = ${String(to?.[axis] ?? "?")}`;
  return { shape: names.map(line) };
}

function inferChannelShuffle(call: Call): Inference {
  const [input] = call.inputs;
  const groups = numberOf(call, "groups") ?? 1;
  const channels = input?.[0];
  if (typeof channels !== "number" || channels % groups === 0) return gives(input);
  const message = l10n.t("{0} groups do not divide {1} input channels.", groups, channels);
  return fails({ code: "groups-do-not-divide", parameter: "groups", message });
}

/** (input − 1)·stride − 2·pad + kernel, unless a size is given. */
function inferMaxUnpool(call: Call): Inference {
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const rank = input.length - 1;
  if (rank < 1 || rank > 3)
    return fails(wrongRank("MaxUnpool", l10n.t("channels and 1 to 3 spatial axes"), input));
  const given = call.attributes["size"];
  const size = given === undefined ? undefined : perAxis(given, rank);
  const kernel = perAxis(call.attributes["kernel"], rank);
  const stride = perAxis(call.attributes["stride"] ?? call.attributes["kernel"], rank);
  const pad = perAxis(call.attributes["pad"], rank);
  if (kernel === undefined || stride === undefined || pad === undefined)
    return fails(wrongAxisCount("kernel", rank));
  const sizes = input.slice(1).map((dim, axis): Dim => {
    if (size !== undefined) return size[axis];
    if (typeof dim !== "number") return undefined;
    return (dim - 1) * (stride[axis] ?? 1) - 2 * (pad[axis] ?? 0) + (kernel[axis] ?? 1);
  });
  if (sizes.some((dim) => typeof dim === "number" && dim < 1)) {
    const message = l10n.t("MaxUnpool: padding cuts the whole output away ({0}).", formatShape(sizes));
    return fails({ code: "kernel-too-large", parameter: "pad", message });
  }
  return gives([input[0], ...sizes]);
}

function inferGridSample(call: Call): Inference {
  const [input, grid] = call.inputs;
  if (input?.length !== undefined && input.length < 2)
    return fails(wrongRank("GridSample", l10n.t("channels and spatial axes"), input));
  if (grid !== undefined && input !== undefined && grid.length !== input.length)
    return fails(wrongRank("GridSample", l10n.t("a grid of {0} axes", input.length), grid, 1));
  return gives(input && grid && [input[0], ...grid.slice(0, -1)]);
}
