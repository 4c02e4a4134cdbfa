// Texts with a cursor in them, for the tests of the editor services: `‸` stands for the cursor (`|` begins a branch).

import type { Position, Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { NetServices } from "../../../src/net/services/services";
import { createNetServices } from "../../../src/net/services/services";

export interface Marked {
  readonly text: TextDocument;
  readonly position: Position;
  readonly services: NetServices;
  readonly sources: ReadonlyMap<string, string>;
}

const FOLDER = "file:///work/";

/** Opens `main.net` with its cursor, beside other files by name. */
export function open(marked: string, others: Readonly<Record<string, string>> = {}): Marked {
  const offset = marked.indexOf("‸");
  const source = marked.replace("‸", "");
  const uri = `${FOLDER}main.net`;
  const sources = new Map([
    [uri, source],
    ...Object.entries(others).map(([name, text]) => [FOLDER + name, text] as const),
  ]);
  const text = TextDocument.create(uri, "net", 1, source);
  const services = createNetServices({ read: (other) => sources.get(other), uris: () => sources.keys() });
  return { text, position: text.positionAt(offset), services, sources };
}

/** The text of a range of one of the files, with its file's name and line: `a.net:3 Foo`. */
export function shown({ sources }: Marked, uri: string, range: Range): string {
  const text = TextDocument.create(uri, "net", 1, sources.get(uri) ?? "");
  return `${uri.replace(FOLDER, "")}:${range.start.line + 1} ${text.getText(range)}`;
}

/** The text after edits. */
export function edited(source: string, edits: readonly { range: Range; newText: string }[]): string {
  return TextDocument.applyEdits(TextDocument.create("file:///x", "net", 1, source), [...edits]);
}
