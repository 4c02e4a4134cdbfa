// The files that names are looked up in.

import type { Definition, Import, NetFile } from "../generated/ast";
import { isDefinition, isImport } from "../generated/ast";
import { importedUri, stdText } from "../syntax/imports";
import type { ParsedFile } from "../syntax/parse";
import { parsedFile } from "../syntax/parsed-files";

/** Where the services find texts. */
export interface NetFiles {
  /** The text of a file, an open document's first; undefined when there is none. */
  read(uri: string): string | undefined;
  /** The uris of all `.net` files that may use one another's names: open documents and the workspace's. */
  uris(): Iterable<string>;
}

/** The parsed file of that uri; undefined when it cannot be read. */
export function fileOf(uri: string, files: NetFiles): ParsedFile | undefined {
  const text = stdText(uri) ?? files.read(uri);
  return text === undefined ? undefined : parsedFile(text, uri);
}

/** The file that an import leads to. */
export function importedFile(node: Import, uri: string, files: NetFiles): ParsedFile | undefined {
  const target = node.path === undefined ? undefined : importedUri(uri, node.path);
  return target === undefined ? undefined : fileOf(target, files);
}

export function importsOf(file: NetFile): Import[] {
  return file.items.filter(isImport);
}

/** The first definition of that name; later ones are reported as duplicates. */
export function definitionNamed(file: NetFile, name: string): Definition | undefined {
  return file.items.filter(isDefinition).find((definition) => definition.name === name);
}
