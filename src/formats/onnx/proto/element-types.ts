// TensorProto.DataType: each element type's number, width in a file and the model's name for it.

import type { DType } from "../../../model/shape";

export const FLOAT = 1;
export const UINT8 = 2;
export const INT8 = 3;
export const INT32 = 6;
export const INT64 = 7;
export const BOOL = 9;

interface ElementType {
  /** Bytes of one element in raw data. */
  readonly width: number;
  /** The nearest type that the model has. */
  readonly dtype: DType;
  readonly real: boolean;
  readonly read?: (view: DataView, at: number) => number;
}

const float8: ElementType = { width: 1, dtype: "uint8", real: true };

export const ELEMENT_TYPES: Readonly<Partial<Record<number, ElementType>>> = {
  1: { width: 4, dtype: "float32", real: true, read: (view, at) => view.getFloat32(at, true) },
  2: { width: 1, dtype: "uint8", real: false, read: (view, at) => view.getUint8(at) },
  3: { width: 1, dtype: "int8", real: false, read: (view, at) => view.getInt8(at) },
  4: { width: 2, dtype: "int16", real: false, read: (view, at) => view.getUint16(at, true) },
  5: { width: 2, dtype: "int16", real: false, read: (view, at) => view.getInt16(at, true) },
  6: { width: 4, dtype: "int32", real: false, read: (view, at) => view.getInt32(at, true) },
  7: { width: 8, dtype: "int64", real: false, read: (view, at) => Number(view.getBigInt64(at, true)) },
  9: { width: 1, dtype: "bool", real: false, read: (view, at) => view.getUint8(at) },
  10: { width: 2, dtype: "float16", real: true },
  11: { width: 8, dtype: "float64", real: true, read: (view, at) => view.getFloat64(at, true) },
  12: { width: 4, dtype: "int32", real: false, read: (view, at) => view.getUint32(at, true) },
  13: { width: 8, dtype: "int64", real: false, read: (view, at) => Number(view.getBigUint64(at, true)) },
  16: { width: 2, dtype: "bfloat16", real: true },
  17: float8,
  18: float8,
  19: float8,
  20: float8,
};

/** True for floating-point types, the only ones that training changes. */
export function isReal(type: number): boolean {
  return ELEMENT_TYPES[type]?.real === true;
}

/** True for whole numbers of a byte, which quantized weights are stored in. */
export function isByte(type: number): boolean {
  return type === UINT8 || type === INT8;
}

/** The model's type for it; float32 where the file's type is unknown or is none of the model's. */
export function dtypeOf(type: number): DType {
  return ELEMENT_TYPES[type]?.dtype ?? "float32";
}
