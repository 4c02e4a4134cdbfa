// Shapes that are asked for in place of those in a file, as people write them.

import type { Dim, Shape } from "../model/shape";

/** `3x224x224`, or with `×` or commas; a dimension may be a name that stays open (`seq`). Undefined for what is no shape. */
export function parseShape(text: string): Shape | undefined {
  const dims = text.split(/[x×,]/u).map((part) => parseDim(part.trim()));
  return dims.includes(undefined) ? undefined : dims;
}

/** A size or a name; undefined for anything else. */
export function parseDim(text: string): Dim {
  if (/^[a-z_]\w*$/iu.test(text)) return text;
  const size = /^\d+$/u.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(size) && size > 0 ? size : undefined;
}
