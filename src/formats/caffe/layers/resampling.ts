// Layers that enlarge or shrink images: Interp (DeepLab, PSPNet), Resize, Upsample (SegNet and others), Pad, PixelShuffle.

import * as l10n from "@vscode/l10n";
import { product } from "../../../model/exact";
import type { Dim, Shape } from "../../../model/shape";
import { flagIn, hasField, numberIn } from "../text/access";
import { imageSize } from "./blob";
import type { LayerCall, LayerResult, LayerType } from "./layer-type";
import { fieldIssue, missingField } from "./layer-type";
import { wrongRank } from "./pooling";

export const RESAMPLING_LAYERS: readonly LayerType[] = [
  {
    name: "Interp",
    aliases: ["INTERP"],
    parameter: "interp_param",
    bottoms: [1, 2],
    tops: [1, 1],
    documentation: "Bilinear interpolation to a size, by a factor, or to the second bottom's size.",
    infer: (call) => resized("Interp", call, interpolatedSize),
  },
  {
    name: "Resize",
    parameter: "resize_param",
    bottoms: [1, 2],
    tops: [1, 1],
    documentation: "Bilinear interpolation to a size.",
    infer: (call) => resized("Resize", call, interpolatedSize),
  },
  {
    name: "Upsample",
    aliases: ["UPSAMPLE"],
    parameter: "upsample_param",
    bottoms: [1, 2],
    tops: [1, 1],
    documentation: "Enlarges its bottom; with SegNet's mask, values return to where pooling took them from.",
    infer: (call) => resized("Upsample", call, upsampledSize),
  },
  {
    name: "Pad",
    forkNames: ["Padding"],
    parameter: "pad_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Adds rows and columns.",
    infer: pad,
  },
  {
    name: "SpatialTransformer",
    parameter: "st_param",
    bottoms: [2, 2],
    tops: [1, 2],
    documentation: "Samples the first bottom where the second one's transformation says.",
    infer: ({ inputs: [input], parameter }) => {
      const size = ["output_H", "output_W"].map(
        (field, axis) => positive(numberIn(parameter, field)) ?? input?.[2 + axis],
      );
      return { outputs: [input && [input[0], input[1], ...size]], operator: "GridSample" };
    },
  },
  {
    name: "PixelShuffle",
    parameter: "pixelshuffle_param",
    bottoms: [1, 1],
    tops: [1, 1],
    documentation: "Moves channels into positions, which enlarges the image.",
    infer: pixelShuffle,
  },
];

type SizeRule = (call: LayerCall, size: readonly [Dim, Dim]) => readonly Dim[] | undefined;

function resized(type: string, call: LayerCall, rule: SizeRule): LayerResult {
  const unpools = type === "Upsample" && call.inputs.length > 1;
  const operator = unpools ? "MaxUnpool" : "Upsample";
  const kernel = unpools ? { kernel: numberIn(call.parameter, "scale") ?? 2 } : {};
  const [input] = call.inputs;
  if (input === undefined) return { outputs: [], operator, attributes: kernel };
  const size = imageSize(input);
  if (size === undefined) return { outputs: [], operator, issues: [wrongRank(type, input)] };
  const sizes = rule(call, size);
  if (sizes === undefined) {
    return { outputs: [], operator, issues: [missingField(type, type === "Upsample" ? "scale" : "height")] };
  }
  const output: Shape = [input[0], input[1], ...sizes];
  const known = sizes.flatMap((dim) => (typeof dim === "number" ? [dim] : []));
  return {
    outputs: [output],
    operator,
    attributes: { ...kernel, ...(known.length === 2 ? { size: known } : {}) },
  };
}

