// Attention, recurrent layers and embeddings.

import type { PythonCall, Writer, Written } from "./call";
import {
  axesFrom,
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
import { slidingOf } from "../../operators/window";

/** The width of a tensor's last axis. */
function widthOf(shape: readonly number[] | undefined): number {
  return shape?.at(-1) ?? 0;
}

interface Heads {
  /** Widths of query, key and value. */
  readonly widths: readonly [query: number, key: number, value: number];
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly valueDim: number;
  readonly out: number;
}

function headsOf(call: PythonCall): Heads {
  const [query = [], second = query, third = second] = call.inputs;
  const dim = widthOf(query);
  const heads = numberOf(call, "heads", 1);
  const headDim = numberOf(call, "head_dim", Math.floor(dim / heads));
  return {
    widths: [dim, widthOf(second), widthOf(third)],
    heads,
    kvHeads: numberOf(call, "kv_heads", heads),
    headDim,
    valueDim: numberOf(call, "value_dim", headDim),
    out: numberOf(call, "out", dim),
  };
}

/**
 * Whether PyTorch's own module can do it, which is for heads as wide as the model has room for; without biases, or for the
 * scores of each head, it fails in some versions.
 */
function isPlain(
  call: PythonCall,
  { widths: [dim], heads, kvHeads, headDim, valueDim, out }: Heads,
): boolean {
  const isUsual = kvHeads === heads && headDim * heads === dim && valueDim === headDim && out === dim;
  const isOfSequence = call.inputs[0]?.length === 2;
  return isUsual && isOfSequence && isOn(call, "bias") && (call.outputs.length < 2 || isOn(call, "average"));
}

export const multiHeadAttention: Writer = (call) => {
  const sizes = headsOf(call);
  const { widths, heads, kvHeads, headDim, valueDim, out } = sizes;
  const scores = call.outputs.length > 1;
  if (!isPlain(call, sizes)) {
    const rank = (call.inputs[0] ?? []).length + 1;
    const axes = (numbersOf(call, "axes") ?? [-2]).map((axis) => (axis > 0 ? axis - rank : axis));
    return helper(
      "Attention",
      ...[...widths, heads, kvHeads, headDim, valueDim, out].map(String),
      ...(isOn(call, "bias") ? [] : ["bias=False"]),
      ...(axes.length === 1 && axes[0] === -2 ? [] : [`axes=${python(axes)}`]),
      ...(scores ? [`average=${python(isOn(call, "average"))}`] : []),
    );
  }
  const [dim, key, value] = widths;
  const constructor = construct("MultiheadAttention", [dim, heads], {
    dropout: [numberOf(call, "dropout", 0), 0],
    kdim: [key, dim],
    vdim: [value, dim],
    batch_first: [true, false],
  });
  return {
    module: constructor,
    value: (self, [q = "", k = q, v = k]) =>
      scores ? `${self}(${q}, ${k}, ${v})` : `${self}(${q}, ${k}, ${v}, need_weights=False)[0]`,
  };
};

export const scaledDotProductAttention: Writer = (call) => {
  const width = widthOf(call.inputs[0]);
  const scores = (q: string, k: string): string => `${q} @ ${k}.transpose(-2, -1) / ${String(width)} ** 0.5`;
  if (!isOn(call, "scale"))
    return expression(([q = "", k = "", v = ""]) => `torch.softmax(${scores(q, k)}, -1) @ ${v}`);
  return {
    module: "nn.Parameter(torch.ones(()))",
    value: (self, [q = "", k = "", v = ""]) => `torch.softmax(${self} * (${scores(q, k)}), -1) @ ${v}`,
  };
};

export const additiveAttention: Writer = (call) =>
  helper(
    "AdditiveAttention",
    String(widthOf(call.inputs[0])),
    ...(isOn(call, "scale") ? [] : ["scale=False"]),
  );

export const recurrent: Writer = (call) => {
  const [input = []] = call.inputs;
  const constructor = construct(call.operator, [widthOf(input), numberOf(call, "hidden", 0)], {
    num_layers: [numberOf(call, "layers", 1), 1],
    bias: [call.attributes["bias"] !== false, true],
    batch_first: [true, false],
    dropout: [numberOf(call, "dropout", 0), 0],
    bidirectional: [isOn(call, "bidirectional"), false],
  });
  const one = numberOf(call, "biases", 2) === 1 && call.attributes["bias"] !== false;
  const rnn = one ? `one_bias(${constructor})` : constructor;
  const helpers = one ? ["one_bias"] : [];
  const isSequence = call.attributes["sequence"] !== false;
  const isBare =
    call.inputs.length === 1 &&
    call.outputs.length === 1 &&
    isSequence &&
    input.length === 2 &&
    merges(call) === "concat";
  if (isBare) return { module: rnn, helpers, value: (self, [x = ""]) => `${self}(${x})[0]` };
  const wrapped = helper(
    "Recurrent",
    rnn,
    ...(isSequence ? [] : ["sequence=False"]),
    ...(merges(call) === "concat" ? [] : [`merge=${python(merges(call))}`]),
    ...(call.outputs.length > 1 ? [`states=${String(call.outputs.length - 1)}`] : []),
  );
  return { ...wrapped, helpers: [...helpers, "Recurrent"] };
};

function merges({ attributes: { merge } }: PythonCall): string {
  return typeof merge === "string" ? merge : "concat";
}

export const convLstm: Writer = (call) => {
  const [[, ...frame] = []] = call.inputs;
  const isLast = call.attributes["layout"] === "channels-last";
  const rank = frame.length - 1;
  const { sliding } = slidingOf(call.attributes, rank);
  const channels = numberOf(call, "channels", 0);
  if (sliding === undefined || call.inputs.length > 1) refuse(call);
  const inputs = isLast ? (frame.at(-1) ?? 0) : (frame[0] ?? 0);
  const same = sliding.stride.every((step) => step === 1);
  const pad = sliding.pad === "same" ? (same ? "same" : undefined) : symmetricPad(sliding.pad);
  if (pad === undefined) refuse(call, "pads both sides differently");
  const name = `Conv${String(rank)}d`;
  const kernel = oneOrAll(sliding.kernel);
  const conv = construct(name, [inputs, 4 * channels, kernel], {
    stride: [oneOrAll(sliding.stride), 1],
    padding: [pad, 0],
    dilation: [oneOrAll(sliding.dilation), 1],
    bias: [isOn(call, "bias"), true],
  });
  const state = construct(name, [channels, 4 * channels, kernel], {
    padding: ["same", 0],
    bias: [false, true],
  });
  const written = helper(
    "ConvLSTM",
    conv,
    state,
    String(channels),
    ...(call.attributes["sequence"] === false ? ["sequence=False"] : []),
    ...(call.outputs.length > 1 ? ["states=True"] : []),
  );
  return isLast ? turnedFrames(call, written) : written;
};

function symmetricPad(pad: readonly (readonly [number, number])[]): ReturnType<typeof oneOrAll> | undefined {
  return pad.every(([before, after]) => before === after)
    ? oneOrAll(pad.map(([before]) => before))
    : undefined;
}

/** Frames with their channels last, turned before and after. */
function turnedFrames(call: PythonCall, written: Written): Written {
  if (call.outputs.length > 1) refuse(call, "has its channels last");
  const at = call.attributes["sequence"] === false ? "1" : "2";
  return { ...written, value: (self, [x = ""]) => `${self}(${x}.movedim(-1, 2)).movedim(${at}, -1)` };
}

export const embedding: Writer = (call) => ({
  module: construct("Embedding", [numberOf(call, "num", 0), numberOf(call, "dim", 0)]),
  value: (self, [x = ""]) => `${self}(${x}.long())`,
});

export const positionalEmbedding: Writer = (call) => {
  const [input = []] = call.inputs;
  const [positions = 1, width = 1] = input.slice(-2);
  if (!isOn(call, "learned")) {
    const table = `sinusoids(${String(positions)}, ${String(width)})`;
    return { helpers: ["sinusoids"], value: (_, [x = ""]) => `${x} + ${table}.to(${x})` };
  }
  const length = numberOf(call, "length", positions);
  const part = length === positions ? "" : `[:${String(positions)}]`;
  return {
    module: `nn.Parameter(torch.zeros(${String(length)}, ${String(width)}))`,
    value: (self, [x = ""]) => `${x} + ${self}${part}`,
  };
};

export const classToken: Writer = (call) => {
  const [input = []] = call.inputs;
  const keep = ["-1", "-1"].join(", ");
  const lead = input.slice(0, -2).map(String);
  return {
    module: `nn.Parameter(torch.zeros(${String(numberOf(call, "count", 1))}, ${String(widthOf(input))}))`,
    value: (self, [x = ""]) =>
      `torch.cat([${self}.expand(${[`${x}.shape[0]`, ...lead, keep].join(", ")}), ${x}], dim=-2)`,
  };
};

export const oneHot: Writer = (call) =>
  expression(([x = ""]) => `F.one_hot(${x}.long(), ${String(numberOf(call, "classes", 1))}).float()`);

/** A tensor that no input gives: the same for each sample. */
export const parameterTensor: Writer = (call) => {
  const shape = call.outputs[0] ?? [];
  return {
    module: `nn.Parameter(torch.zeros(${python(shape)}))`,
    value: (self) => `${self}.expand(${[`${call.source}.shape[0]`, ...shape.map(String)].join(", ")})`,
  };
};

export const constantTensor: Writer = (call) => {
  const sizes = [`${call.source}.shape[0]`, ...(call.outputs[0] ?? []).map(String)];
  const value = String(numberOf(call, "value", 0));
  return expression(() => `torch.full((${sizes.join(", ")},), ${value}, device=${call.source}.device)`);
};

export const gather: Writer = (call) => {
  const [axis = 1] = axesFrom(call, "axis", [1]);
  const indices = numbersOf(call, "indices");
  if (indices === undefined || call.inputs.length > 1)
    return { helpers: ["gather"], value: (_, [x = "", i = ""]) => `gather(${x}, ${i}, ${String(axis)})` };
  const size = call.inputs[0]?.[axis - 1] ?? 0;
  const positive = indices.map((index) => String(index < 0 ? index + size : index));
  return expression(
    ([x = ""]) =>
      `${x}.index_select(${String(axis)}, torch.tensor([${positive.join(", ")}], device=${x}.device))`,
  );
};

export const bilinear: Writer = (call) =>
  module(
    construct("Bilinear", [widthOf(call.inputs[0]), widthOf(call.inputs[1]), numberOf(call, "features", 0)], {
      bias: [isOn(call, "bias"), true],
    }),
  );

export const einsum: Writer = (call) => {
  const [left = "", given] = String(call.attributes["equation"] ?? "")
    .replaceAll(" ", "")
    .split("->");
  const letters = left.replaceAll(",", "");
  const single = [...new Set(letters)].filter(
    (letter) => letters.indexOf(letter) === letters.lastIndexOf(letter),
  );
  const result = given ?? single.sort().join("");
  const batch = Array.from("ZYXWVUTSRQ").find((letter) => !letters.includes(letter)) ?? "Z";
  const terms = left.split(",").map((term) => `${batch}${term}`);
  const equation = `${terms.join(",")}->${batch}${result}`;
  return expression((inputs) => `torch.einsum(${python(equation)}, ${inputs.join(", ")})`);
};
