// Decodes a tensor's name, type and dimensions, and remembers where its values are without reading them.

import { WireType } from "@bufbuild/protobuf/wire";
import type { TensorContent, TensorProto } from "./schema";
import type { Field, Region, Wire } from "./wire";

/** Values of unpacked fields are kept up to this many; more are weights, whose values nobody asks for. */
export const MOST_VALUES = 8192;
const MOST_DIMS = 256;
const MOST_KEPT = 128;

/** How each of TensorProto's typed fields is encoded. */
const VALUE_FIELDS: Readonly<Record<number, "floats" | "doubles" | "varints">> = {
  4: "floats",
  5: "varints",
  7: "varints",
  10: "doubles",
  11: "varints",
};

/** A tensor without its values. */
export function decodeTensor(wire: Wire, region: Region): TensorProto {
  let name = "";
  let dataType = 0;
  let content: TensorContent = { kind: "none" };
  const dims: number[] = [];
  const unpacked: number[] = [];
  wire.each(region, (field) => {
    const typed = VALUE_FIELDS[field.number];
    if (field.number === 1) wire.varints(field, dims, MOST_DIMS);
    else if (field.number === 2) dataType = field.value;
    else if (field.number === 8) name = wire.text(field);
    else if (field.number === 9) content = rawContent(wire, field);
    else if (field.number === 14 && field.value === 1) content = { kind: "external" };
    else if (typed !== undefined && field.type === WireType.LengthDelimited)
      content = { kind: typed, region: field };
    else if (typed !== undefined && unpacked.length < MOST_VALUES) unpacked.push(field.value);
  });
  if (unpacked.length > 0) content = { kind: "values", values: unpacked };
  return { name, dims, dataType, content };
}

/** A few bytes are kept, which is cheaper than coming back for them. */
function rawContent(wire: Wire, field: Field): TensorContent {
  if (field.end - field.start > MOST_KEPT) return { kind: "raw", region: field };
  return { kind: "bytes", bytes: wire.bytes(field, MOST_KEPT).slice() };
}

/** A sparse tensor: its dense dimensions, and the name and type of its values. */
export function decodeSparseTensor(wire: Wire, region: Region): TensorProto {
  let values: TensorProto = { name: "", dims: [], dataType: 0, content: { kind: "none" } };
  const dims: number[] = [];
  wire.each(region, (field: Field) => {
    if (field.number === 1) values = decodeTensor(wire, field);
    else if (field.number === 3) wire.varints(field, dims, MOST_DIMS);
  });
  return { ...values, dims, content: { kind: "none" } };
}
