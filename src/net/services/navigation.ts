// Go to definition, find references, highlight and rename.

import type { DocumentHighlight, Location, Position, Range, WorkspaceEdit } from "vscode-languageserver";
import { DocumentHighlightKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isImport } from "../generated/ast";
import { STD_SCHEME } from "../syntax/imports";
import type { ParsedFile } from "../syntax/parse";
import { rangeOfProperty } from "../syntax/tree";
import { aliased } from "./declarations";
import type { NetFiles } from "./files";
import { fileOf, importedFile } from "./files";
import type { NameAt } from "./occurrences";
import { leafAt, nameAt, occurrencesIn, occurrencesOf } from "./occurrences";

const IDENTIFIER = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;
const RESERVED = new Set(["in", "and", "or", "not", "true", "false", "if", "else", "let"]);

/** Where the name at a place is declared, or the file that an import's path leads to. */
export function definitions(text: TextDocument, position: Position, files: NetFiles): Location[] {
  const { file, name, offset } = at(text, position, files);
  if (file === undefined) return [];
  if (name?.declaration !== undefined) {
    const { uri, node } = aliased(name.declaration, files);
    const property = node.$type === "ImportedName" && node.name === undefined ? "target" : "name";
    return [{ uri, range: rangeOfProperty(node, property) }];
  }
  const node = leafAt(file, offset)?.astNode;
  const target = node !== undefined && isImport(node) ? importedFile(node, file.uri, files) : undefined;
  return target === undefined ? [] : [{ uri: target.uri, range: START }];
}

/** All places of the name at a place, in all files. */
export function references(
  text: TextDocument,
  position: Position,
  withDeclaration: boolean,
  files: NetFiles,
): Location[] {
  const { name } = at(text, position, files);
  if (name?.declaration === undefined) return [];
  return occurrencesOf(name.name, name.declaration, files)
    .filter(({ isDeclaration }) => withDeclaration || !isDeclaration)
    .map(({ uri, range }) => ({ uri, range }));
}

/** The places of the name at a place in this text; of an operator's, too. */
export function highlights(text: TextDocument, position: Position, files: NetFiles): DocumentHighlight[] {
  const { file, name } = at(text, position, files);
  if (file === undefined || name === undefined) return [];
  return occurrencesIn(file, name.name, name.declaration, files).map(({ range, isDeclaration }) => ({
    range,
    kind: isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** What a rename at a place would change: undefined for operators, and for the standard blocks, which are read-only. */
export function renameRange(
  text: TextDocument,
  position: Position,
  files: NetFiles,
): { range: Range; placeholder: string } | undefined {
  const { name } = at(text, position, files);
  if (name?.declaration === undefined || name.declaration.uri.startsWith(`${STD_SCHEME}:`)) return undefined;
  return { range: name.range, placeholder: name.name };
}

/** The edits of a rename in all files; undefined when there is nothing to rename, or the new name is none. */
export function rename(
  text: TextDocument,
  position: Position,
  newName: string,
  files: NetFiles,
): WorkspaceEdit | undefined {
  if (!IDENTIFIER.test(newName) || RESERVED.has(newName) || renameRange(text, position, files) === undefined)
    return undefined;
  const { name } = at(text, position, files);
  if (name?.declaration === undefined) return undefined;
  const changes: Record<string, { range: Range; newText: string }[]> = {};
  for (const { uri, range } of occurrencesOf(name.name, name.declaration, files)) {
    (changes[uri] ??= []).push({ range, newText: newName });
  }
  return { changes };
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function at(
  text: TextDocument,
  position: Position,
  files: NetFiles,
): { file: ParsedFile | undefined; name: NameAt | undefined; offset: number } {
  const offset = text.offsetAt(position);
  const file = fileOf(text.uri, files);
  return { file, offset, name: file && nameAt(file, offset, files) };
}
