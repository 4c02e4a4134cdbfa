// Quick fixes: the replacement that a "did you mean" suggests, and what the format offers.

import * as l10n from "@vscode/l10n";
import type { CodeAction, Diagnostic } from "vscode-languageserver";
import { CodeActionKind } from "vscode-languageserver";
import type { AnalysedDocument } from "./document";

/** The quick fixes for the diagnostics that an editor asks about; only our own have any. */
export function codeActions(document: AnalysedDocument, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => [
    ...replacements(document.uri, diagnostic),
    ...fixes(document, diagnostic),
  ]);
}

function replacements(uri: string, diagnostic: Diagnostic): CodeAction[] {
  const data: unknown = diagnostic.data;
  if (typeof data !== "object" || data === null || !("replacement" in data)) return [];
  const { replacement } = data;
  if (typeof replacement !== "string") return [];
  return [
    quickFix(
      uri,
      l10n.t("Change to {0}", JSON.stringify(replacement)),
      diagnostic,
      diagnostic.range,
      replacement,
      true,
    ),
  ];
}

function fixes({ uri, text, language }: AnalysedDocument, diagnostic: Diagnostic): CodeAction[] {
  if (language?.fixes === undefined || typeof diagnostic.code !== "string") return [];
  return language
    .fixes(text.getText(), diagnostic.code, diagnostic.range)
    .map(({ title, range, newText }, index) => quickFix(uri, title, diagnostic, range, newText, index === 0));
}

function quickFix(
  uri: string,
  title: string,
  diagnostic: Diagnostic,
  range: Diagnostic["range"],
  newText: string,
  isPreferred: boolean,
): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred,
    edit: { changes: { [uri]: [{ range, newText }] } },
  };
}
