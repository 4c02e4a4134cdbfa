// Completion: what may stand where one types.

import type { CompletionItem, Position } from "vscode-languageserver";
import { CompletionItemKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Definition } from "../generated/ast";
import type { ParsedFile } from "../syntax/parse";
import { definitionsOf } from "../syntax/tree";
import type { Item } from "./call-items";
import {
  annotationItems,
  elementItems,
  importItems,
  memberItems,
  pathItems,
  topItems,
  valueItems,
} from "./completion-items";
import type { Cursor, OpenCall } from "./cursor";
import { cursorAt } from "./cursor";
import { namesWithin } from "./declarations";
import type { NetFiles } from "./files";
import { fileOf } from "./files";
import { parameterItems, parameterValueItems } from "./argument-items";

/** What may stand at a position, best first. */
export function completions(text: TextDocument, position: Position, files: NetFiles): CompletionItem[] {
  const file = fileOf(text.uri, files);
  if (file === undefined) return [];
  const offset = text.offsetAt(position);
  const cursor = cursorAt(file, offset);
  const range = { start: text.positionAt(cursor.start), end: position };
  return itemsAt(cursor, offset, file, files).map(({ insert, path, ...item }, index) => ({
    ...item,
    sortText: String(index).padStart(4, "0"),
    textEdit: {
      range: path === undefined ? range : { start: text.positionAt(offset - path), end: position },
      newText: insert ?? item.label,
    },
  }));
}

function itemsAt({ context }: Cursor, offset: number, file: ParsedFile, files: NetFiles): Item[] {
  const names = (): Item[] => namesAt(file, offset);
  switch (context.kind) {
    case "top":
      return topItems();
    case "annotation":
      return annotationItems();
    case "element":
      return elementItems(context, names().filter(isTensor), file, files);
    case "argument":
      return argumentItems(context.call, context.named, names(), file, files);
    case "value":
      return valueItems(names());
    case "member":
      return memberItems();
    case "output":
      return names().filter(isTensor);
    case "import-name":
      return importItems(file, offset, files);
    case "import-path":
      return pathItems(context.typed, file.uri, files);
    case "text":
      return context.call === undefined || context.named === undefined
        ? []
        : unquoted(context.call, context.named, file, files);
    case "nothing":
      return [];
  }
}

function argumentItems(
  call: OpenCall,
  named: string | undefined,
  names: Item[],
  file: ParsedFile,
  files: NetFiles,
): Item[] {
  if (named === undefined) return [...parameterItems(call, file, files), ...valueItems(names)];
  return [...parameterValueItems(call, named, file, files), ...valueItems(names)];
}

/** The choices of a parameter, for the inside of quotes. */
function unquoted(call: OpenCall, named: string, file: ParsedFile, files: NetFiles): Item[] {
  return parameterValueItems(call, named, file, files)
    .filter(({ label }) => label.startsWith('"'))
    .map((item) => ({ ...item, label: item.label.slice(1, -1) }));
}

function isTensor({ kind }: Item): boolean {
  return kind === CompletionItemKind.Variable;
}

/** The names that are declared before the offset, in the definition around it. */
function namesAt(file: ParsedFile, offset: number): Item[] {
  const definition = definitionAt(file, offset);
  if (definition === undefined) return [];
  const items: Item[] = [];
  for (const [name, declarations] of namesWithin(definition)) {
    const node = declarations.find(({ $cstNode }) => ($cstNode?.end ?? offset) < offset);
    if (node === undefined) continue;
    const kind = KINDS[node.$type] ?? CompletionItemKind.Variable;
    items.push({
      label: name,
      kind,
      detail: node.$container.$cstNode?.text.split(/[\r\n]/, 1)[0]?.slice(0, 80) ?? "",
    });
  }
  return items;
}

const KINDS: Readonly<Record<string, CompletionItemKind>> = {
  LetStatement: CompletionItemKind.Constant,
  Parameter: CompletionItemKind.Constant,
  RepeatIndex: CompletionItemKind.Constant,
};

function definitionAt(file: ParsedFile, offset: number): Definition | undefined {
  return definitionsOf(file.ast).findLast(({ $cstNode }) => ($cstNode?.offset ?? 0) <= offset);
}
