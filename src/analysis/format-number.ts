// Numbers for people: short ones for labels, exact ones with thousands separators.

import type { Count } from "../model/exact";
import { isComplete } from "./tally";
import type { Tally } from "./tally";

/** The sign of a number that is not known. */
export const UNKNOWN_NUMBER = "?";

/** `23.3K`, `61.1M`, `4.09G`: three digits in units of 1,000; a number that needs fewer is exact. `?` when unknown. */
export function formatCount(count: Count): string {
  return count === undefined ? UNKNOWN_NUMBER : scaled(count, 1000, COUNT_UNITS, "");
}

/** `784 KB`, `1.53 MB`: three digits in units of 1,024; below 1 KB in bytes. `?` when unknown. */
export function formatBytes(bytes: Count): string {
  return bytes === undefined ? UNKNOWN_NUMBER : scaled(bytes, 1024, BYTE_UNITS, " ");
}

/** All digits with thousands separators: `72,855,552`. `?` when unknown. */
export function formatExact(count: Count): string {
  return count === undefined ? UNKNOWN_NUMBER : EXACT.format(count);
}

/** A sum by `format`: `≥` before one that leaves layers out, `?` when nothing is known of it. */
export function formatTally(tally: Tally, format: (count: Count) => string = formatCount): string {
  if (isComplete(tally)) return format(tally.value);
  if (tally.value === undefined || tally.value === 0) return UNKNOWN_NUMBER;
  return `≥${format(tally.value)}`;
}

/** A share of a whole: `10.2%`; `<0.1%` for a trace. `?` when either is unknown. */
export function formatShare(part: Count, whole: Count): string {
  if (part === undefined || whole === undefined) return UNKNOWN_NUMBER;
  if (part === 0 || whole === 0) return "0%";
  const percent = (100 * part) / whole;
  if (percent < 0.1) return "<0.1%";
  return `${percent >= 99.95 ? percent.toFixed(0) : percent.toFixed(1)}%`;
}

const EXACT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 20 });
const COUNT_UNITS = ["", "K", "M", "G", "T", "P"];
const BYTE_UNITS = ["B", "KB", "MB", "GB", "TB", "PB"];

function scaled(value: number, base: number, units: readonly string[], space: string): string {
  let unit = 0;
  let size = value;
  while (unit < units.length - 1 && Math.abs(Number(threeDigits(size, unit))) >= base) {
    size /= base;
    unit += 1;
  }
  const name = units[unit] ?? "";
  return `${threeDigits(size, unit)}${name === "" ? "" : space}${name}`;
}

/** Three significant digits; trailing zeros only where rounding hid something. */
function threeDigits(size: number, unit: number): string {
  if (unit === 0) return String(size);
  const decimals = [2, 1].find((places) => Number(size.toFixed(places)) < 10 ** (3 - places)) ?? 0;
  const rounded = size.toFixed(decimals);
  return Number(rounded) === size ? String(Number(rounded)) : rounded;
}
