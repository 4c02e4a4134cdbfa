// The operators of the catalogue that have a PyTorch counterpart: one row each.

import type { PythonCall, Writer } from "./call";
import { construct, expression, isOn, module, numberOf } from "./call";
import * as elementwise from "./elementwise";
import { LOSS_WRITERS } from "./losses";
import * as norms from "./norms";
import * as sequences from "./sequences";
import * as shapes from "./shapes";
import * as windows from "./windows";

const plain =
  (name: string): Writer =>
  () =>
    module(construct(name, []));

/** A module with one number, left out where it is PyTorch's default. */
const withNumber =
  (name: string, parameter: string, theirs: string, fallback: number): Writer =>
  (call) =>
    module(construct(name, [], { [theirs]: [numberOf(call, parameter, fallback), fallback] }));

const withAxis =
  (name: string): Writer =>
  (call) =>
    module(`nn.${name}(dim=${String(numberOf(call, "axis", -1))})`);

/** Stochastic depth: one value for each sample decides about all of it. */
const dropPath: Writer = (call) => {
  const ones = (call.inputs[0] ?? []).map(() => "1");
  const p = String(numberOf(call, "p", 0));
  return expression(
    ([x = ""]) =>
      `${x} * F.dropout(${x}.new_ones(${[`${x}.shape[0]`, ...ones].join(", ")}), ${p}, self.training)`,
  );
};

const noise: Writer = (call) =>
  expression(
    ([x = ""]) => `${x} + ${String(numberOf(call, "deviation", 1))} * torch.randn_like(${x}) * self.training`,
  );

const joined =
  (name: "cat" | "stack"): Writer =>
  (call) =>
    expression((inputs) => `torch.${name}([${inputs.join(", ")}], dim=${String(numberOf(call, "axis", 1))})`);

const matMul: Writer = (call) => {
  const turned = (x: string, name: string): string => (isOn(call, name) ? `${x}.transpose(-2, -1)` : x);
  const [a = [], b = []] = call.inputs;
  return expression(([x = "", y = ""]) => {
    const left = a.length === 1 ? `${x}.unsqueeze(-2)` : turned(x, "transpose_first");
    const right = b.length === 1 ? `${y}.unsqueeze(-1)` : turned(y, "transpose");
    const missing = Math.max(a.length, 2) - Math.max(b.length, 2);
    const wide = (text: string, count: number): string =>
      count <= 0 ? text : `${text}[:, ${Array.from({ length: count }, () => "None").join(", ")}]`;
    const value = `${wide(left, -missing)} @ ${wide(right, missing)}`;
    if (a.length > 1 && b.length > 1) return value;
    return `(${value})${b.length === 1 ? ".squeeze(-1)" : ""}${a.length === 1 ? `.squeeze(${b.length === 1 ? "-1" : "-2"})` : ""}`;
  });
};

function spatialRank({ inputs: [input = []] }: PythonCall): number {
  return Math.min(3, Math.max(1, input.length - 1));
}

