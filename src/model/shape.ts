// Dimensions and shapes of tensors, without the batch axis.

/** A size along one axis: a number, a symbol that a file left open (`seq`), or unknown. Never 0 for unknown, never guessed. */
export type Dim = number | string | undefined;

/** Sizes of a tensor's axes without the batch axis: `[C, H, W]`, `[T, C]`, `[N]`; a scalar per sample is `[]`. */
export type Shape = readonly Dim[];

/** Numeric types a tensor can have; the width in bytes is in {@link BYTES_PER_ELEMENT}. */
export type DType =
  "float64" | "float32" | "float16" | "bfloat16" | "int64" | "int32" | "int16" | "int8" | "uint8" | "bool";

/** Bytes that one element takes in memory. */
export const BYTES_PER_ELEMENT: Readonly<Record<DType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

/** True when every dimension is a number. */
export function isKnown(shape: Shape | undefined): shape is readonly number[] {
  return shape !== undefined && shape.every((dim) => typeof dim === "number");
}

/** Equal rank and equal dimensions; an unknown dimension equals only an unknown one. */
export function sameShape(a: Shape | undefined, b: Shape | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** False only when two dimensions are certainly different: both numbers and unequal. */
export function mayBeEqual(a: Dim, b: Dim): boolean {
  return typeof a !== "number" || typeof b !== "number" || a === b;
}

/** The shape as people write it: `64×56×56`, with `?` for what is unknown and the symbol for what is open. */
export function formatShape(shape: Shape | undefined): string {
  if (shape === undefined) return "?";
  if (shape.length === 0) return "scalar";
  return shape.map((dim) => (dim === undefined ? "?" : String(dim))).join("×");
}
