// Decodes ValueInfoProto and the TypeProto within: element type and dimensions as numbers, symbols or unknown.

import { WireType } from "@bufbuild/protobuf/wire";
import type { ValueInfoProto } from "./schema";
import type { Field, Region, Wire } from "./wire";

const MOST_DIMS = 256;

const KIND = "pkg.torch.export.graph_signature.InputSpec.kind";
const FOLDED_FROM = "pkg.onnxscript.optimizer.folded_from";

/** A value's name and type, and what the exporter says about it. */
export function decodeTyped(wire: Wire, region: Region): ValueInfoProto {
  let name = "";
  let type: Type = { elemType: 0, dims: undefined, opaque: false };
  let described: Pick<ValueInfoProto, "kind" | "foldedFrom"> = {};
  wire.each(region, (field) => {
    if (field.type !== WireType.LengthDelimited) return;
    if (field.number === 1) name = wire.text(field);
    else if (field.number === 2) type = decodeType(wire, field);
    else if (field.number === 4) described = { ...described, ...decodeDescription(wire, field) };
  });
  return { name, ...type, ...described };
}

type Type = Pick<ValueInfoProto, "elemType" | "dims" | "opaque">;

function decodeDescription(wire: Wire, region: Region): Pick<ValueInfoProto, "kind" | "foldedFrom"> {
  const entry = decodeEntry(wire, region, [KIND, FOLDED_FROM]);
  if (entry === undefined) return {};
  return entry.key === KIND ? { kind: entry.value } : { foldedFrom: quotedTexts(entry.value) };
}

/** An entry of metadata under one of the `wanted` keys: others hold much text, such as the call stack of each node. */
export function decodeEntry(
  wire: Wire,
  region: Region,
  wanted: readonly string[],
): { readonly key: string; readonly value: string } | undefined {
  let key = "";
  let value: Field | undefined;
  wire.each(region, (field) => {
    if (field.type !== WireType.LengthDelimited) return;
    if (field.number === 1) key = wire.text(field);
    else if (field.number === 2) value = field;
  });
  return value !== undefined && wanted.includes(key) ? { key, value: wire.text(value) } : undefined;
}

/** The texts of a list as Python prints it: `['a', "b"]`. */
export function quotedTexts(text: string): readonly string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2] ?? "");
}

function decodeType(wire: Wire, region: Region): Type {
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
