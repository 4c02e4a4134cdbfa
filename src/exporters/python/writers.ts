// The operators of the catalogue that have a PyTorch counterpart: one row each.

import type { AttributeValue } from "../../model/network";
import type { PythonCall, Writer } from "./call";
import { construct, expression, isOn, module, numberOf, numbersOf, python, refuse } from "./call";
import { adaptivePool, conv, convTranspose, globalPool, pool } from "./windows";

const plain =
  (name: string): Writer =>
  () =>
    module(construct(name, []));

const infix =
  (sign: string): Writer =>
  () =>
    expression((inputs) => inputs.join(` ${sign} `));

function folded(name: string): Writer {
  return () =>
    expression(([first = "", ...others]) => others.reduce((all, x) => `torch.${name}(${all}, ${x})`, first));
}

function softmax(name: string): Writer {
  return (call) => module(`nn.${name}(dim=${String(numberOf(call, "axis", -1))})`);
}

/** Channels of an input: the first axis after the batch. */
function channelsOf({ inputs: [input = []] }: PythonCall): number {
  return input[0] ?? 0;
}

function spatialRank({ inputs: [input = []] }: PythonCall): number {
  return Math.max(1, input.length - 1);
}

const batchNorm: Writer = (call) => {
  if (call.attributes["layout"] === "channels-last") refuse(call, "has its channels last");
  return module(
    construct(`BatchNorm${String(spatialRank(call))}d`, [channelsOf(call)], {
      eps: [numberOf(call, "epsilon", 1e-5), 1e-5],
      momentum: [numberOf(call, "momentum", 0.1), 0.1],
      affine: [call.attributes["affine"] !== false, true],
      track_running_stats: [call.attributes["track"] !== false, true],
    }),
  );
};

/** PyTorch normalizes the last axis; another one is moved there and back. */
const layerNorm: Writer = (call) => {
  const axes = numbersOf(call, "axis") ?? [-1];
  const [input = []] = call.inputs;
  const [axis = -1] = axes;
  if (axes.length !== 1 || axis === 0) refuse(call);
  const constructor = construct("LayerNorm", [input.at(axis < 0 ? axis : axis - 1) ?? 0], {
    eps: [numberOf(call, "epsilon", 1e-5), 1e-5],
    elementwise_affine: [call.attributes["affine"] !== false, true],
  });
  if (axis === -1 || axis === input.length) return module(constructor);
  const at = String(axis);
  return {
    module: constructor,
    value: (self, [x = ""]) => `${self}(${x}.movedim(${at}, -1)).movedim(-1, ${at})`,
  };
};

/** Stochastic depth: one value for each sample decides about all of it. */
const dropPath: Writer = (call) => {
  const ones = (call.inputs[0] ?? []).map(() => "1");
  const p = String(numberOf(call, "p", 0));
  return expression(
    ([x = ""]) =>
      `${x} * F.dropout(${x}.new_ones(${[`${x}.shape[0]`, ...ones].join(", ")}), ${p}, self.training)`,
  );
};

/** A learned factor, and term, for each channel: a depthwise convolution of one position. */
const scale: Writer = (call) => {
  const [input = []] = call.inputs;
  const channels = channelsOf(call);
  if (numberOf(call, "axis", 1) !== 1 || numberOf(call, "axes", 1) !== 1 || input.length > 4) refuse(call);
  const bias = call.operator === "Scale" && isOn(call, "bias");
  if (input.length === 1) refuse(call);
  const constructor = construct(`Conv${String(spatialRank(call))}d`, [channels, channels, 1], {
    groups: [channels, 1],
    bias: [bias, true],
  });
  return module(constructor);
};

const recurrent: Writer = (call) => {
  const [input = []] = call.inputs;
  if (call.inputs.length > 1 || call.outputs.length > 1 || numberOf(call, "biases", 2) !== 2) refuse(call);
  const layers = numberOf(call, "layers", 1);
  const constructor = construct(call.operator, [input.at(-1) ?? 0, numberOf(call, "hidden", 0)], {
    num_layers: [layers, 1],
    bias: [call.attributes["bias"] !== false, true],
    batch_first: [true, false],
    bidirectional: [isOn(call, "bidirectional"), false],
  });
  const isSequence = call.attributes["sequence"] !== false;
  return { module: constructor, value: (self, [x = ""]) => `${self}(${x})[0]${isSequence ? "" : "[:, -1]"}` };
};

