// Numbers as they are written, with suffixes.

const NUMBER = /^(\d+(?:\.\d+)?|\.\d+)([eE][-+]?\d+)?([kKMGT]?)(B?)$/;
const THOUSANDS: Readonly<Record<string, number>> = { "": 0, k: 1, K: 1, M: 2, G: 3, T: 4 };

/** The value of a number as written: `5M`, `1.6G`, `64K`, `1e9`; `20MB` in bytes of 1,024. NaN when it is none. */
export function numberValue(text: string): number {
  const match = NUMBER.exec(text);
  if (match === null) return Number.NaN;
  const power = THOUSANDS[match[3] ?? ""] ?? 0;
  const value = Number((match[1] ?? "") + (match[2] ?? "")) * (match[4] === "B" ? 1024 : 1000) ** power;
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-9 * Math.abs(value) ? whole : value;
}
