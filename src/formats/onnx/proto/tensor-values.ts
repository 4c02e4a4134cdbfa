// Reads the values of small tensors: shapes, axes, scales. Large ones are weights and stay in the file.

import { MOST_VALUES } from "./decode-tensor";
import { ELEMENT_TYPES } from "./element-types";
import type { TensorProto } from "./schema";
import type { Wire } from "./wire";

/** The values in row-major order, or undefined when there are too many, they are elsewhere, or they are not all there. */
export function readValues(wire: Wire, tensor: TensorProto): readonly number[] | undefined {
  const count = tensor.dims.reduce((total, dim) => total * dim, 1);
  if (!(count >= 0 && count <= MOST_VALUES)) return undefined;
  if (count === 0) return [];
  const values = contentValues(wire, tensor, count);
  return values?.length === count ? values : undefined;
}

function contentValues(wire: Wire, tensor: TensorProto, count: number): readonly number[] | undefined {
  const { content } = tensor;
  const values: number[] = [];
  switch (content.kind) {
    case "raw":
      return rawValues(tensor, count, (length) => wire.bytes(content.region, length));
    case "bytes":
      return rawValues(tensor, count, () => content.bytes);
    case "varints":
      wire.packedVarints(content.region, values, count);
      return values;
    case "floats":
    case "doubles":
      wire.packedFloats(content.region, content.kind === "floats" ? 4 : 8, values, count);
      return values;
    case "values":
      return content.values;
    case "external":
    case "none":
      return undefined;
  }
}

function rawValues(
  tensor: TensorProto,
  count: number,
  read: (length: number) => Uint8Array,
): readonly number[] | undefined {
  const type = ELEMENT_TYPES[tensor.dataType];
  if (type?.read === undefined) return undefined;
  const bytes = read(count * type.width);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: number[] = [];
  for (let at = 0; at + type.width <= bytes.length && values.length < count; at += type.width) {
    values.push(type.read(view, at));
  }
  return values;
}
