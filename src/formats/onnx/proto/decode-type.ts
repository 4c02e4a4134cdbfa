// Decodes ValueInfoProto and the TypeProto within: element type and dimensions as numbers, symbols or unknown.

import { WireType } from "@bufbuild/protobuf/wire";
import type { ValueInfoProto } from "./schema";
import type { Field, Region, Wire } from "./wire";

const MOST_DIMS = 256;

/** A value's name and type. */
export function decodeTyped(wire: Wire, region: Region): ValueInfoProto {
  let name = "";
  let type: Omit<ValueInfoProto, "name"> = { elemType: 0, dims: undefined, opaque: false };
  wire.each(region, (field) => {
    if (field.type !== WireType.LengthDelimited) return;
    if (field.number === 1) name = wire.text(field);
    else if (field.number === 2) type = decodeType(wire, field);
  });
  return { name, ...type };
}

function decodeType(wire: Wire, region: Region): Omit<ValueInfoProto, "name"> {
  let elemType = 0;
  let dims: (number | string | undefined)[] | undefined;
  let opaque = false;
  wire.each(region, (field) => {
    if (field.type !== WireType.LengthDelimited) return;
    if ([4, 5, 7, 9].includes(field.number)) opaque = true;
    if (field.number !== 1 && field.number !== 8) return;
    wire.each(field, (inner) => {
      if (inner.number === 1) elemType = inner.value;
      else if (inner.number === 2 && inner.type === WireType.LengthDelimited) dims = decodeShape(wire, inner);
    });
  });
  return { elemType, dims, opaque };
}

function decodeShape(wire: Wire, region: Region): (number | string | undefined)[] {
  const dims: (number | string | undefined)[] = [];
  wire.each(region, (field) => {
    if (field.number === 1 && dims.length < MOST_DIMS) dims.push(decodeDim(wire, field));
  });
  return dims;
}

/** A dimension without a value, with an empty symbol, or negative (as some exporters write "any") is unknown. */
function decodeDim(wire: Wire, field: Field): number | string | undefined {
  let dim: number | string | undefined;
  if (field.type !== WireType.LengthDelimited) return undefined;
  wire.each(field, (inner) => {
    if (inner.number === 1 && inner.type === WireType.Varint) dim = inner.value < 0 ? undefined : inner.value;
    else if (inner.number === 2) dim = wire.text(inner) || undefined;
  });
  return dim;
}
