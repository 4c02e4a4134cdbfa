// A small encoder of ONNX models for tests; field numbers are those of the official onnx.proto.

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

export type Dims = readonly (number | string | undefined)[];

export interface TensorSpec {
  readonly name: string;
  readonly dims: readonly number[];
  /** TensorProto.DataType; float (1) unless given. */
  readonly type?: number;
  /** Raw bytes; none unless given. */
  readonly raw?: Uint8Array;
  readonly ints?: readonly number[];
  readonly external?: boolean;
}

export type AttributeSpec =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly graph: GraphSpec }
  | TensorSpec;

export interface NodeSpec {
  readonly op: string;
  readonly name?: string;
  readonly domain?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeSpec>>;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Attributes of a function's node that take the value of the call's: name → name in the call. */
  readonly references?: Readonly<Record<string, string>>;
}

export interface GraphSpec {
  readonly name?: string;
  readonly nodes?: readonly NodeSpec[];
  readonly inputs?: Readonly<Record<string, Dims>>;
  readonly outputs?: readonly string[];
  readonly initializers?: readonly TensorSpec[];
  readonly values?: Readonly<Record<string, Dims>>;
  /** Metadata of values by their names. */
  readonly described?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface FunctionSpec {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly NodeSpec[];
}

export interface ModelSpec extends GraphSpec {
  readonly opset?: number;
  readonly functions?: readonly FunctionSpec[];
}

/** The fields of a graph, to be wrapped by whoever writes the model around it. */
export function encodeGraph(spec: GraphSpec): Uint8Array {
  const writer = new BinaryWriter();
  writeGraph(writer, spec);
  return writer.finish();
}

type Write = (writer: BinaryWriter) => void;

function message(writer: BinaryWriter, field: number, write: Write): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function entry(writer: BinaryWriter, key: string, value: string): void {
  text(writer, 1, key);
  text(writer, 2, value);
}

function varint(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(BigInt(Math.trunc(value)));
}

export function encodeModel(spec: ModelSpec): Uint8Array {
  const writer = new BinaryWriter();
  varint(writer, 1, 8);
  message(writer, 7, (graph) => writeGraph(graph, spec));
  message(writer, 8, (opset) => varint(opset, 2, spec.opset ?? 17));
  for (const each of spec.functions ?? []) message(writer, 25, (inner) => writeFunction(inner, each));
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, spec: GraphSpec): void {
  for (const node of spec.nodes ?? []) message(writer, 1, (inner) => writeNode(inner, node));
  text(writer, 2, spec.name ?? "graph");
  for (const tensor of spec.initializers ?? []) message(writer, 5, (inner) => writeTensor(inner, tensor));
  for (const [name, dims] of Object.entries(spec.inputs ?? {}))
    message(writer, 11, (inner) => writeValue(inner, name, dims));
  for (const name of spec.outputs ?? []) message(writer, 12, (inner) => text(inner, 1, name));
  for (const [name, dims] of Object.entries(spec.values ?? {}))
    message(writer, 13, (inner) => writeValue(inner, name, dims));
  for (const [name, metadata] of Object.entries(spec.described ?? {}))
    message(writer, 13, (inner) => writeDescription(inner, name, metadata));
}

function writeNode(writer: BinaryWriter, spec: NodeSpec): void {
  for (const input of spec.inputs ?? []) text(writer, 1, input);
  for (const output of spec.outputs ?? []) text(writer, 2, output);
  text(writer, 3, spec.name ?? "");
  text(writer, 4, spec.op);
  if (spec.domain !== undefined) text(writer, 7, spec.domain);
  for (const [key, value] of Object.entries(spec.metadata ?? {}))
    message(writer, 9, (inner) => entry(inner, key, value));
  for (const [name, value] of Object.entries(spec.attributes ?? {})) {
    message(writer, 5, (inner) => {
      text(inner, 1, name);
      writeAttribute(inner, value);
    });
  }
  for (const [name, reference] of Object.entries(spec.references ?? {})) {
    message(writer, 5, (inner) => {
      text(inner, 1, name);
      text(inner, 21, reference);
    });
  }
}

function writeAttribute(writer: BinaryWriter, value: AttributeSpec): void {
  if (typeof value === "number") varint(writer, 3, value);
  else if (typeof value === "string") text(writer, 4, value);
  else if (Array.isArray(value)) for (const each of value as readonly number[]) varint(writer, 8, each);
  else if ("float" in value) writer.tag(2, WireType.Bit32).float(value.float);
  else if ("graph" in value) message(writer, 6, (inner) => writeGraph(inner, value.graph));
  else message(writer, 5, (inner) => writeTensor(inner, value as TensorSpec));
}

function writeTensor(writer: BinaryWriter, spec: TensorSpec): void {
  for (const dim of spec.dims) varint(writer, 1, dim);
  varint(writer, 2, spec.type ?? (spec.ints === undefined ? 1 : 7));
  text(writer, 8, spec.name);
  if (spec.raw !== undefined) writer.tag(9, WireType.LengthDelimited).bytes(spec.raw);
  if (spec.ints !== undefined) {
    message(writer, 7, (inner) => {
      for (const value of spec.ints ?? []) inner.int64(BigInt(value));
    });
  }
  if (spec.external === true) {
    message(writer, 13, (inner) => entry(inner, "location", "../../secret.bin"));
    varint(writer, 14, 1);
  }
}

function writeValue(writer: BinaryWriter, name: string, dims: Dims): void {
  text(writer, 1, name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      varint(tensor, 1, 1);
      message(tensor, 2, (shape) => {
        for (const dim of dims) message(shape, 1, (inner) => writeDim(inner, dim));
      });
    }),
  );
}

function writeDescription(
  writer: BinaryWriter,
  name: string,
  metadata: Readonly<Record<string, string>>,
): void {
  text(writer, 1, name);
  for (const [key, value] of Object.entries(metadata))
    message(writer, 4, (inner) => entry(inner, key, value));
}

function writeDim(writer: BinaryWriter, dim: number | string | undefined): void {
  if (typeof dim === "number") varint(writer, 1, dim);
  else if (typeof dim === "string") text(writer, 2, dim);
}

function writeFunction(writer: BinaryWriter, spec: FunctionSpec): void {
  text(writer, 1, spec.name);
  for (const input of spec.inputs) text(writer, 4, input);
  for (const output of spec.outputs) text(writer, 5, output);
  for (const node of spec.nodes) message(writer, 7, (inner) => writeNode(inner, node));
  text(writer, 10, spec.domain);
}