const upsample: Writer = (call) => {
  if (call.attributes["layout"] === "channels-last") refuse(call, "has its channels last");
  const { scale: factor, size, mode = "nearest" } = call.attributes;
  const amount: AttributeValue | undefined = factor ?? size;
  if (amount === undefined) refuse(call);
  const name = factor === undefined ? "size" : "scale_factor";
  return module(`nn.Upsample(${name}=${python(amount)}, mode=${python(mode)})`);
};

const pad: Writer = (call) => {
  if (call.attributes["layout"] === "channels-last") refuse(call, "has its channels last");
  const [input = []] = call.inputs;
  const value = call.attributes["pad"];
  const axes = Array.isArray(value)
    ? (value as readonly AttributeValue[])
    : input.slice(1).map(() => value ?? 0);
  const pairs = axes.map((item) => (typeof item === "object" ? item : [item, item]));
  const mode = call.attributes["mode"] ?? "constant";
  return expression(
    ([x = ""]) => `F.pad(${x}, (${[...pairs].reverse().flat().join(", ")}), ${python(mode)})`,
  );
};

const crop: Writer = (call) => {
  const [input = []] = call.inputs;
  const [output = []] = call.outputs;
  const offsets = numbersOf(call, "offset");
  const slices = output.slice(1).map((size, axis) => {
    const given = offsets === undefined ? undefined : (offsets[axis] ?? offsets[0]);
    const start = given ?? Math.floor(((input[axis + 1] ?? 0) - size) / 2);
    return `${String(start)}:${String(start + size)}`;
  });
  return expression(([x = ""]) => `${x}[:, :, ${slices.join(", ")}]`);
};

const split: Writer = (call) => {
  const axis = numberOf(call, "axis", 1);
  const [input = []] = call.inputs;
  const parts = call.attributes["parts"];
  const index = axis < 0 ? input.length + axis : axis - 1;
  const sizes = call.outputs.map((output) => output[index] ?? 0);
  if (parts === undefined) refuse(call);
  return expression(([x = ""]) => `torch.split(${x}, [${sizes.join(", ")}], dim=${String(axis)})`);
};

const slice: Writer = (call) => {
  const axis = numberOf(call, "axis", 1);
  const [input = []] = call.inputs;
  const [output = []] = call.outputs;
  if (axis < 1 || numberOf(call, "step", 1) !== 1) refuse(call);
  const start = numberOf(call, "start", 0);
  const first = start < 0 ? (input[axis - 1] ?? 0) + start : start;
  return expression(
    ([x = ""]) => `${x}.narrow(${String(axis)}, ${String(first)}, ${String(output[axis - 1] ?? 0)})`,
  );
};

const reduce =
  (name: string): Writer =>
  (call) => {
    const axes = numbersOf(call, "axis") ?? [];
    return expression(
      ([x = ""]) => `${x}.${name}(${python(axes)}${isOn(call, "keepdim") ? ", keepdim=True" : ""})`,
    );
  };

const reshape: Writer = ({ outputs: [output = []] }) =>
  expression(([x = ""]) => `${x}.reshape(${["-1", ...output.map(String)].join(", ")})`);

const permute: Writer = (call) => {
  const order = (numbersOf(call, "order") ?? []).filter((axis) => axis > 0);
  return expression(([x = ""]) => `${x}.permute(${["0", ...order.map(String)].join(", ")})`);
};

const transpose: Writer = (call) =>
  expression(
    ([x = ""]) =>
      `${x}.transpose(${String(numberOf(call, "axis1", -2))}, ${String(numberOf(call, "axis2", -1))})`,
  );

