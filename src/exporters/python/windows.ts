// Convolutions and pools as PyTorch modules, with padding of their own where PyTorch's is not enough.

import { slidingOf, padAlong } from "../../operators/window";
import type { PythonCall, Writer, Written } from "./call";
import { construct, expression, isOn, module, numberOf, numbersOf, oneOrAll, python, refuse } from "./call";

interface Geometry {
  readonly rank: number;
  readonly channels: number;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly pads: readonly (readonly [number, number])[];
}

function geometryOf(call: PythonCall): Geometry {
  if (call.attributes["layout"] === "channels-last") refuse(call, "has its channels last");
  const [input = []] = call.inputs;
  const rank = input.length - 1;
  const { sliding } = slidingOf(call.attributes, rank);
  if (sliding === undefined) refuse(call);
  const pads = sliding.kernel.map((_, axis) => padAlong(sliding, axis, input[axis + 1]) ?? ([0, 0] as const));
  return { rank, channels: input[0] ?? 0, ...sliding, pads };
}

/** Padding that is not the same on both sides comes before the module. */
function padded(pads: Geometry["pads"], written: Written, fill = ""): Written {
  if (pads.every(([before, after]) => before === after)) return written;
  const amounts = [...pads].reverse().flat().join(", ");
  return {
    ...written,
    value: (self, [first = "", ...others]) =>
      written.value(self, [`F.pad(${first}, (${amounts})${fill})`, ...others]),
  };
}

function symmetric(pads: Geometry["pads"]): readonly number[] {
  return pads.every(([before, after]) => before === after)
    ? pads.map(([before]) => before)
    : pads.map(() => 0);
}

export const conv: Writer = (call) => {
  const geometry = geometryOf(call);
  const depthwise = call.operator === "DepthwiseConv";
  const channels = depthwise
    ? geometry.channels * numberOf(call, "multiplier", 1)
    : numberOf(call, "channels", 0);
  const constructor = construct(
    `Conv${String(geometry.rank)}d`,
    [geometry.channels, channels, oneOrAll(geometry.kernel)],
    {
      stride: [oneOrAll(geometry.stride), 1],
      padding: [oneOrAll(symmetric(geometry.pads)), 0],
      dilation: [oneOrAll(geometry.dilation), 1],
      groups: [depthwise ? geometry.channels : numberOf(call, "groups", 1), 1],
      bias: [call.attributes["bias"] !== false, true],
    },
  );
  return padded(geometry.pads, module(constructor));
};

export const convTranspose: Writer = (call) => {
  const geometry = geometryOf(call);
  const extra = numbersOf(call, "output_pad") ?? [0];
  return module(
    construct(
      `ConvTranspose${String(geometry.rank)}d`,
      [geometry.channels, numberOf(call, "channels", 0), oneOrAll(geometry.kernel)],
      {
        stride: [oneOrAll(geometry.stride), 1],
        padding: [oneOrAll(symmetric(geometry.pads)), 0],
        output_padding: [oneOrAll(extra), 0],
        groups: [numberOf(call, "groups", 1), 1],
        bias: [call.attributes["bias"] !== false, true],
        dilation: [oneOrAll(geometry.dilation), 1],
      },
    ),
  );
};

export const pool: Writer = (call) => {
  const { rank, kernel, stride, dilation, pads } = geometryOf(call);
  const isMax = call.operator === "MaxPool";
  const constructor = construct(`${isMax ? "Max" : "Avg"}Pool${String(rank)}d`, [oneOrAll(kernel)], {
    stride: [oneOrAll(stride), oneOrAll(kernel)],
    padding: [oneOrAll(symmetric(pads)), 0],
    ...(isMax ? { dilation: [oneOrAll(dilation), 1] as const } : {}),
    ceil_mode: [isOn(call, "ceil"), false],
    ...(isMax ? {} : { count_include_pad: [call.attributes["count_include_pad"] !== false, true] as const }),
  });
  return padded(pads, module(constructor), isMax ? ', value=float("-inf")' : "");
};

export const globalPool: Writer = (call) => {
  const [input = []] = call.inputs;
  if (call.attributes["layout"] === "channels-last") refuse(call, "has its channels last");
  const axes = input.slice(1).map((_, axis) => axis + 2);
  const keep = call.attributes["keepdim"] !== false;
  const name = call.operator === "GlobalMaxPool" ? "amax" : "mean";
  return expression(([x = ""]) => `${x}.${name}(${python(axes)}${keep ? ", keepdim=True" : ""})`);
};

export const adaptivePool: Writer = (call) => {
  const [input = []] = call.inputs;
  const kind = call.operator === "AdaptiveMaxPool" ? "Max" : "Avg";
  const size = oneOrAll(numbersOf(call, "size") ?? [1]);
  return module(construct(`Adaptive${kind}Pool${String(input.length - 1)}d`, [size]));
};
