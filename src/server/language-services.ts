// Editor services on names and completion, by format: its own where it has a richer syntax, else from its occurrences.

import type {
  CompletionItem,
  DocumentHighlight,
  Hover,
  Location,
  Position,
  Range,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { completionsAt } from "../features/completion";
import { definitionsAt, highlightsAt, referencesAt, renameAt, renameRangeAt } from "../features/names";
import type { Format, TextLanguage } from "../formats/format";

/** Everything is asked of the text as it is now; whatever a format does not offer is absent. */
export interface LanguageServices {
  completions?(text: TextDocument, position: Position): CompletionItem[];
  definitions?(text: TextDocument, position: Position): Location[];
  references?(text: TextDocument, position: Position, withDefinitions: boolean): Location[];
  highlights?(text: TextDocument, position: Position): DocumentHighlight[];
  renameRange?(text: TextDocument, position: Position): { range: Range; placeholder: string } | undefined;
  rename?(text: TextDocument, position: Position, newName: string): WorkspaceEdit | undefined;
  signatureHelp?(text: TextDocument, position: Position): SignatureHelp | undefined;
  /** Of names that stand for no layer: parameters, constants, imports. */
  hover?(text: TextDocument, position: Position): Hover | undefined;
  format?(text: TextDocument, range: Range | undefined): TextEdit[];
}

/** The services from a format's own occurrences and suggestions. */
export function servicesFromOccurrences(format: Format): LanguageServices {
  const language = format.kind === "text" ? format.language : undefined;
  if (language === undefined) return {};
  const named = (text: TextDocument): { uri: string; text: TextDocument; language: typeof language } => ({
    uri: text.uri,
    text,
    language,
  });
  return {
    completions: (text, position) => completionsAt(text, language, position),
    definitions: (text, position) => definitionsAt(named(text), position),
    references: (text, position, withDefinitions) => referencesAt(named(text), position, withDefinitions),
    highlights: (text, position) => highlightsAt(named(text), position),
    renameRange: (text, position) => renameRangeAt(named(text), position),
    rename: (text, position, newName) => renameAt(named(text), position, newName),
    ...(language.reformat === undefined ? {} : { format: (text) => wholeText(text, language) }),
  };
}

/** One edit that replaces everything, where that changes anything. */
function wholeText(text: TextDocument, language: TextLanguage): TextEdit[] {
  const content = text.getText();
  const newText = language.reformat?.(content);
  if (newText === undefined || newText === content) return [];
  return [{ range: { start: text.positionAt(0), end: text.positionAt(content.length) }, newText }];
}
