// Completion within the parentheses of a call: parameters by name, and their values.

import { CompletionItemKind, InsertTextFormat } from "vscode-languageserver";
import type { ParsedFile } from "../syntax/parse";
import { LAYOUTS } from "../elaborate/layout";
import type { Item } from "./call-items";
import { markdown } from "./call-items";
import type { OpenCall } from "./cursor";
import type { NetFiles } from "./files";
import { signatureOf } from "./signatures";

const RETRIGGER = { title: "", command: "editor.action.triggerSuggest" };
const BUDGET = ["params", "macs", "memory"];
const DTYPES = ["float64", "float32", "float16", "bfloat16", "int64", "int32", "int8", "uint8", "bool"];

/** The parameters that have no argument yet, as `name=`. */
export function parameterItems(call: OpenCall, file: ParsedFile, files: NetFiles): Item[] {
  if (call.annotation) return annotationArguments(call);
  const parameters = signatureOf(call.name, file, files)?.parameters ?? [];
  return parameters
    .filter(({ name }, index) => index >= call.positional && !call.named.includes(name))
    .map((parameter) => ({
      label: `${parameter.name}=`,
      kind: CompletionItemKind.Property,
      detail: parameter.label,
      filterText: parameter.name,
      ...(parameter.documentation === undefined ? {} : { documentation: markdown(parameter.documentation) }),
      ...(parameter.values.length > 0 ? { command: RETRIGGER } : {}),
    }));
}

/** The values to choose from for a named argument. */
export function parameterValueItems(call: OpenCall, name: string, file: ParsedFile, files: NetFiles): Item[] {
  const parameter = signatureOf(call.name, file, files)?.parameters.find((one) => one.name === name);
  return (parameter?.values ?? []).map((label) => ({
    label,
    kind: CompletionItemKind.EnumMember,
    detail: name,
  }));
}

function annotationArguments(call: OpenCall): Item[] {
  if (call.name === "dtype") return DTYPES.map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
  if (call.name === "layout")
    return LAYOUTS.map((layout) => ({ label: `"${layout}"`, kind: CompletionItemKind.EnumMember }));
  if (call.name !== "budget") return [];
  return BUDGET.filter((name) => !call.named.includes(name)).map((name) => ({
    label: `${name}=`,
    kind: CompletionItemKind.Property,
    filterText: name,
    insertTextFormat: InsertTextFormat.PlainText,
  }));
}
