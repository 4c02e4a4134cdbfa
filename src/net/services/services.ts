// The editor services of `.net` files: what a server offers for them.

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
import { completions } from "./completion";
import type { NetFiles } from "./files";
import { fileOf } from "./files";
import { formatEdits } from "./format";
import { nameHover } from "./name-hover";
import { definitions, highlights, references, rename, renameRange } from "./navigation";
import { signatureHelp } from "./signature-help";

/** Everything is asked of the text as it is now; other files are read when names lead there. */
export interface NetServices {
  completions(text: TextDocument, position: Position): CompletionItem[];
  definitions(text: TextDocument, position: Position): Location[];
  references(text: TextDocument, position: Position, withDefinitions: boolean): Location[];
  highlights(text: TextDocument, position: Position): DocumentHighlight[];
  renameRange(text: TextDocument, position: Position): { range: Range; placeholder: string } | undefined;
  rename(text: TextDocument, position: Position, newName: string): WorkspaceEdit | undefined;
  signatureHelp(text: TextDocument, position: Position): SignatureHelp | undefined;
  hover(text: TextDocument, position: Position): Hover | undefined;
  format(text: TextDocument, range: Range | undefined): TextEdit[];
}

/** The services over the given files; the text that is asked about comes before the file of its uri. */
export function createNetServices(files: NetFiles): NetServices {
  const over = (text: TextDocument): NetFiles => ({
    read: (uri) => (uri === text.uri ? text.getText() : files.read(uri)),
    uris: () => files.uris(),
  });
  return {
    completions: (text, position) => completions(text, position, over(text)),
    definitions: (text, position) => definitions(text, position, over(text)),
    references: (text, position, withDefinitions) => references(text, position, withDefinitions, over(text)),
    highlights: (text, position) => highlights(text, position, over(text)),
    renameRange: (text, position) => renameRange(text, position, over(text)),
    rename: (text, position, newName) => rename(text, position, newName, over(text)),
    signatureHelp: (text, position) => signatureHelp(text, position, over(text)),
    hover: (text, position) => nameHover(text, position, over(text)),
    format: (text, range) => {
      const file = fileOf(text.uri, over(text));
      return file === undefined ? [] : formatEdits(text, file, range);
    },
  };
}
