// Shapes that meet: broadcasting as in NumPy, and what to say when they do not fit.

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../model/shape";
import { formatShape } from "../model/shape";
import type { Issue } from "./operator";

/** A shape, or the issue that keeps two shapes from meeting. */
export type Meeting = { readonly shape: Shape | undefined } | { readonly issue: Issue };

/**
 * The shape of an elementwise result: axes are aligned at the end, missing ones count as 1, and a 1 stretches to the other.
 * An unknown input makes it unknown; an issue names the first input that does not fit.
 */
export function broadcast(name: string, inputs: readonly (Shape | undefined)[]): Meeting {
  let result: Shape = [];
  let unknown = false;
  let source = 0;
  for (const [index, shape] of inputs.entries()) {
    if (shape === undefined) {
      unknown = true;
      continue;
    }
    const met = meet(result, shape);
    if (typeof met === "number")
      return {
        issue: shapesDiffer(name, inputs[source] ?? result, shape, index, differing(result, shape, met)),
      };
    if (shape.length >= result.length) source = index;
    result = met;
  }
  return { shape: unknown ? undefined : result };
}

/** The common shape, or the first axis (counted from the end, from 0) where the two differ. */
function meet(a: Shape, b: Shape): Shape | number {
  const rank = Math.max(a.length, b.length);
  const dims: Dim[] = [];
  for (let back = 0; back < rank; back += 1) {
    const one = back < a.length ? a[a.length - 1 - back] : 1;
    const other = back < b.length ? b[b.length - 1 - back] : 1;
    const dim = meetDims(one, other);
    if (dim === false) return back;
    dims.unshift(dim);
  }
  return dims;
}

/** 1 stretches to anything; a number above 1 decides over what is open; two different symbols stay unknown. */
function meetDims(a: Dim, b: Dim): Dim | false {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (typeof a === "number") return typeof b === "number" ? false : a;
  return typeof b === "number" ? b : undefined;
}

function differing(a: Shape, b: Shape, back: number): string {
  const one = String(a[a.length - 1 - back]);
  const other = String(b[b.length - 1 - back]);
  if (a.length !== b.length) return l10n.t("aligned at the end, {0} meets {1}", one, other);
  return l10n.t("{0} and {1} differ along axis {2}", one, other, a.length - back);
}

/** The issue for two shapes that do not meet; `why` completes the sentence. */
export function shapesDiffer(name: string, a: Shape, b: Shape, input: number, why: string): Issue {
  return {
    code: "shape-mismatch",
    input,
    message: l10n.t("{0}: {1} and {2} do not fit together: {3}.", name, formatShape(a), formatShape(b), why),
  };
}
