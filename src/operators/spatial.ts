// Operators that slide over spatial axes: which axes those are, and the sizes, windows and problems that follow.

import * as l10n from "@vscode/l10n";
import type { AttributeValue } from "../model/network";
import type { Dim, Shape } from "../model/shape";
import { formatShape } from "../model/shape";
import type { Call, Issue, Parameter, Window } from "./operator";
import type { Rounding } from "./sliding";
import { outputSize } from "./sliding";
import type { Sliding } from "./window";
import { extentOf, padAlong, slidingOf } from "./window";

export const KERNEL: Parameter = {
  name: "kernel",
  type: "axes",
  min: 1,
  aliases: ["kernel_size"],
  documentation: "Size of the window.",
};
export const STRIDE: Parameter = {
  name: "stride",
  type: "axes",
  default: 1,
  min: 1,
  aliases: ["strides"],
  documentation: "Step of the window.",
};
export const PAD: Parameter = {
  name: "pad",
  type: "padding",
  default: 0,
  min: 0,
  aliases: ["padding"],
  documentation: 'Zeros added on both sides, or "same" to keep ceil(input / stride).',
};
export const DILATION: Parameter = {
  name: "dilation",
  type: "axes",
  default: 1,
  min: 1,
  documentation: "Distance between the window's elements.",
};

/** Where the channel axis is: the spatial axes come after it, and anything before it is folded into the batch. */
export interface Layout {
  readonly spatial: number;
  readonly channelAxis: number;
}

/** As many spatial axes as the kernel's list has numbers, else all axes after the first; undefined unless 1 to 3. */
export function layoutOf(call: Call, shape: Shape): Layout | undefined {
  const { kernel } = call.attributes;
  const spatial = Array.isArray(kernel) ? kernel.length : shape.length - 1;
  const channelAxis = shape.length - spatial - 1;
  return spatial >= 1 && spatial <= 3 && channelAxis >= 0 ? { spatial, channelAxis } : undefined;
}

/** The issue for an input that is not channels and 1 to 3 spatial axes, or has fewer axes than the kernel. */
export function wrongSpatialRank(name: string, input: Shape, kernel?: AttributeValue): Issue {
  const spatial = input.length - 1;
  if (Array.isArray(kernel) && spatial >= 1 && spatial <= 3 && kernel.length > spatial) {
    const axes = spatial === 1 ? l10n.t("1 spatial axis") : l10n.t("{0} spatial axes", spatial);
    const message = l10n.t(
      "{0}: kernel has {1} numbers, but its input, {2}, has {3}.",
      name,
      kernel.length,
      formatShape(input),
      axes,
    );
    return { code: "wrong-rank", parameter: "kernel", message };
  }
  const message = l10n.t(
    "{0} wants channels and 1 to 3 spatial axes ([C, L], [C, H, W] or [C, D, H, W]), but its input is {1}.",
    name,
    formatShape(input),
  );
  return { code: "wrong-rank", input: 0, message };
}

/** The sizes of a window's output along the spatial axes, and an issue for each axis where it does not fit. */
export function inferSpatial(
  name: string,
  sliding: Sliding,
  sizes: Shape,
  rounding: Rounding,
): { readonly sizes: Shape; readonly issues: readonly Issue[] } {
  const outputs = sizes.map((size, axis) => outputSize(sliding, axis, size, rounding));
  const axis = outputs.findIndex((size) => typeof size === "number" && size < 1);
  return { sizes: outputs, issues: axis < 0 ? [] : [kernelTooLarge(name, sliding, sizes, axis)] };
}

function kernelTooLarge(name: string, sliding: Sliding, sizes: Shape, axis: number): Issue {
  const [begin, end] = padAlong(sliding, axis, sizes[axis]) ?? [0, 0];
  const padded = Number(sizes[axis]) + begin + end;
  const message = l10n.t(
    "{0}: the kernel ({1}) is larger than its padded input ({2}); the input is {3}.",
    name,
    extentOf(sliding, axis),
    padded,
    formatShape(sizes),
  );
  return { code: "kernel-too-large", parameter: "kernel", message };
}

/** The window of each output element, for the receptive field. */
export function slidingWindow(call: Call): Window | undefined {
  const [input] = call.inputs;
  const layout = input && layoutOf(call, input);
  const sliding = layout && slidingOf(call.attributes, layout.spatial).sliding;
  if (input === undefined || layout === undefined || sliding === undefined) return undefined;
  const sizes = input.slice(layout.channelAxis + 1);
  const padding = sizes.map((size, axis) => padAlong(sliding, axis, size)?.[0] ?? 0);
  return { kernel: sliding.kernel, stride: sliding.stride, dilation: sliding.dilation, padding };
}

/** An issue for each of the input and output channels that `groups` does not divide. */
export function groupIssues(call: Call, channels: Dim, outChannels: Dim): readonly Issue[] {
  const groups = call.attributes["groups"];
  if (typeof groups !== "number" || groups === 1) return [];
  const divides = (count: Dim): boolean => typeof count !== "number" || count % groups === 0;
  const messages = [
    ...(divides(channels)
      ? []
      : [l10n.t("{0} groups do not divide {1} input channels.", groups, String(channels))]),
    ...(divides(outChannels)
      ? []
      : [l10n.t("{0} groups do not divide {1} output channels.", groups, String(outChannels))]),
  ];
  return messages.map((message) => ({ code: "groups-do-not-divide", parameter: "groups", message }));
}
