// Pooling, and changes of the spatial axes: padding, cropping, upsampling.

import type { AttributeValue } from "../../../model/network";
import type { Dim, Shape } from "../../../model/shape";
import type { Json } from "../json/access";
import { asNumbers, fieldOf, flagIn, isArray, numbersIn, sizeIn, stringIn } from "../json/access";
import type { KerasCall, KerasLayer, KerasLayers, KerasResult } from "./layer";
import { compact, FREE, isChannelsLast, layout, rankIssues, rankOf, sizes } from "./layer";

export const POOLS: KerasLayers = {
  ...ranked(["MaxPooling", "MaxPool"], pool("MaxPool")),
  ...ranked(["AveragePooling", "AvgPool"], pool("AvgPool")),
  ...ranked(["GlobalAveragePooling", "GlobalAvgPool"], globalPool("GlobalAvgPool")),
  ...ranked(["GlobalMaxPooling", "GlobalMaxPool"], globalPool("GlobalMaxPool")),
  ...ranked(["AdaptiveAveragePooling"], adaptive("AdaptiveAvgPool")),
  ...ranked(["AdaptiveMaxPooling"], adaptive("AdaptiveMaxPool")),
  ...ranked(["ZeroPadding"], zeroPadding),
  ...ranked(["Cropping"], cropping),
  ...ranked(["UpSampling"], upsampling),
  Resizing: resizing,
  CenterCrop: centerCrop,
  RandomCrop: centerCrop,
};

function ranked(names: readonly string[], layer: KerasLayer): KerasLayers {
  return Object.fromEntries(
    names.flatMap((name) => [1, 2, 3].map((rank) => [`${name}${String(rank)}D`, layer])),
  );
}

function pool(operator: string): KerasLayer {
  return (call) => {
    const { config } = call;
    const same = stringIn(config, "padding")?.toLowerCase() === "same";
    return {
      operator,
      attributes: {
        ...sizes(config, "kernel", "pool_size", "pool_length"),
        ...sizes(config, "stride", "strides", "stride"),
        pad: same ? "same" : 0,
        ...(operator === "AvgPool" ? { count_include_pad: false } : {}),
        ...layout(config),
      },
      issues: rankIssues(call),
    };
  };
}

function globalPool(operator: string): KerasLayer {
  return (call) => ({
    operator,
    attributes: { keepdim: flagIn(call.config, "keepdims", false), ...layout(call.config) },
    issues: rankIssues(call),
  });
}

function adaptive(operator: string): KerasLayer {
  return (call) => ({
    operator,
    attributes: { ...sizes(call.config, "size", "output_size"), ...layout(call.config) },
    issues: rankIssues(call),
  });
}

type Pair = readonly [begin: number, end: number];

/** A number for all axes, a number for each axis, or a pair for each; one axis may have its pair by itself. */
function pairs(value: Json | undefined, rank: number): readonly Pair[] | undefined {
  if (typeof value === "number") return Array.from({ length: rank }, () => [value, value]);
  if (!isArray(value)) return undefined;
  const numbers = asNumbers(value);
  if (numbers !== undefined && rank === 1 && numbers.length === 2)
    return [[numbers[0] ?? 0, numbers[1] ?? 0]];
  const all = value.map((item): Pair => {
    const [begin = 0, end = begin] = asNumbers(item) ?? [];
    return [begin, end];
  });
  return all.length === rank ? all : undefined;
}

function pairsAttribute(all: readonly Pair[]): AttributeValue {
  const symmetric = all.every(([begin, end]) => begin === end);
  return symmetric ? compact(all.map(([begin]) => begin)) : all;
}

function zeroPadding(call: KerasCall): KerasResult {
  const all = pairs(fieldOf(call.config, "padding") ?? 1, rankOf(call.className) ?? 2);
  return {
    operator: "Pad",
    attributes: { ...(all === undefined ? {} : { pad: pairsAttribute(all) }), ...layout(call.config) },
    issues: rankIssues(call),
  };
}

/** The spatial sizes changed one by one. */
function withSpatial(call: KerasCall, change: (size: Dim, axis: number) => Dim): Shape | undefined {
  const [input] = call.inputs;
  if (input === undefined) return undefined;
  const last = isChannelsLast(call.config);
  const rank = rankOf(call.className) ?? 2;
  const first = last ? input.length - 1 - rank : input.length - rank;
  return input.map((dim, axis) => (axis >= first && axis < first + rank ? change(dim, axis - first) : dim));
}

function cropping(call: KerasCall): KerasResult {
  const issues = rankIssues(call);
  const all = pairs(fieldOf(call.config, "cropping") ?? 1, rankOf(call.className) ?? 2);
  if (all === undefined || issues.length > 0)
    return { operator: "Crop", ...FREE, outputs: [undefined], issues };
  const kept = (size: Dim, axis: number): Dim => {
    const [begin, end] = all[axis] ?? [0, 0];
    return typeof size === "number" ? Math.max(0, size - begin - end) : undefined;
  };
  return { operator: "Crop", ...cropAttributes(call, all, kept), outputs: [withSpatial(call, kept)], issues };
}

function cropAttributes(
  call: KerasCall,
  all: readonly Pair[],
  kept: (size: Dim, axis: number) => Dim,
): Pick<KerasResult, "attributes"> {
  const spatial = isChannelsLast(call.config) ? call.inputs[0]?.slice(0, -1) : call.inputs[0]?.slice(1);
  const size = spatial?.map(kept).filter((dim) => typeof dim === "number" && dim > 0);
  const offset = compact(all.map(([begin]) => begin));
  if (size?.length !== all.length) return { attributes: { offset, ...layout(call.config) } };
  const list = size.map(Number);
  return { attributes: { size: list, offset, ...layout(call.config) } };
}

function upsampling(call: KerasCall): KerasResult {
  const { config } = call;
  const mode = stringIn(config, "interpolation") ?? "nearest";
  return {
    operator: "Upsample",
    attributes: {
      scale: compact(numbersIn(config, "size", "length") ?? [2]),
      mode: ["bilinear", "bicubic", "area"].includes(mode) ? mode : "nearest",
      ...layout(config),
    },
    issues: rankIssues(call),
  };
}

function target(call: KerasCall): readonly Dim[] {
  return [sizeIn(call.config, "height"), sizeIn(call.config, "width")];
}

function resizing(call: KerasCall): KerasResult {
  const size = target(call);
  const known = size.filter((dim) => typeof dim === "number");
  return {
    operator: "Upsample",
    attributes: {
      ...(known.length === 2 ? { size: compact(known) } : {}),
      mode: stringIn(call.config, "interpolation") === "nearest" ? "nearest" : "bilinear",
      ...layout(call.config),
    },
    outputs: [withSpatial(call, (_, axis) => size[axis])],
  };
}

function centerCrop(call: KerasCall): KerasResult {
  const size = target(call);
  const known = size.filter((dim) => typeof dim === "number");
  return {
    operator: "Crop",
    attributes: { ...(known.length === 2 ? { size: compact(known) } : {}), ...layout(call.config) },
    outputs: [withSpatial(call, (_, axis) => size[axis])],
  };
}
