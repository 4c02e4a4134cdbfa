// Names of a text format, from its occurrences: definition, references, highlights and rename.

import { DocumentHighlightKind } from "vscode-languageserver";
import type { DocumentHighlight, Location, Position, Range, WorkspaceEdit } from "vscode-languageserver";
import type { NameOccurrence } from "../formats/format";
import type { AnalysedDocument } from "./document";
import { contains } from "./locate";

/** A text with the editor data of its format; no analysis is needed. */
export type NamedDocument = Pick<AnalysedDocument, "uri" | "text" | "language">;

/** Where the name at the position is defined; a reference means the nearest definition before it, else all. */
export function definitionsAt(document: NamedDocument, position: Position): Location[] {
  const { at, same } = namesAt(document, position);
  const definitions = same.filter(({ role }) => role === "definition");
  const before = definitions.filter(({ range }) => at !== undefined && isBefore(range, at.range));
  const nearest = at?.role === "reference" ? before.at(-1) : undefined;
  return (nearest === undefined ? definitions : [nearest]).map(({ range }) => ({ uri: document.uri, range }));
}

/** All uses of the name at the position, and its definitions unless they are not wanted. */
export function referencesAt(
  document: NamedDocument,
  position: Position,
  withDefinitions: boolean,
): Location[] {
  return namesAt(document, position)
    .same.filter(({ role }) => withDefinitions || role === "reference")
    .map(({ range }) => ({ uri: document.uri, range }));
}

/** Everywhere in the text that the name at the position stands. */
export function highlightsAt(document: NamedDocument, position: Position): DocumentHighlight[] {
  return namesAt(document, position).same.map(({ range, role }) => ({
    range,
    kind: role === "definition" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** The name that would be renamed at the position. */
export function renameRangeAt(
  document: NamedDocument,
  position: Position,
): { range: Range; placeholder: string } | undefined {
  const { at } = namesAt(document, position);
  return at === undefined || at.renamable === false ? undefined : { range: at.range, placeholder: at.name };
}

/** The edit that gives the thing at the position another name; undefined where no name stands. */
export function renameAt(
  document: NamedDocument,
  position: Position,
  newName: string,
): WorkspaceEdit | undefined {
  const { at, same } = namesAt(document, position);
  if (same.length === 0 || at?.renamable === false) return undefined;
  return { changes: { [document.uri]: same.map(({ range }) => ({ range, newText: newName })) } };
}

interface Names {
  readonly at: NameOccurrence | undefined;
  /** All occurrences of the same thing, in the order of the text. */
  readonly same: readonly NameOccurrence[];
}

function namesAt({ language, text }: NamedDocument, position: Position): Names {
  const all = language?.occurrences(text.getText()) ?? [];
  const at = all.find(({ range }) => contains(range, position));
  const same = all.filter(({ name, kind }) => name === at?.name && kind === at.kind);
  return { at, same };
}

function isBefore(a: Range, b: Range): boolean {
  return (
    a.start.line < b.start.line || (a.start.line === b.start.line && a.start.character < b.start.character)
  );
}
