// Indexing and slicing a tensor: `x[:, 0]`, `x[:, 1:5]`, as Keras writes it down.

import type { Json } from "../json/access";
import { isArray, isObject, objectIn, stringIn } from "../json/access";
import type { KerasCall, KerasResult } from "./layer";
import { FREE } from "./layer";

/** The catalogue's index has NumPy's notation, and no entry for the batch, which must be kept whole. */
export function getItem({ config, named, positional, className }: KerasCall): KerasResult {
  const spec =
    named["slice_spec"] ?? named["key"] ?? config["key"] ?? positional.find((value) => value !== undefined);
  const entries = (isArray(spec) ? spec : [spec]).map(entryOf);
  const index = withoutBatch(entries);
  if (index !== undefined) return { operator: "Index", attributes: { index: index.join(", ") } };
  return { operator: className === "TFOpLambda" ? "GetItem" : className, ...FREE, outputs: [undefined] };
}

/** `1:5`, `0`, `None` or `...`; undefined for an index that is none of these. */
function entryOf(value: Json | undefined): string | undefined {
  if (typeof value === "number") return String(value);
  if (value === null) return "None";
  if (!isObject(value)) return undefined;
  if (stringIn(value, "class_name") === "__ellipsis__") return "...";
  const slice = objectIn(value, "config") ?? value;
  if (!("start" in slice || "stop" in slice)) return undefined;
  const [start, stop, step] = ["start", "stop", "step"].map((name) => boundOf(slice[name]));
  if (start === undefined || stop === undefined || step === undefined) return undefined;
  return step === "" || step === "1" ? `${start}:${stop}` : `${start}:${stop}:${step}`;
}

function boundOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return "";
  return typeof value === "number" ? String(value) : undefined;
}

function withoutBatch(entries: readonly (string | undefined)[]): readonly string[] | undefined {
  const [batch, ...rest] = entries;
  const known = rest.filter((entry) => entry !== undefined);
  if (known.length < rest.length) return undefined;
  if (batch === "...") return ["...", ...known];
  return batch !== ":" ? undefined : known.length === 0 ? ["..."] : known;
}
