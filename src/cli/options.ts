// Values of options: shapes of inputs, numbers with unit suffixes, FLOPs conventions.

import { InvalidArgumentError, Option } from "commander";
import type { FlopsConvention } from "../analysis/figures";
import { parseDim } from "../formats/input-shape";
import type { Dim, Shape } from "../model/shape";

/** Collects `--input image=3x224x224`; a dimension may be a name that stays open (`seq`). */
export function parseInputShape(
  text: string,
  before: Readonly<Record<string, Shape>> = {},
): Readonly<Record<string, Shape>> {
  const at = text.lastIndexOf("=");
  if (at <= 0) throw new InvalidArgumentError("It is NAME=3x224x224.");
  const name = text.slice(0, at);
  const dims = text
    .slice(at + 1)
    .split(/[x×,]/u)
    .map(sizeOrName);
  return { ...before, [name]: dims };
}

function sizeOrName(text: string): Dim {
  const dim = parseDim(text);
  if (dim === undefined) {
    throw new InvalidArgumentError(`"${text}" is not a size; a shape is like 3x224x224.`);
  }
  return dim;
}

const SUFFIXES: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** A whole number, with suffixes as in `.net` files: `5M`, `1.6G`, `64K`. */
export function parseCount(text: string): number {
  const [, digits = "", suffix = ""] = /^(\d+(?:\.\d+)?)([kmgt]?)$/iu.exec(text.replace(/[_,]/gu, "")) ?? [];
  const value = digits === "" ? NaN : Math.round(Number(digits) * (SUFFIXES[suffix.toLowerCase()] ?? NaN));
  if (!Number.isSafeInteger(value))
    throw new InvalidArgumentError("It is a number like 5000000, 5M or 1.6G.");
  return value;
}

/** The two conventions of docs/counting.md. */
export const CONVENTIONS: readonly FlopsConvention[] = ["multiply-add", "operations"];

/** `--phase`, which only Caffe's files have. */
export function phaseOption(): Option {
  return new Option("--phase <phase>", "whose layers a Caffe net has")
    .choices(["TEST", "TRAIN"])
    .default("TEST");
}
