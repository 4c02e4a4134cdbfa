// Operators that rearrange, cut, pad and resample.

import type { AttributeValue } from "../../model/network";
import type { PythonCall, Writer } from "./call";
import {
  axesFrom,
  construct,
  expression,
  isOn,
  module,
  numberOf,
  numbersOf,
  oneOrAll,
  python,
  refuse,
} from "./call";

/** `[:, :, 1:5]`: an index along one axis, the batch being axis 0. */
function along(axis: number, index: string): string {
  return `[${[...Array.from({ length: axis }, () => ":"), index].join(", ")}]`;
}

function axisOf(call: PythonCall, fallback = 1): number {
  const given = call.attributes["axis"];
  const [axis = fallback] = axesFrom(call, "axis", [typeof given === "number" ? given : fallback]);
  return axis;
}

export const reshape: Writer = ({ outputs: [output = []] }) =>
  expression(([x = ""]) => `${x}.reshape(${["-1", ...output.map(String)].join(", ")})`);

export const permute: Writer = (call) => {
  const order = (numbersOf(call, "order") ?? []).filter((axis) => axis > 0);
  return expression(([x = ""]) => `${x}.permute(${["0", ...order.map(String)].join(", ")})`);
};

export const transpose: Writer = (call) =>
  expression(
    ([x = ""]) =>
      `${x}.transpose(${String(numberOf(call, "axis1", -2))}, ${String(numberOf(call, "axis2", -1))})`,
  );

export const flatten: Writer = (call) =>
  expression(
    ([x = ""]) =>
      `torch.flatten(${x}, ${String(numberOf(call, "start", 1))}, ${String(numberOf(call, "end", -1))})`,
  );

/** Sequences are parted along their features, all else along its first axis, unless said. */
export const split: Writer = (call) => {
  const [input = []] = call.inputs;
  const axis = axisOf(call, input.length === 2 ? -1 : 1);
  const positive = axis < 0 ? axis + input.length + 1 : axis;
  const sizes = call.outputs.map((output) => output[positive - 1] ?? 0);
  return expression(([x = ""]) => `torch.split(${x}, [${sizes.join(", ")}], dim=${String(positive)})`);
};

export const slice: Writer = (call) => {
  const { end } = call.attributes;
  const [start, step] = [numberOf(call, "start", 0), numberOf(call, "step", 1)];
  const range = `${start === 0 ? "" : String(start)}:${typeof end === "number" ? String(end) : ""}`;
  const index = step === 1 ? range : `${range}:${String(step)}`;
  return expression(([x = ""]) => `${x}${along(axisOf(call), index)}`);
};

export const select: Writer = (call) =>
  expression(([x = ""]) => `${x}.select(${String(axisOf(call))}, ${String(numberOf(call, "index", 0))})`);

export const reverse: Writer = (call) => expression(([x = ""]) => `${x}.flip(${String(axisOf(call))})`);

export const index: Writer = (call) =>
  expression(([x = ""]) => `${x}[:, ${String(call.attributes["index"] ?? "...")}]`);

export const cumSum: Writer = (call) => expression(([x = ""]) => `${x}.cumsum(${String(axisOf(call, -1))})`);

export const tile: Writer = (call) => {
  const [input = []] = call.inputs;
  const repeats = numbersOf(call, "repeats") ?? [];
  const missing = Math.max(0, repeats.length - input.length);
  const all = [...Array.from({ length: Math.max(0, input.length - repeats.length) }, () => 1), ...repeats];
  return expression(
    ([x = ""]) => `${lengthened(x, missing)}.repeat(${["1", ...all.map(String)].join(", ")})`,
  );
};

export const expand: Writer = (call) => {
  const [input = []] = call.inputs;
  const [output = []] = call.outputs;
  return expression(
    ([x = ""]) =>
      `${lengthened(x, output.length - input.length)}.expand(${["-1", ...output.map(String)].join(", ")})`,
  );
};

function lengthened(x: string, axes: number): string {
  return axes <= 0 ? x : `${x}[:, ${Array.from({ length: axes }, () => "None").join(", ")}]`;
}

export const pad: Writer = (call) => {
  const [input = []] = call.inputs;
  const value = call.attributes["pad"];
  const axes = Array.isArray(value)
    ? (value as readonly AttributeValue[])
    : input.slice(1).map(() => value ?? 0);
  const pairs = axes.map((item) => (typeof item === "object" ? item : [item, item]));
  const mode = call.attributes["mode"] ?? "constant";
  const constant = numberOf(call, "value", 0);
  const fill = mode === "constant" && constant !== 0 ? `, ${String(constant)}` : "";
  return expression(
    ([x = ""]) => `F.pad(${x}, (${[...pairs].reverse().flat().join(", ")}), ${python(mode)}${fill})`,
  );
};

export const crop: Writer = (call) => {
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

const LINEAR = ["linear", "bilinear", "trilinear"] as const;

/** The mode for the number of spatial axes: PyTorch has a name of its own for each. */
export const upsample: Writer = (call) => {
  const [input = []] = call.inputs;
  const [output = []] = call.outputs;
  const { scale, size, mode = "nearest" } = call.attributes;
  const listed = [size, scale].find((value): value is readonly AttributeValue[] => Array.isArray(value));
  const rank = listed?.length ?? input.length - 1;
  // PyTorch resamples all axes after the channels; others go into the batch and come back.
  const folds = rank < input.length - 1;
  const name = String(mode).endsWith("linear") ? (LINEAR[rank - 1] ?? "linear") : String(mode);
  const sizes = oneOrAll(output.slice(-rank));
  const corners = isOn(call, "align_corners") && /linear|cubic/.test(name) ? ", align_corners=True" : "";
  const how = scale === undefined || folds ? `size=${python(sizes)}` : `scale_factor=${python(scale)}`;
  if (!folds) return module(`nn.Upsample(${how}, mode=${python(name)}${corners})`);
  const inner = [-1, ...input.slice(-rank - 1)].join(", ");
  return expression(
    ([x = ""]) =>
      `F.interpolate(${x}.reshape(${inner}), ${how}, mode=${python(name)}${corners}).reshape(${["-1", ...output.map(String)].join(", ")})`,
  );
};

export const maxUnpool: Writer = (call) => {
  if (call.inputs.length < 2) refuse(call, "does not know where the greatest elements were");
  const [output = []] = call.outputs;
  const kernel = oneOrAll(numbersOf(call, "kernel") ?? [2]);
  const constructor = construct(`MaxUnpool${String(output.length - 1)}d`, [kernel], {
    stride: [oneOrAll(numbersOf(call, "stride") ?? numbersOf(call, "kernel") ?? [2]), kernel],
    padding: [oneOrAll(numbersOf(call, "pad") ?? [0]), 0],
  });
  return {
    module: constructor,
    value: (self, [x = "", places = ""]) =>
      `${self}(${x}, ${places}.long(), output_size=${python(output.slice(1))})`,
  };
};

export const gridSample: Writer = () =>
  expression(([x = "", grid = ""]) => `F.grid_sample(${x}, ${grid}, align_corners=False)`);
