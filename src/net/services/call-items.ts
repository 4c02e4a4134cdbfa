// Completion items of what can be called: an operator or a block, with its signature and documentation.

import type { CompletionItem, CompletionItemKind, MarkupContent } from "vscode-languageserver";
import { InsertTextFormat, MarkupKind } from "vscode-languageserver";
import type { Signature } from "./signatures";

/** An item, with the text to insert if that is not its label, and how much before the cursor it replaces. */
export interface Item extends CompletionItem {
  readonly insert?: string;
  readonly path?: number;
}

/** A call with places for its required arguments. */
export function callItem(signature: Signature, kind: CompletionItemKind): Item {
  const required = signature.parameters.filter((parameter) => parameter.required);
  const item = describe(signature, kind);
  if (required.length === 0) return item;
  const places = required.map(({ name }, i) => `\${${i + 1}:${name}}`).join(", ");
  return { ...item, insert: `${signature.name}(${places})`, insertTextFormat: InsertTextFormat.Snippet };
}

/** The item of a name with a signature. */
export function describe(
  { name, label, documentation, isTrusted }: Signature,
  kind: CompletionItemKind,
): Item {
  const item = { label: name, kind, detail: label };
  if (documentation === undefined) return item;
  return {
    ...item,
    documentation: isTrusted ? markdown(documentation) : { kind: MarkupKind.PlainText, value: documentation },
  };
}

export function markdown(value: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value };
}
