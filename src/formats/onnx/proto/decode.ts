// Decodes an ONNX file's messages; field numbers are those of the official onnx.proto.

import { WireType } from "@bufbuild/protobuf/wire";
import { decodeTensor, decodeSparseTensor } from "./decode-tensor";
import { decodeEntry, decodeTyped } from "./decode-type";
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

interface NodeDraft {
  name: string;
  opType: string;
  domain: string;
  overload: string;
  readonly inputs: string[];
  readonly outputs: string[];
  attributes: Map<string, AttributeProto>;
  metadata: Map<string, string>;
}

/** The module scopes of a node, by PyTorch's newer exporter. */
export const NAME_SCOPES = "pkg.torch.onnx.name_scopes";

const NO_ATTRIBUTES: Map<string, AttributeProto> = new Map();
const NO_METADATA: Map<string, string> = new Map();

function decodeNode(wire: Wire, region: Region, depth: number): NodeProto {
  const draft: NodeDraft = {
    name: "",
    opType: "",
    domain: "",
    overload: "",
    inputs: [],
    outputs: [],
    attributes: NO_ATTRIBUTES,
    metadata: NO_METADATA,
  };
  wire.each(region, (field) => {
    if (isMessage(field)) decodeNodeField(wire, field, depth, draft);
  });
  if (draft.domain === "ai.onnx") draft.domain = "";
  return draft;
}

function decodeNodeField(wire: Wire, field: Field, depth: number, draft: NodeDraft): void {
  switch (field.number) {
    case 1:
      draft.inputs.push(wire.text(field));
      break;
    case 2:
      draft.outputs.push(wire.text(field));
      break;
    case 3:
      draft.name = wire.text(field);
      break;
    case 4:
      draft.opType = wire.text(field);
      break;
    case 5: {
      const attribute = decodeAttribute(wire, field, depth);
      if (draft.attributes === NO_ATTRIBUTES) draft.attributes = new Map();
      draft.attributes.set(attribute.name, attribute);
      break;
    }
    case 7:
      draft.domain = wire.text(field);
      break;
    case 8:
      draft.overload = wire.text(field);
      break;
    case 9:
      decodeMetadata(wire, field, draft);
      break;
  }
}

function decodeMetadata(wire: Wire, field: Field, draft: NodeDraft): void {
  const entry = decodeEntry(wire, field, [NAME_SCOPES]);
  if (entry === undefined) return;
  if (draft.metadata === NO_METADATA) draft.metadata = new Map();
  draft.metadata.set(entry.key, entry.value);
}

interface AttributeDraft {
  name: string;
  int?: number;
  float?: number;
  text?: string;
  tensor?: TensorProto;
  graph?: GraphProto | undefined;
  ints: number[];
  floats: number[];
  texts: string[];
  reference?: string;
}

const NO_NUMBERS: number[] = [];
const NO_TEXTS: string[] = [];

function decodeAttribute(wire: Wire, region: Region, depth: number): AttributeProto {
  const draft: AttributeDraft = { name: "", ints: NO_NUMBERS, floats: NO_NUMBERS, texts: NO_TEXTS };
  wire.each(region, (field) => decodeAttributeField(wire, field, depth, draft));
  return draft;
}

/** Lists start out shared and empty, since most attributes have none. */
function decodeList(wire: Wire, field: Field, draft: AttributeDraft): void {
  if (field.number === 7) {
    if (draft.floats === NO_NUMBERS) draft.floats = [];
    wire.floats(field, draft.floats);
  } else if (field.number === 8) {
    if (draft.ints === NO_NUMBERS) draft.ints = [];
    wire.varints(field, draft.ints);
  } else {
    if (draft.texts === NO_TEXTS) draft.texts = [];
    draft.texts.push(wire.text(field));
  }
}

/** A graph within a node. */
function decodeInner(wire: Wire, field: Field, depth: number): GraphProto | undefined {
  return depth < DEEPEST_GRAPH ? decodeGraph(wire, field, depth + 1) : undefined;
}

function decodeAttributeField(wire: Wire, field: Field, depth: number, draft: AttributeDraft): void {
  switch (field.number) {
    case 1:
      draft.name = wire.text(field);
      break;
    case 2:
      draft.float = field.value;
      break;
    case 3:
      draft.int = field.value;
      break;
    case 4:
      draft.text = wire.text(field);
      break;
    case 5:
      draft.tensor = decodeTensor(wire, field);
      break;
    case 6:
      draft.graph = decodeInner(wire, field, depth) ?? draft.graph;
      break;
    case 7:
    case 8:
    case 9:
      decodeList(wire, field, draft);
      break;
    case 21:
      draft.reference = wire.text(field);
      break;
    case 22:
      draft.tensor = decodeSparseTensor(wire, field);
      break;
  }
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
