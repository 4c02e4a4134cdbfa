// Index: parts of a tensor in NumPy's notation, without the batch axis.

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../model/shape";
import { formatShape } from "../model/shape";
import { fails, gives, UNKNOWN } from "./call";
import type { Call, Inference, Issue, Operator } from "./operator";

export const INDEX: Operator = {
  name: "Index",
  family: "shape",
  documentation:
    'Parts of a tensor in NumPy\'s notation, without the batch axis: `Index("0")` takes the first row of each sample, `Index("1:5, ..., 0")` ' +
    "rows 1 to 4 of the first column; `None` adds an axis.",
  parameters: [{ name: "index", type: "text", documentation: "An entry for each axis." }],
  arity: { min: 1, max: 1 },
  infer: inferIndex,
};

type Entry =
  | { readonly kind: "drop"; readonly at: number }
  | { readonly kind: "slice"; readonly start?: number; readonly stop?: number; readonly step: number }
  | { readonly kind: "new" }
  | { readonly kind: "rest" };

/** The entries of an index such as `1:5, ..., 0`; undefined when it is none. */
function entriesOf(text: string): readonly Entry[] | undefined {
  const entries = text.split(",").map((part) => entryOf(part.trim()));
  const known = entries.filter((entry) => entry !== undefined);
  return known.length === entries.length && known.filter(({ kind }) => kind === "rest").length <= 1
    ? known
    : undefined;
}

function entryOf(text: string): Entry | undefined {
  if (text === "...") return { kind: "rest" };
  if (text === "None") return { kind: "new" };
  if (/^-?\d+$/.test(text)) return { kind: "drop", at: Number(text) };
  const match = /^(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(\d+)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, start, stop, step] = match;
  const stride = step === undefined ? 1 : Number(step);
  if (stride < 1) return undefined;
  return {
    kind: "slice",
    ...(start === undefined ? {} : { start: Number(start) }),
    ...(stop === undefined ? {} : { stop: Number(stop) }),
    step: stride,
  };
}

function inferIndex(call: Call): Inference {
  const text = String(call.attributes["index"]);
  const entries = entriesOf(text);
  if (entries === undefined) {
    const message = l10n.t('Index: "{0}" is not an index such as "0", "1:5" or "..., 0".', text);
    return fails({ code: "wrong-argument", parameter: "index", message });
  }
  const [input] = call.inputs;
  if (input === undefined) return UNKNOWN;
  const used = entries.filter(({ kind }) => kind === "drop" || kind === "slice").length;
  if (used > input.length) return fails(tooMany(text, input));
  const result = indexed(input, entries, input.length - used);
  return "code" in result ? fails(result) : gives(result.shape);
}

function tooMany(text: string, input: Shape): Issue {
  const message = l10n.t('Index: "{0}" has more entries than {1} has axes.', text, formatShape(input));
  return { code: "wrong-rank", input: 0, message };
}

function indexed(input: Shape, entries: readonly Entry[], left: number): { readonly shape: Shape } | Issue {
  const shape: Dim[] = [];
  let axis = 0;
  for (const entry of entries) {
    if (entry.kind === "new") shape.push(1);
    else if (entry.kind === "rest") {
      shape.push(...input.slice(axis, axis + left));
      axis += left;
    } else {
      const size = input[axis];
      axis++;
      if (entry.kind === "slice") shape.push(lengthOf(entry, size));
      else if (typeof size === "number" && (entry.at >= size || entry.at < -size))
        return outside(entry.at, axis, input);
    }
  }
  return { shape: [...shape, ...input.slice(axis)] };
}

function outside(at: number, axis: number, input: Shape): Issue {
  const message = l10n.t(
    "Index: there is no element {0} along axis {1} of {2}.",
    at,
    axis,
    formatShape(input),
  );
  return { code: "index-out-of-range", parameter: "index", message };
}

function lengthOf({ start, stop, step }: Extract<Entry, { kind: "slice" }>, size: Dim): Dim {
  if (start === undefined && stop === undefined && step === 1) return size;
  if (typeof size !== "number") return undefined;
  const bound = (position: number): number =>
    Math.min(size, Math.max(0, position < 0 ? position + size : position));
  return Math.max(0, Math.ceil((bound(stop ?? size) - bound(start ?? 0)) / step));
}
