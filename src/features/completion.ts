// Completion for formats with editor data of their own.

import { CompletionItemKind, InsertTextFormat } from "vscode-languageserver";
import type { CompletionItem, Position } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Suggestion, TextLanguage } from "../formats/format";
import { markup } from "./markdown";

/** What may stand at the position. */
export function completionsAt(
  text: TextDocument,
  language: TextLanguage | undefined,
  position: Position,
): CompletionItem[] {
  const suggestions = language?.complete(text.getText(), text.offsetAt(position)) ?? [];
  return suggestions.map((suggestion, index) => ({
    label: suggestion.label,
    kind: KINDS[suggestion.kind],
    sortText: String(index).padStart(5, "0"),
    ...(suggestion.detail === undefined ? {} : { detail: suggestion.detail }),
    ...(suggestion.documentation === undefined ? {} : { documentation: markup(suggestion.documentation) }),
    ...(suggestion.insertText === undefined ? {} : { insertText: suggestion.insertText }),
    ...(suggestion.snippet === true ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
  }));
}

const KINDS: Readonly<Record<Suggestion["kind"], CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  name: CompletionItemKind.Reference,
  section: CompletionItemKind.Module,
  type: CompletionItemKind.Class,
  value: CompletionItemKind.EnumMember,
};
