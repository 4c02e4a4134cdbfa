// Completion items of blocks: the file's own, those that it imports, and standard ones with the import that they need.

import type { TextEdit } from "vscode-languageserver";
import { CompletionItemKind } from "vscode-languageserver";
import { importedUri, stdNames } from "../syntax/imports";
import type { ParsedFile } from "../syntax/parse";
import { definitionsOf, rangeOf } from "../syntax/tree";
import type { Item } from "./call-items";
import { callItem } from "./call-items";
import { aliased, globalDeclaration } from "./declarations";
import type { NetFiles } from "./files";
import { fileOf, importsOf } from "./files";
import { definitionSignature } from "./signatures";

/** The blocks and networks that the file knows. */
export function blockItems(file: ParsedFile, files: NetFiles): Item[] {
  const own = definitionsOf(file.ast).map((definition) => ({ name: definition.name, definition }));
  const imported = importsOf(file.ast)
    .flatMap(({ names }) => names)
    .map((one) => {
      const name = one.name ?? one.target.$refText;
      const declaration = globalDeclaration(name, file.ast, file.uri, files);
      const target = declaration && aliased(declaration, files).node;
      return { name, definition: target?.$type === "Definition" ? target : undefined };
    });
  return [...own, ...imported].flatMap(({ name, definition }) => {
    if (name === undefined) return [];
    if (definition === undefined) return [{ label: name, kind: CompletionItemKind.Class }];
    return [callItem({ ...definitionSignature(definition), name }, CompletionItemKind.Class)];
  });
}

/** The standard blocks that the file does not know: taking one imports it. */
export function standardItems(file: ParsedFile, files: NetFiles): Item[] {
  const known = new Set([
    ...definitionsOf(file.ast).map(({ name }) => name),
    ...importsOf(file.ast).flatMap(({ names }) => names.map((one) => one.name ?? one.target.$refText)),
  ]);
  return stdNames().flatMap((path) => {
    const source = fileOf(importedUri(file.uri, `std/${path}`) ?? "", files);
    return (source === undefined ? [] : definitionsOf(source.ast))
      .filter(({ name }) => name !== undefined && !known.has(name))
      .map((definition) => {
        const item = callItem(definitionSignature(definition), CompletionItemKind.Class);
        const labelDetails = { description: `std/${path}` };
        return { ...item, labelDetails, additionalTextEdits: [importEdit(file, item.label, `std/${path}`)] };
      });
  });
}

/** Imports a name: among those of its file where there is such an import, else after the other imports. */
function importEdit(file: ParsedFile, name: string, path: string): TextEdit {
  const imports = importsOf(file.ast);
  const same = imports.find(
    (one) =>
      one.braced && one.path !== undefined && importedUri(file.uri, one.path) === importedUri(file.uri, path),
  );
  const listed = same?.names.at(-1);
  if (listed !== undefined) {
    const { end } = rangeOf(listed);
    return { range: { start: end, end }, newText: `, ${name}` };
  }
  const last = imports.at(-1);
  const text = `import { ${name} } from "${path}"`;
  const start = last === undefined ? { line: 0, character: 0 } : rangeOf(last).end;
  return { range: { start, end: start }, newText: last === undefined ? `${text}\n\n` : `\n${text}` };
}
