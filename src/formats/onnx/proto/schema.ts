// The messages of onnx.proto as far as they are read; names are the schema's in camel case.

import type { Region } from "./wire";

/** Where a tensor's values are: in the file, already read (unpacked fields), or in another file, which is never opened. */
export type TensorContent =
  | { readonly kind: "raw" | "floats" | "doubles" | "varints"; readonly region: Region }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "values"; readonly values: readonly number[] }
  | { readonly kind: "external" }
  | { readonly kind: "none" };

export interface TensorProto {
  readonly name: string;
  readonly dims: readonly number[];
  /** TensorProto.DataType. */
  readonly dataType: number;
  readonly content: TensorContent;
}

/** The type of a value; `dims` is undefined where not even the rank is given. */
export interface ValueInfoProto {
  readonly name: string;
  readonly elemType: number;
  readonly dims: readonly (number | string | undefined)[] | undefined;
  /** A sequence, map or optional rather than a tensor. */
  readonly opaque: boolean;
  /** PyTorch's newer exporter, of a stored tensor: `PARAMETER`, `BUFFER` or `CONSTANT_TENSOR`. */
  readonly kind?: string;
  /** PyTorch's newer exporter, of a stored tensor that it computed: the names of what from. */
  readonly foldedFrom?: readonly string[];
}

export interface AttributeProto {
  readonly name: string;
  readonly int?: number;
  readonly float?: number;
  readonly text?: string;
  readonly tensor?: TensorProto;
  readonly graph?: GraphProto | undefined;
  readonly ints: readonly number[];
  readonly floats: readonly number[];
  readonly texts: readonly string[];
  /** Within a function: the attribute of the call that gives the value. */
  readonly reference?: string;
}

export interface NodeProto {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeProto>;
  /** What is read of the exporter's own metadata: `pkg.torch.onnx.name_scopes`. */
  readonly metadata: ReadonlyMap<string, string>;
}

export interface GraphProto {
  readonly name: string;
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  readonly valueInfo: readonly ValueInfoProto[];
}

export interface FunctionProto {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly NodeProto[];
  readonly defaults: readonly AttributeProto[];
  readonly valueInfo: readonly ValueInfoProto[];
  readonly opsets: ReadonlyMap<string, number>;
}

export interface ModelProto {
  readonly irVersion: number;
  readonly producer: string;
  readonly graph: GraphProto | undefined;
  readonly functions: readonly FunctionProto[];
  /** Versions by domain; the default domain is "". */
  readonly opsets: ReadonlyMap<string, number>;
}