/** Every operator that can be written. */
export const WRITERS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ["Abs", elementwise.method("abs")],
  ["AdaptiveAvgPool", windows.adaptivePool],
  ["AdaptiveMaxPool", windows.adaptivePool],
  ["Add", elementwise.infix("+")],
  ["AdditiveAttention", sequences.additiveAttention],
  ["Affine", elementwise.affine],
  ["AlphaDropout", withNumber("AlphaDropout", "p", "p", 0.5)],
  ["And", elementwise.logical("and")],
  ["ArgMax", elementwise.place("argmax")],
  ["ArgMin", elementwise.place("argmin")],
  ["Average", elementwise.average],
  ["AvgPool", windows.pool],
  ["BatchNorm", norms.batchNorm],
  ["Bias", norms.bias],
  ["Bilinear", sequences.bilinear],
  ["CELU", withNumber("CELU", "alpha", "alpha", 1)],
  ["Cast", elementwise.cast],
  ["Ceil", elementwise.method("ceil")],
  ["ChannelShuffle", (call) => module(construct("ChannelShuffle", [numberOf(call, "groups", 1)]))],
  ["ClassToken", sequences.classToken],
  ["Clip", elementwise.clip],
  ["Concat", joined("cat")],
  ["Constant", sequences.constantTensor],
  ["Conv", windows.conv],
  ["ConvLSTM", sequences.convLstm],
  ["ConvTranspose", windows.convTranspose],
  ["Cos", elementwise.method("cos")],
  ["Crop", shapes.crop],
  ["CumSum", shapes.cumSum],
  ["DepthwiseConv", windows.conv],
  ["Div", elementwise.infix("/")],
  ["DropPath", dropPath],
  ["Dropout", withNumber("Dropout", "p", "p", 0.5)],
  ["ELU", withNumber("ELU", "alpha", "alpha", 1)],
  ["Einsum", sequences.einsum],
  ["Embedding", sequences.embedding],
  ["Equal", elementwise.comparison("==")],
  ["Erf", elementwise.method("erf")],
  ["Exp", elementwise.method("exp")],
  ["Expand", shapes.expand],
  ["Flatten", shapes.flatten],
  ["Floor", elementwise.method("floor")],
  [
    "GELU",
    (call) =>
      module(construct("GELU", [], { approximate: [call.attributes["approximate"] ?? "none", "none"] })),
  ],
  ["GLU", withAxis("GLU")],
  ["GRU", sequences.recurrent],
  ["Gather", sequences.gather],
  ["GaussianNoise", noise],
  ["GlobalAvgPool", windows.globalPool],
  ["GlobalMaxPool", windows.globalPool],
  ["Greater", elementwise.comparison(">")],
  ["GreaterOrEqual", elementwise.comparison(">=")],
  ["GridSample", shapes.gridSample],
  ["GroupNorm", norms.groupNorm],
  ["HardSigmoid", plain("Hardsigmoid")],
  ["HardSwish", plain("Hardswish")],
  [
    "HardTanh",
    (call) => module(construct("Hardtanh", [numberOf(call, "min", -1), numberOf(call, "max", 1)])),
  ],
  ["Identity", () => expression(([x = ""]) => x)],
  ["Index", shapes.index],
  ["InstanceNorm", norms.instanceNorm],
  ["L2Norm", norms.l2Norm],
  ["LPPool", windows.lpPool],
  ["LSTM", sequences.recurrent],
  ["LayerNorm", norms.layerNorm],
  ["LeakyReLU", withNumber("LeakyReLU", "slope", "negative_slope", 0.01)],
  ["Less", elementwise.comparison("<")],
  ["LessOrEqual", elementwise.comparison("<=")],
  [
    "Linear",
    (call) =>
      module(
        construct("Linear", [call.inputs[0]?.at(-1) ?? 0, numberOf(call, "features", 0)], {
          bias: [call.attributes["bias"] !== false, true],
        }),
      ),
  ],
  ["LocalResponseNorm", norms.localResponseNorm],
  ["LocallyConnected", windows.locallyConnected],
  ["Log", elementwise.method("log")],
  ["LogSigmoid", plain("LogSigmoid")],
  ["LogSoftmax", withAxis("LogSoftmax")],
  ["LogSumExp", elementwise.reduction("logsumexp")],
  ["MatMul", matMul],
  ["Max", elementwise.extreme("maximum")],
  ["MaxPool", windows.pool],
  ["MaxUnpool", shapes.maxUnpool],
  ["Mean", elementwise.reduction("mean")],
  ["Min", elementwise.extreme("minimum")],
  ["Mish", plain("Mish")],
  ["Mod", elementwise.infix("%")],
  ["Mul", elementwise.infix("*")],
  ["MultiHeadAttention", sequences.multiHeadAttention],
  ["Neg", elementwise.method("neg")],
  ["Normalization", norms.runningNorm],
  ["Not", () => expression(([x = ""]) => `torch.logical_not(${x}).float()`)],
  ["OneHot", sequences.oneHot],
  ["Or", elementwise.logical("or")],
  ["PReLU", norms.prelu],
  ["Pad", shapes.pad],
  ["Parameter", sequences.parameterTensor],
  ["Permute", shapes.permute],
  ["PixelShuffle", (call) => module(construct("PixelShuffle", [numberOf(call, "factor", 2)]))],
  ["PositionalEmbedding", sequences.positionalEmbedding],
  ["Pow", elementwise.power],
  ["RMSNorm", norms.rmsNorm],
  ["RNN", sequences.recurrent],
  ["ReLU", plain("ReLU")],
  ["ReLU6", plain("ReLU6")],
  ["Reciprocal", elementwise.method("reciprocal")],
  ["ReduceL1", elementwise.norm(1)],
  ["ReduceL2", elementwise.norm(2)],
  ["ReduceMax", elementwise.reduction("amax")],
  ["ReduceMin", elementwise.reduction("amin")],
  ["ReduceProd", elementwise.reduceProduct],
  ["Reshape", shapes.reshape],
  ["Reverse", shapes.reverse],
  ["Round", elementwise.method("round")],
  ["Rsqrt", elementwise.method("rsqrt")],
  ["SELU", plain("SELU")],
  ["Scale", norms.scale],
  ["ScaledDotProductAttention", sequences.scaledDotProductAttention],
  ["Select", shapes.select],
  ["SeparableConv", windows.separableConv],
  ["SiLU", plain("SiLU")],
  ["Sigmoid", plain("Sigmoid")],
  ["Sign", elementwise.method("sign")],
  ["Sin", elementwise.method("sin")],
  ["Slice", shapes.slice],
  ["Softmax", withAxis("Softmax")],
  ["Softmin", withAxis("Softmin")],
  ["Softplus", withNumber("Softplus", "beta", "beta", 1)],
  ["Softsign", plain("Softsign")],
  ["SpaceToDepth", (call) => module(construct("PixelUnshuffle", [numberOf(call, "factor", 2)]))],
  [
    "SpatialDropout",
    (call) =>
      module(construct(`Dropout${String(spatialRank(call))}d`, [], { p: [numberOf(call, "p", 0.5), 0.5] })),
  ],
  ["Split", shapes.split],
  ["Sqrt", elementwise.method("sqrt")],
  ["Square", elementwise.method("square")],
  ["Squeeze", shapes.reshape],
  ["Stack", joined("stack")],
  ["StopGradient", elementwise.method("detach")],
  ["Sub", elementwise.infix("-")],
  ["Sum", elementwise.reduction("sum")],
  ["Tanh", plain("Tanh")],
  [
    "Threshold",
    (call) => module(construct("Threshold", [numberOf(call, "threshold", 0), numberOf(call, "value", 0)])),
  ],
  ["Tile", shapes.tile],
  ["Transpose", shapes.transpose],
  ["Unsqueeze", shapes.reshape],
  ["Upsample", shapes.upsample],
  ["Variance", elementwise.reduction("var", ", unbiased=False")],
  ["Where", elementwise.where],
  ...LOSS_WRITERS,
]);
