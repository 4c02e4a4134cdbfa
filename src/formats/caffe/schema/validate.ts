// Checks a syntax tree against the schema: unknown fields, wrong types, unknown enum values, singular fields given twice.

import * as l10n from "@vscode/l10n";
import { closestName } from "../../closest-name";
import type { Field, Message, Scalar, Span, Value } from "../text/tree";
import type { FieldType } from "./schema";
import { fieldsOf, valuesOf } from "./schema";

/** Something in the tree that the schema does not allow. */
export interface SchemaProblem extends Span {
  readonly severity: "error" | "warning" | "information";
  readonly code: string;
  readonly message: string;
  readonly data?: Readonly<Record<string, string>>;
  /** The value could have decided about a shape: it is left unknown rather than taken from a default. */
  readonly decisive?: boolean;
}

/** All mistakes in a message of that type and in the messages within it, in the order of the text. */
export function validate(message: Message, type: string): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  checkMessage(message, type, problems);
  return problems;
}

// The recursion is bounded by the parser, which does not nest messages deeper than protobuf does.
function checkMessage(message: Message, type: string, problems: SchemaProblem[]): void {
  const known = fieldsOf(type);
  if (known === undefined) return;
  const seen = new Map<string, Field>();
  for (const field of message.fields) {
    if (field.extension) continue;
    const fieldType = known.get(field.name);
    if (fieldType === undefined) {
      problems.push(unknownField(field, type, known.keys()));
      continue;
    }
    const earlier = seen.get(field.name);
    if (earlier !== undefined && isSingular(fieldType)) problems.push(repeatedField(field, earlier));
    seen.set(field.name, field);
    for (const value of field.values) checkValue(value, field, fieldType, problems);
  }
}

/** Singular messages are merged when they are given twice, so only values are in question. */
function isSingular(type: FieldType): boolean {
  return !type.repeated && type.kind !== "message";
}

/** A slip of the hand is no more than this many edits away from a name; anything else may be a fork's own. */
export const MOST_SLIPS = 2;

function unknownField(field: Field, type: string, candidates: Iterable<string>): SchemaProblem {
  const suggestion = closestName(field.name, candidates, MOST_SLIPS);
  const hint = suggestion === undefined ? "" : l10n.t(" Did you mean {0}?", `"${suggestion}"`);
  return {
    ...spanOf(field.nameSpan),
    severity: suggestion === undefined ? "information" : "warning",
    code: "unknown-field",
    message: l10n.t('{0} has no field "{1}".{2}', type, field.name, hint),
    ...(suggestion === undefined ? {} : { data: { replacement: suggestion } }),
  };
}

function repeatedField(field: Field, earlier: Field): SchemaProblem {
  const same = describe(earlier.values[0]) === describe(field.values[0]);
  return {
    ...spanOf(field.nameSpan),
    severity: same ? "warning" : "error",
    code: "repeated-field",
    message: l10n.t('"{0}" takes one value, but is given more than once.', field.name),
  };
}

function checkValue(value: Value, field: Field, type: FieldType, problems: SchemaProblem[]): void {
  if (value.kind === "message") {
    if (type.kind === "message") {
      checkMessage(value, type.type, problems);
      return;
    }
    const message = l10n.t('"{0}" takes {1}, not a message.', field.name, expectation(type));
    const where = spanOf(field.nameSpan);
    problems.push({ ...where, severity: "error", code: "wrong-type", message, decisive: isDecisive(type) });
    return;
  }
  if (value.type === "bad" || fitsType(value, type)) return;
  problems.push(wrongScalar(value, field, type));
}

function wrongScalar(value: Scalar, field: Field, type: FieldType): SchemaProblem {
  const where = spanOf(value);
  if (type.type === "V1LayerType" && value.type === "word") return unknownType(value);
  if (type.kind === "enum" && value.type !== "number") {
    const suggestion = closestName(value.text, valuesOf(type.type));
    const hint =
      suggestion === undefined
        ? l10n.t(" It is one of {0}.", valuesOf(type.type).slice(0, 8).join(", "))
        : l10n.t(" Did you mean {0}?", `"${suggestion}"`);
    const message = l10n.t('"{0}" is no value of "{1}".{2}', value.text, field.name, hint);
    const data = suggestion === undefined ? {} : { data: { replacement: suggestion } };
    return {
      ...where,
      severity: "error",
      code: "unknown-value",
      message,
      decisive: field.name !== "type",
      ...data,
    };
  }
  const message = l10n.t('"{0}" takes {1}, not {2}.', field.name, expectation(type), describe(value));
  const decisive = isDecisive(type) && field.name !== "type";
  return { ...where, severity: "error", code: "wrong-type", message, decisive };
}

/** A layer type of the older generation that Caffe does not have: a slip, or a fork's own. */
function unknownType(value: Scalar): SchemaProblem {
  const suggestion = closestName(value.text, valuesOf("V1LayerType"), MOST_SLIPS);
  const hint = suggestion === undefined ? "" : l10n.t(" Did you mean {0}?", `"${suggestion}"`);
  return {
    ...spanOf(value),
    severity: suggestion === undefined ? "information" : "warning",
    code: "unknown-layer-type",
    message: l10n.t('The layer type "{0}" is not known.{1}', value.text, hint),
    ...(suggestion === undefined ? {} : { data: { replacement: suggestion } }),
  };
}

/** Shapes depend on whole numbers, flags and choices, not on floating point values and texts. */
function isDecisive(type: FieldType): boolean {
  return type.type !== "float" && type.type !== "string" && type.type !== "LayerType";
}

/** Whether the value may stand for a field of that type, as protobuf's parser sees it. */
export function fitsType(value: Scalar, type: FieldType): boolean {
  if (type.kind === "enum") {
    if (value.type === "number") return value.whole === true;
    return value.type === "word" && valuesOf(type.type).includes(value.text);
  }
  switch (type.type) {
    case "int":
      return value.whole === true && Number.isSafeInteger(value.number);
    case "uint":
      return value.whole === true && Number.isSafeInteger(value.number) && (value.number ?? -1) >= 0;
    case "float":
      return value.type === "number";
    case "bool":
      return value.type === "word"
        ? /^(?:true|false|True|False|t|f)$/.test(value.text)
        : value.number === 0 || value.number === 1;
    default:
      return value.type === "string" && type.kind === "scalar";
  }
}

function expectation(type: FieldType): string {
  if (type.kind === "enum") return l10n.t("one of {0}", valuesOf(type.type).slice(0, 8).join(", "));
  if (type.kind === "message") return l10n.t("a message in braces");
  const names: Readonly<Record<string, string>> = {
    int: l10n.t("a whole number"),
    uint: l10n.t("a whole number that is not negative"),
    float: l10n.t("a number"),
    bool: l10n.t("true or false"),
  };
  return names[type.type] ?? l10n.t("a text in quotes");
}

function describe(value: Value | undefined): string {
  if (value === undefined || value.kind === "message") return l10n.t("a message");
  if (value.type === "string") return `"${value.text.slice(0, 60)}"`;
  return value.text.slice(0, 60);
}

function spanOf(span: Span): Span {
  return { start: span.start, end: span.end };
}
