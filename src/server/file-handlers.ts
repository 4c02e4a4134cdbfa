// Documents that open, change and close, and files that change on disk.

import type { Connection, TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { AnalysisStore } from "./analysis-store";
import type { PublishedDiagnostics } from "./published-diagnostics";

export function registerFileHandlers(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  store: AnalysisStore,
  published: PublishedDiagnostics,
): void {
  documents.onDidOpen(({ document }) => store.opened(document.uri, document.languageId));
  documents.onDidChangeContent(({ document }) => store.changed(document.uri));
  documents.onDidClose(({ document }) => {
    store.closed(document.uri);
    published.remove(document.uri);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const files = changes.map(({ uri }) => uri).filter((uri) => documents.get(uri) === undefined);
    store.surroundingsChanged(files);
  });
}