/** Every operator that can be written. */
export const WRITERS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ["AdaptiveAvgPool", adaptivePool],
  ["AdaptiveMaxPool", adaptivePool],
  ["Add", infix("+")],
  ["Average", () => expression((inputs) => `(${inputs.join(" + ")}) / ${String(inputs.length)}`)],
  ["AvgPool", pool],
  ["BatchNorm", batchNorm],
  ["ChannelShuffle", (call) => module(construct("ChannelShuffle", [numberOf(call, "groups", 1)]))],
  [
    "Concat",
    (call) =>
      expression((inputs) => `torch.cat([${inputs.join(", ")}], dim=${String(numberOf(call, "axis", 1))})`),
  ],
  ["Conv", conv],
  ["ConvTranspose", convTranspose],
  ["Crop", crop],
  ["DepthwiseConv", conv],
  ["Div", infix("/")],
  ["DropPath", dropPath],
  ["Dropout", (call) => module(construct("Dropout", [], { p: [numberOf(call, "p", 0.5), 0.5] }))],
  ["ELU", (call) => module(construct("ELU", [], { alpha: [numberOf(call, "alpha", 1), 1] }))],
  [
    "Embedding",
    (call) => module(construct("Embedding", [numberOf(call, "num", 0), numberOf(call, "dim", 0)])),
  ],
  [
    "Flatten",
    (call) =>
      expression(
        ([x = ""]) =>
          `torch.flatten(${x}, ${String(numberOf(call, "start", 1))}, ${String(numberOf(call, "end", -1))})`,
      ),
  ],
  ["GELU", plain("GELU")],
  ["GRU", recurrent],
  ["GlobalAvgPool", globalPool],
  ["GlobalMaxPool", globalPool],
  [
    "GroupNorm",
    (call) =>
      module(
        construct("GroupNorm", [numberOf(call, "groups", 1), channelsOf(call)], {
          eps: [numberOf(call, "epsilon", 1e-5), 1e-5],
          affine: [call.attributes["affine"] !== false, true],
        }),
      ),
  ],
  ["HardSigmoid", plain("Hardsigmoid")],
  ["HardSwish", plain("Hardswish")],
  [
    "HardTanh",
    (call) => module(construct("Hardtanh", [numberOf(call, "min", -1), numberOf(call, "max", 1)])),
  ],
  ["LSTM", recurrent],
  ["LayerNorm", layerNorm],
  [
    "LeakyReLU",
    (call) => module(construct("LeakyReLU", [], { negative_slope: [numberOf(call, "slope", 0.01), 0.01] })),
  ],
  [
    "Linear",
    (call) =>
      module(
        construct("Linear", [call.inputs[0]?.at(-1) ?? 0, numberOf(call, "features", 0)], {
          bias: [call.attributes["bias"] !== false, true],
        }),
      ),
  ],
  [
    "LocalResponseNorm",
    (call) =>
      module(
        construct("LocalResponseNorm", [numberOf(call, "size", 5)], {
          alpha: [numberOf(call, "alpha", 1e-4), 1e-4],
          beta: [numberOf(call, "beta", 0.75), 0.75],
          k: [numberOf(call, "k", 1), 1],
        }),
      ),
  ],
  ["LogSoftmax", softmax("LogSoftmax")],
  [
    "MatMul",
    (call) =>
      expression(([a = "", b = ""]) => `${a} @ ${b}${isOn(call, "transpose") ? ".transpose(-2, -1)" : ""}`),
  ],
  ["Max", folded("maximum")],
  ["MaxPool", pool],
  ["Mean", reduce("mean")],
  ["Min", folded("minimum")],
  ["Mish", plain("Mish")],
  ["Mul", infix("*")],
  ["PReLU", (call) => module(construct("PReLU", [numberOf(call, "parameters", 1)]))],
  ["Pad", pad],
  ["Permute", permute],
  ["PixelShuffle", (call) => module(construct("PixelShuffle", [numberOf(call, "factor", 2)]))],
  ["RNN", recurrent],
  ["ReLU", plain("ReLU")],
  ["ReLU6", plain("ReLU6")],
  ["Reshape", reshape],
  ["SELU", plain("SELU")],
  ["Scale", scale],
  [
    "Select",
    (call) =>
      expression(
        ([x = ""]) =>
          `${x}.select(${String(numberOf(call, "axis", 1))}, ${String(numberOf(call, "index", 0))})`,
      ),
  ],
  ["SiLU", plain("SiLU")],
  ["Sigmoid", plain("Sigmoid")],
  ["Slice", slice],
  ["Softmax", softmax("Softmax")],
  ["Softplus", plain("Softplus")],
  ["SpaceToDepth", (call) => module(construct("PixelUnshuffle", [numberOf(call, "factor", 2)]))],
  ["Split", split],
  ["Sub", infix("-")],
  ["Sum", reduce("sum")],
  ["Tanh", plain("Tanh")],
  ["Transpose", transpose],
  ["Upsample", upsample],
]);