/** interp_layer.cpp: shrink, then zoom; a given size wins over both, and a second bottom over all. */
function interpolatedSize({ inputs, parameter }: LayerCall, size: readonly [Dim, Dim]): ReturnType<SizeRule> {
  if (inputs.length > 1) return imageSize(inputs[1]) ?? [undefined, undefined];
  const fixed = ["height", "width"].map((field) => positive(numberIn(parameter, field)));
  if (!fixed.includes(undefined)) return fixed;
  if (flagIn(parameter, "is_pyramid_test") === true) {
    const scales = ["out_height_scale", "out_width_scale"].map((field) => numberIn(parameter, field) ?? 0);
    return size.map((dim, axis) =>
      typeof dim === "number" ? Math.floor(dim * (scales[axis] ?? 0)) : undefined,
    );
  }
  const zoom = numberIn(parameter, "zoom_factor");
  const shrink = numberIn(parameter, "shrink_factor");
  if (zoom === undefined && shrink === undefined) return undefined;
  const padding = (numberIn(parameter, "pad_beg") ?? 0) + (numberIn(parameter, "pad_end") ?? 0);
  return size.map((dim) => {
    if (typeof dim !== "number") return undefined;
    const padded = dim + padding;
    const shrunk = Math.floor((padded - 1) / (positive(shrink) ?? 1)) + 1;
    return shrunk + (shrunk - 1) * ((positive(zoom) ?? 1) - 1);
  });
}

/** A given size, or a factor; SegNet's `pad_out_h` and `pad_out_w` take one row or column off. */
function upsampledSize({ parameter }: LayerCall, size: readonly [Dim, Dim]): ReturnType<SizeRule> {
  const fixed = [
    numberIn(parameter, "upsample_h") ?? numberIn(parameter, "height"),
    numberIn(parameter, "upsample_w") ?? numberIn(parameter, "width"),
  ];
  const both = numberIn(parameter, "scale");
  const scales = ["scale_h", "scale_w"].map((field) => numberIn(parameter, field) ?? both);
  const sizes = size.map((dim, axis): Dim => {
    const less = flagIn(parameter, axis === 0 ? "pad_out_h" : "pad_out_w") === true ? 1 : 0;
    const scaled = product([dim, scales[axis]]);
    return fixed[axis] ?? (scaled === undefined ? undefined : scaled - less);
  });
  const given = ["scale", "scale_h", "scale_w", "upsample_h", "upsample_w", "height", "width"];
  return given.some((field) => hasField(parameter, field)) ? sizes : undefined;
}

function positive(number: number | undefined): number | undefined {
  return number !== undefined && number > 0 && Number.isInteger(number) ? number : undefined;
}

function pad({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "Pad";
  if (input === undefined) return { outputs: [], operator };
  const size = imageSize(input);
  if (size === undefined) return { outputs: [], operator, issues: [wrongRank("Pad", input)] };
  const by = (field: string): number => numberIn(parameter, field) ?? 0;
  const added = [by("pad_u") + by("pad_d"), by("pad_l") + by("pad_r")];
  const sizes = size.map((dim, axis) => (typeof dim === "number" ? dim + (added[axis] ?? 0) : undefined));
  const pairs = [
    [by("pad_u"), by("pad_d")],
    [by("pad_l"), by("pad_r")],
  ];
  return { outputs: [[input[0], input[1], ...sizes]], operator, attributes: { pad: pairs } };
}

function pixelShuffle({ inputs: [input], parameter }: LayerCall): LayerResult {
  const operator = "PixelShuffle";
  const factor = positive(numberIn(parameter, "upscale_factor"));
  if (factor === undefined) {
    return { outputs: [], operator, issues: [missingField("PixelShuffle", "upscale_factor")] };
  }
  const attributes = { factor };
  if (input === undefined) return { outputs: [], operator, attributes };
  const size = imageSize(input);
  if (size === undefined)
    return { outputs: [], operator, attributes, issues: [wrongRank("PixelShuffle", input)] };
  const channels = input[1];
  if (typeof channels === "number" && channels % factor ** 2 !== 0) {
    const message = l10n.t("PixelShuffle: {0}² does not divide {1} channels.", factor, channels);
    return {
      outputs: [],
      operator,
      attributes,
      issues: [fieldIssue("invalid-value", "upscale_factor", message)],
    };
  }
  const fewer = typeof channels === "number" ? channels / factor ** 2 : undefined;
  return { outputs: [[input[0], fewer, ...size.map((dim) => product([dim, factor]))]], operator, attributes };
}
