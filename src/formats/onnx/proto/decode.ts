// Decodes an ONNX file's messages; field numbers are those of the official onnx.proto.

import { WireType } from "@bufbuild/protobuf/wire";
import { decodeTensor, decodeSparseTensor } from "./decode-tensor";
import { decodeTyped } from "./decode-type";
import type {
  AttributeProto,
  FunctionProto,
  GraphProto,
  ModelProto,
  NodeProto,
  TensorProto,
  ValueInfoProto,
} from "./schema";
import type { Field, Region, Wire } from "./wire";

/** Graphs within attributes of nodes within graphs: deeper ones are left out. */
const DEEPEST_GRAPH = 24;

/** Reads the whole model; weights stay in the file. What is malformed is left out and noted in `wire.faults`. */
export function decodeModel(wire: Wire): ModelProto {
  let irVersion = 0;
  let producer = "";
  let graph: GraphProto | undefined;
  const functions: FunctionProto[] = [];
  const opsets = new Map<string, number>();
  wire.each({ start: 0, end: wire.size }, (field) => {
    if (field.number === 1) irVersion = field.value;
    if (field.type !== WireType.LengthDelimited) return;
    if (field.number === 2) producer = wire.text(field);
    else if (field.number === 7) graph = decodeGraph(wire, field, 0);
    else if (field.number === 8) decodeOpset(wire, field, opsets);
    else if (field.number === 25) functions.push(decodeFunction(wire, field));
  });
  return { irVersion, producer, graph, functions, opsets };
}

function decodeOpset(wire: Wire, region: Region, into: Map<string, number>): void {
  let domain = "";
  let version = 0;
  wire.each(region, (field) => {
    if (field.number === 1 && isMessage(field)) domain = wire.text(field);
    else if (field.number === 2) version = field.value;
  });
  into.set(domain === "ai.onnx" ? "" : domain, version);
}

const isMessage = (field: Field): boolean => field.type === WireType.LengthDelimited;

function decodeGraph(wire: Wire, region: Region, depth: number): GraphProto {
  let name = "";
  const nodes: NodeProto[] = [];
  const initializers: TensorProto[] = [];
  const inputs: ValueInfoProto[] = [];
  const outputs: ValueInfoProto[] = [];
  const valueInfo: ValueInfoProto[] = [];
  const fields: Readonly<Record<number, (field: Field) => void>> = {
    1: (field) => nodes.push(decodeNode(wire, field, depth)),
    2: (field) => (name = wire.text(field)),
    5: (field) => initializers.push(decodeTensor(wire, field)),
    11: (field) => inputs.push(decodeTyped(wire, field)),
    12: (field) => outputs.push(decodeTyped(wire, field)),
    13: (field) => valueInfo.push(decodeTyped(wire, field)),
    15: (field) => initializers.push(decodeSparseTensor(wire, field)),
  };
  wire.each(region, (field) => {
    if (isMessage(field)) fields[field.number]?.(field);
  });
  return { name, nodes, initializers, inputs, outputs, valueInfo };
}

function decodeNode(wire: Wire, region: Region, depth: number): NodeProto {
  const texts = { name: "", opType: "", domain: "", overload: "" };
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, AttributeProto>();
  const metadata = new Map<string, string>();
  const fields: Readonly<Record<number, (field: Field) => void>> = {
    1: (field) => inputs.push(wire.text(field)),
    2: (field) => outputs.push(wire.text(field)),
    3: (field) => (texts.name = wire.text(field)),
    4: (field) => (texts.opType = wire.text(field)),
    5: (field) => {
      const attribute = decodeAttribute(wire, field, depth);
      attributes.set(attribute.name, attribute);
    },
    7: (field) => (texts.domain = wire.text(field)),
    8: (field) => (texts.overload = wire.text(field)),
    9: (field) => decodeEntry(wire, field, metadata),
  };
  wire.each(region, (field) => {
    if (isMessage(field)) fields[field.number]?.(field);
  });
  const domain = texts.domain === "ai.onnx" ? "" : texts.domain;
  return { ...texts, domain, inputs, outputs, attributes, metadata };
}

function decodeEntry(wire: Wire, region: Region, into: Map<string, string>): void {
  let key = "";
  let value = "";
  wire.each(region, (field) => {
    if (field.number === 1) key = wire.text(field);
    else if (field.number === 2) value = wire.text(field);
  });
  into.set(key, value);
}

type Draft = { -readonly [Key in keyof AttributeProto]: AttributeProto[Key] } & {
  ints: number[];
  floats: number[];
  texts: string[];
};

function decodeAttribute(wire: Wire, region: Region, depth: number): AttributeProto {
  const draft: Draft = { name: "", ints: [], floats: [], texts: [] };
  const fields: Readonly<Record<number, (field: Field) => void>> = {
    1: (field) => (draft.name = wire.text(field)),
    2: (field) => (draft.float = field.value),
    3: (field) => (draft.int = field.value),
    4: (field) => (draft.text = wire.text(field)),
    5: (field) => (draft.tensor = decodeTensor(wire, field)),
    6: (field) => {
      if (depth < DEEPEST_GRAPH) draft.graph = decodeGraph(wire, field, depth + 1);
    },
    7: (field) => wire.floats(field, draft.floats),
    8: (field) => wire.varints(field, draft.ints),
    9: (field) => draft.texts.push(wire.text(field)),
    21: (field) => (draft.reference = wire.text(field)),
    22: (field) => (draft.tensor = decodeSparseTensor(wire, field)),
  };
  wire.each(region, (field) => fields[field.number]?.(field));
  return draft;
}

function decodeFunction(wire: Wire, region: Region): FunctionProto {
  const texts = { name: "", domain: "", overload: "" };
  const inputs: string[] = [];
  const outputs: string[] = [];
  const nodes: NodeProto[] = [];
  const defaults: AttributeProto[] = [];
  const valueInfo: ValueInfoProto[] = [];
  const opsets = new Map<string, number>();
  const fields: Readonly<Record<number, (field: Field) => void>> = {
    1: (field) => (texts.name = wire.text(field)),
    4: (field) => inputs.push(wire.text(field)),
    5: (field) => outputs.push(wire.text(field)),
    7: (field) => nodes.push(decodeNode(wire, field, 1)),
    9: (field) => decodeOpset(wire, field, opsets),
    10: (field) => (texts.domain = wire.text(field)),
    11: (field) => defaults.push(decodeAttribute(wire, field, 1)),
    12: (field) => valueInfo.push(decodeTyped(wire, field)),
    13: (field) => (texts.overload = wire.text(field)),
  };
  wire.each(region, (field) => {
    if (isMessage(field)) fields[field.number]?.(field);
  });
  return { ...texts, inputs, outputs, nodes, defaults, valueInfo, opsets };
}
