// Shape rules of operators that make tensors: constants, ranges, random numbers, and Shape and Size, which turn shapes into data.

import type { Dim, Shape } from "../../../model/shape";
import { isKnown } from "../../../model/shape";
import { ceilDivide, multiplyAll, subtractDims } from "../dims";
import { FLOAT, INT64 } from "../proto/element-types";
import type { TensorProto } from "../proto/schema";
import type { Call, Result, Rule } from "./contract";
import { dataOf, MOST_ELEMENTS, one, shapeOf } from "./contract";

/** The shape of a tensor in the file; a negative dimension is unknown. */
export function tensorShape(tensor: TensorProto): Shape {
  return tensor.dims.map((dim) => (dim < 0 ? undefined : dim));
}

const constant: Rule = (call) => {
  const { attributes } = call;
  const tensor = attributes.tensor("value") ?? attributes.tensor("sparse_value");
  if (tensor !== undefined) return one(call, tensorShape(tensor), tensor.dataType, call.values(tensor));
  if (attributes.has("value_int")) return one(call, [], INT64, [attributes.int("value_int", 0)]);
  if (attributes.has("value_float")) return one(call, [], FLOAT, [attributes.float("value_float", 0)]);
  if (attributes.has("value_ints")) return listed(call, attributes.ints("value_ints") ?? [], INT64);
  if (attributes.has("value_floats")) return listed(call, attributes.floats("value_floats") ?? [], FLOAT);
  return one(
    call,
    attributes.has("value_strings") ? [attributes.texts("value_strings")?.length ?? 0] : [],
    8,
  );
};

function listed(call: Call, values: readonly number[], type: number): Result {
  return one(call, [values.length], type, values.length <= MOST_ELEMENTS ? values : undefined);
}

const constantOfShape: Rule = (call) => {
  const tensor = call.attributes.tensor("value");
  const shape = dataOf(call, 0);
  const value = tensor === undefined ? 0 : call.values(tensor)?.[0];
  return one(call, shape ?? rankFrom(shapeOf(call, 0)), tensor?.dataType ?? FLOAT, filled(shape, value));
};

/** As many unknown dimensions as the list of sizes is long. */
function rankFrom(sizes: Shape | undefined): Shape | undefined {
  const rank = sizes?.[0];
  return typeof rank === "number" && rank <= 64 ? Array.from({ length: rank }, () => undefined) : undefined;
}

function filled(shape: Shape | undefined, value: Dim): readonly Dim[] | undefined {
  const count = isKnown(shape) ? multiplyAll(shape) : undefined;
  if (typeof count !== "number" || count > MOST_ELEMENTS || count < 0 || value === undefined)
    return undefined;
  return Array.from({ length: count }, () => value);
}

const shape: Rule = (call) => {
  const input = shapeOf(call, 0);
  if (input === undefined) return one(call, [undefined], INT64);
  const part = input.slice(
    call.attributes.int("start", 0),
    call.attributes.has("end") ? call.attributes.int("end", 0) : undefined,
  );
  return one(call, [part.length], INT64, part);
};

const size: Rule = (call) => {
  const input = shapeOf(call, 0);
  return one(call, [], INT64, [input === undefined ? undefined : multiplyAll(input)]);
};

const range: Rule = (call) => {
  const [start, limit, delta] = [0, 1, 2].map((index) => dataOf(call, index)?.[0]);
  const type = call.inputs[0]?.type ?? 0;
  if (typeof start === "number" && typeof limit === "number" && typeof delta === "number" && delta !== 0) {
    const count = Math.max(0, Math.ceil((limit - start) / delta));
    const few = count <= MOST_ELEMENTS;
    return one(
      call,
      [count],
      type,
      few ? Array.from({ length: count }, (_, index) => start + index * delta) : undefined,
    );
  }
  if (typeof delta !== "number" || delta < 1) return one(call, [undefined], type);
  return one(call, [ceilDivide(subtractDims(limit, start), delta)], type);
};

const random: Rule = (call) => one(call, call.attributes.ints("shape"), call.attributes.int("dtype", FLOAT));

const randomLike: Rule = (call) =>
  one(call, shapeOf(call, 0), call.attributes.int("dtype", call.inputs[0]?.type ?? FLOAT));

const multinomial: Rule = (call) =>
  one(call, [shapeOf(call, 0)?.[0], call.attributes.int("sample_size", 1)], call.attributes.int("dtype", 6));

/** A window function's values: as many as the scalar input says. */
const windowFunction: Rule = (call) =>
  one(call, [dataOf(call, 0)?.[0]], call.attributes.int("output_datatype", FLOAT));

const melWeights: Rule = (call) => {
  const length = dataOf(call, 1)?.[0];
  const bins = typeof length === "number" ? Math.floor(length / 2) + 1 : undefined;
  return one(call, [bins, dataOf(call, 0)?.[0]], call.attributes.int("output_datatype", FLOAT));
};

export const GENERATOR_RULES: Readonly<Record<string, Rule>> = {
  BlackmanWindow: windowFunction,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  EyeLike: randomLike,
  HammingWindow: windowFunction,
  HannWindow: windowFunction,
  MelWeightMatrix: melWeights,
  Multinomial: multinomial,
  RandomNormal: random,
  RandomNormalLike: randomLike,
  RandomUniform: random,
  RandomUniformLike: randomLike,
  Range: range,
  Shape: shape,
  Size: size,
};
