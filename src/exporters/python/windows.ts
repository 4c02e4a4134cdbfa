// Convolutions and pools as PyTorch modules, with padding of their own where PyTorch's is not enough.

import { slidingOf, padAlong } from "../../operators/window";
import type { PythonCall, Writer, Written } from "./call";
import {
  construct,
  expression,
  helper,
  isOn,
  module,
  numberOf,
  numbersOf,
  oneOrAll,
  python,
  refuse,
} from "./call";

interface Geometry {
  readonly rank: number;
  readonly channels: number;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly pads: readonly (readonly [number, number])[];
}

function geometryOf(call: PythonCall): Geometry {
  const [input = []] = call.inputs;
  const rank = input.length - 1;
  const { sliding } = slidingOf(call.attributes, rank);
  if (sliding === undefined) refuse(call);
  const pads = sliding.kernel.map((_, axis) => padAlong(sliding, axis, input[axis + 1]) ?? ([0, 0] as const));
  return { rank, channels: input[0] ?? 0, ...sliding, pads };
}

/** Padding that is not the same on both sides comes before the module. */
function padded(pads: Geometry["pads"], written: Written): Written {
  if (pads.every(([before, after]) => before === after)) return written;
  const amounts = [...pads].reverse().flat().join(", ");
  return {
    ...written,
    value: (self, [first = "", ...others]) =>
      written.value(self, [`F.pad(${first}, (${amounts}))`, ...others]),
  };
}

/** The padding before the module, whether or not it is the same on both sides. */
function everPadded(pads: Geometry["pads"], written: Written): Written {
  if (pads.every(([before, after]) => before === 0 && after === 0)) return written;
  const amounts = [...pads].reverse().flat().join(", ");
  return {
    ...written,
    value: (self, [first = "", ...others]) =>
      written.value(self, [`F.pad(${first}, (${amounts}))`, ...others]),
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
  const [output = []] = call.outputs;
  const { rank, pads } = geometry;
  const extra = numbersOf(call, "output_pad") ?? [0];
  const isSame = call.attributes["pad"] === "same";
  const isEven = !isSame && pads.every(([before, after]) => before === after);
  const constructor = construct(
    `ConvTranspose${String(rank)}d`,
    [geometry.channels, numberOf(call, "channels", 0), oneOrAll(geometry.kernel)],
    {
      stride: [oneOrAll(geometry.stride), 1],
      padding: [isEven ? oneOrAll(symmetric(pads)) : 0, 0],
      output_padding: [oneOrAll(extra), 0],
      groups: [numberOf(call, "groups", 1), 1],
      bias: [call.attributes["bias"] !== false, true],
      dilation: [oneOrAll(geometry.dilation), 1],
    },
  );
  if (isEven) return module(constructor);
  // Cut to size; where the window is smaller than the stride, zeros are missing at the end.
  const cuts = output.slice(1).map((size, axis) => {
    const made = transposedSize(geometry, call, axis);
    const before = isSame ? Math.floor(Math.max(0, made - size) / 2) : (pads[axis]?.[0] ?? 0);
    return [-before, size - made + before] as const;
  });
  return {
    module: constructor,
    value: (self, [x = ""]) => `F.pad(${self}(${x}), (${[...cuts].reverse().flat().join(", ")}))`,
  };
};

/** (input − 1)·stride + dilation·(kernel − 1) + 1 + what is added to the output. */
function transposedSize({ kernel, stride, dilation }: Geometry, call: PythonCall, axis: number): number {
  const extra = numbersOf(call, "output_pad") ?? [0];
  const [input = []] = call.inputs;
  const window = (dilation[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1;
  return ((input[axis + 1] ?? 1) - 1) * (stride[axis] ?? 1) + window + (extra[axis] ?? extra[0] ?? 0);
}

/** A convolution of each channel on its own, then one of all channels. */
export const separableConv: Writer = (call) => {
  const geometry = geometryOf(call);
  const name = `Conv${String(geometry.rank)}d`;
  const between = geometry.channels * numberOf(call, "multiplier", 1);
  const depthwise = construct(name, [geometry.channels, between, oneOrAll(geometry.kernel)], {
    stride: [oneOrAll(geometry.stride), 1],
    padding: [oneOrAll(symmetric(geometry.pads)), 0],
    dilation: [oneOrAll(geometry.dilation), 1],
    groups: [geometry.channels, 1],
    bias: [false, true],
  });
  const pointwise = construct(name, [between, numberOf(call, "channels", 0), 1], {
    bias: [call.attributes["bias"] !== false, true],
  });
  return padded(geometry.pads, module(`nn.Sequential(${depthwise}, ${pointwise})`));
};

export const locallyConnected: Writer = (call) => {
  const geometry = geometryOf(call);
  const [, ...out] = call.outputs[0] ?? [];
  const written = helper(
    "LocallyConnected",
    String(geometry.channels),
    String(numberOf(call, "channels", 0)),
    python(geometry.kernel),
    python(geometry.stride),
    python(out),
    ...(call.attributes["bias"] === false ? ["bias=False"] : []),
  );
  // It does not pad by itself.
  return everPadded(geometry.pads, written);
};

export const pool: Writer = (call) => {
  const { rank, kernel, stride, dilation, pads } = geometryOf(call);
  const isMax = call.operator === "MaxPool";
  const givesPlaces = isMax && call.outputs.length > 1;
  // PyTorch pads a pool by half its window at most.
  const isPlain = pads.every(
    ([before, after], axis) => before === after && 2 * before <= (kernel[axis] ?? 1),
  );
  const constructor = construct(`${isMax ? "Max" : "Avg"}Pool${String(rank)}d`, [oneOrAll(kernel)], {
    stride: [oneOrAll(stride), oneOrAll(kernel)],
    padding: [isPlain ? oneOrAll(symmetric(pads)) : 0, 0],
    ...(isMax ? { dilation: [oneOrAll(dilation), 1] as const } : {}),
    ceil_mode: [isOn(call, "ceil"), false],
    ...(isMax ? {} : { count_include_pad: [call.attributes["count_include_pad"] !== false, true] as const }),
    ...(givesPlaces ? { return_indices: [true, false] as const } : {}),
  });
  const written = module(constructor);
  if (isPlain) return written;
  const amounts = [...pads].reverse().flat().join(", ");
  const fill = isMax ? ', value=float("-inf")' : "";
  return {
    ...written,
    value: (self, [x = ""]) => {
      const padded = (text: string): string => written.value(self, [`F.pad(${text}, (${amounts})${fill})`]);
      // Where zeros do not count, the mean is by as many elements as there are.
      const leavesOut = !isMax && call.attributes["count_include_pad"] === false;
      return leavesOut ? `${padded(x)} / ${padded(`torch.ones_like(${x})`)}` : padded(x);
    },
  };
};

export const lpPool: Writer = (call) => {
  const { rank, kernel, stride } = geometryOf(call);
  return module(
    construct(`LPPool${String(rank)}d`, [numberOf(call, "p", 2), oneOrAll(kernel)], {
      stride: [oneOrAll(stride), oneOrAll(kernel)],
      ceil_mode: [isOn(call, "ceil"), false],
    }),
  );
};

export const globalPool: Writer = (call) => {
  const [input = []] = call.inputs;
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
