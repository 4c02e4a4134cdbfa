// The receptive field as text.

import type { ReceptiveField } from "../analysis/receptive-field";

/** `11×11/4×4` as size and stride; one number where the axes agree: `11×11/4`. */
export function formatField(field: ReceptiveField | undefined): string {
  if (field === undefined) return "?";
  if (field.global) return "all";
  const even = field.stride.every((stride) => stride === field.stride[0]);
  return `${sizes(field.size)}/${even ? sizes(field.stride.slice(0, 1)) : sizes(field.stride)}`;
}

/** `11×11` */
export function sizes(values: readonly number[]): string {
  return values.map(number).join("×");
}

/** `−3, −3` */
export function position(values: readonly number[]): string {
  return values.map(number).join(", ");
}

function number(value: number): string {
  return String(Number(value.toFixed(2))).replace("-", "−");
}
