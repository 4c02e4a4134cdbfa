/**
 * Recognises Darknet's `.cfg` files by their first section. VS Code gives the ending to another language, and an ending
 * wins over a contributed first line, so the language is set when such a file is opened.
 */
import * as vscode from "vscode";

const languageId = "darknet";
/** Blank lines and comments, then the section that every Darknet network begins with. */
const beginning = /^(?:\s*(?:[#;].*)?\n)*\s*\[(?:net|network)\]/;
const linesRead = 100;

export function recogniseDarknetFiles(): vscode.Disposable[] {
  // A change of language closes and opens the document: one that was ours a moment ago is no longer so on purpose.
  const leaving = new Set<string>();
  const recognise = (document: vscode.TextDocument): void => {
    if (isDarknet(document) && !leaving.has(document.uri.toString()))
      void vscode.languages.setTextDocumentLanguage(document, languageId);
  };
  vscode.workspace.textDocuments.forEach(recognise);
  return [
    vscode.workspace.onDidOpenTextDocument(recognise),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document.languageId !== languageId) return;
      const uri = document.uri.toString();
      leaving.add(uri);
      setTimeout(() => leaving.delete(uri));
    }),
  ];
}

function isDarknet(document: vscode.TextDocument): boolean {
  if (document.languageId === languageId || !document.uri.path.toLowerCase().endsWith(".cfg")) return false;
  return beginning.test(document.getText(new vscode.Range(0, 0, linesRead, 0)));
}
