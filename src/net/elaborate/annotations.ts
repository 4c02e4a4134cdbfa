// Annotations before a network → its facts, dtype and budget.

import * as l10n from "@vscode/l10n";
import type { Budget, Facts } from "../../model/network";
import type { DType } from "../../model/shape";
import { BYTES_PER_ELEMENT } from "../../model/shape";
import type { Annotation, Definition } from "../generated/ast";
import { rangeOf, rangeOfProperty } from "../syntax/tree";
import type { Frame } from "./context";
import { report } from "./context";
import { evaluate, reportUnknown } from "./evaluate";
import { LAYOUTS, layoutOf } from "./layout";
import type { Value } from "./value";
import { describeValue } from "./value";

export interface Annotated {
  readonly facts: Facts;
  readonly dtype: DType;
  readonly budget: Budget | undefined;
}

type Kind = "number" | "text" | "dtype" | "layout" | "budget";

/** The annotations that have a meaning, and what their argument is. */
export const ANNOTATIONS: Readonly<Record<string, Kind>> = {
  year: "number",
  top1_error: "number",
  top5_error: "number",
  dataset: "text",
  paper: "text",
  dtype: "dtype",
  layout: "layout",
  budget: "budget",
};

const BUDGET_PARTS: readonly (keyof Omit<Budget, "origin">)[] = ["params", "macs", "memory"];

/** Reads a definition's annotations; unknown names and wrong values are reported and left out. */
export function readAnnotations(definition: Definition, frame: Frame): Annotated {
  const values = new Map<string, Value>();
  let budget: Budget | undefined;
  for (const annotation of definition.annotations) {
    const name = annotation.name;
    if (name === undefined) continue;
    const kind = Object.hasOwn(ANNOTATIONS, name) ? ANNOTATIONS[name] : undefined;
    if (kind === undefined) reportUnknown(frame, annotation, name, Object.keys(ANNOTATIONS), "name");
    else if (kind === "budget") budget = readBudget(annotation, frame);
    else values.set(name, readValue(annotation, kind, frame));
  }
  return { facts: factsOf(values), dtype: (values.get("dtype") as DType | undefined) ?? "float32", budget };
}

function factsOf(values: ReadonlyMap<string, Value>): Facts {
  const number = (name: string): number | undefined => asNumber(values.get(name));
  const text = (name: string): string | undefined => {
    const value = values.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const facts = {
    year: number("year"),
    top1Error: number("top1_error"),
    top5Error: number("top5_error"),
    dataset: text("dataset"),
    paper: text("paper"),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function asNumber(value: Value): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function readValue(annotation: Annotation, kind: Kind, frame: Frame): Value {
  const [argument] = annotation.arguments;
  const expression = argument?.value;
  if (expression === undefined) return undefined;
  const name = annotation.name ?? "";
  if (kind === "dtype") {
    const text =
      expression.$type === "NameExpression" ? expression.target.$refText : evaluate(expression, frame);
    if (typeof text === "string" && Object.hasOwn(BYTES_PER_ELEMENT, text)) return text;
    report(
      frame,
      "error",
      "wrong-argument",
      expression,
      l10n.t("@dtype takes one of {0}.", Object.keys(BYTES_PER_ELEMENT).join(", ")),
    );
    return undefined;
  }
  const value = evaluate(expression, frame);
  if (kind === "layout") {
    if (layoutOf({ annotations: [annotation] }) === undefined) {
      const message = l10n.t("@layout takes {0}.", LAYOUTS.map((layout) => `"${layout}"`).join(" or "));
      report(frame, "error", "wrong-argument", expression, message);
    }
    return value;
  }
  const fits = kind === "number" ? typeof value === "number" : typeof value === "string";
  if (fits || value === undefined) return value;
  report(
    frame,
    "error",
    "wrong-argument",
    expression,
    l10n.t(
      "@{0} takes {1}, not {2}.",
      name,
      kind === "number" ? l10n.t("a number") : l10n.t("a text"),
      describeValue(value),
    ),
  );
  return undefined;
}

function readBudget(annotation: Annotation, frame: Frame): Budget {
  const limits: Partial<Record<(typeof BUDGET_PARTS)[number], number>> = {};
  for (const argument of annotation.arguments) {
    const name = argument.parameter?.$refText;
    const part = BUDGET_PARTS.find((known) => known === name);
    if (part === undefined) {
      const message = l10n.t("A budget limits {0}: @budget(params=7M, macs=1.6G).", BUDGET_PARTS.join(", "));
      report(
        frame,
        "error",
        "unknown-argument",
        argument.parameter === undefined ? argument : rangeOfProperty(argument, "parameter"),
        message,
      );
      continue;
    }
    const value = evaluate(argument.value, frame);
    if (typeof value === "number" && value >= 0) limits[part] = value;
    else if (value !== undefined)
      report(
        frame,
        "error",
        "wrong-argument",
        argument,
        l10n.t("A budget is a number, not {0}.", describeValue(value)),
      );
  }
  return { ...limits, origin: { uri: frame.file.uri, range: rangeOf(annotation) } };
}
