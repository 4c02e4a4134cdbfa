/**
 * Recognises networks in files whose ending is shared with others, by how they begin. VS Code gives such an ending to
 * another language, and an ending wins over a contributed first line, so the language is set when the file is opened.
 */
import * as vscode from "vscode";

interface Recognised {
  readonly languageId: string;
  readonly ending: string;
  readonly matches: (beginning: string) => boolean;
}

const RECOGNISED: readonly Recognised[] = [
  {
    languageId: "darknet",
    ending: ".cfg",
    // Blank lines and comments, then the section that every Darknet network begins with.
    matches: (text) => /^(?:\s*(?:[#;].*)?\n)*\s*\[(?:net|network)\]/u.test(text),
  },
  {
    languageId: "keras-json",
    ending: ".json",
    // What `model.to_json()` writes: an object that begins with the model's class, its module or its name.
    matches: (text) =>
      /^\s*\{\s*"(?:class_name|module|config|name|registered_name)"\s*:/u.test(text) &&
      /"class_name"\s*:\s*"/u.test(text) &&
      /"config"\s*:\s*\{/u.test(text),
  },
];

const LINES_READ = 100;
const CHARACTERS_READ = 20_000;

export function recogniseFiles(): vscode.Disposable[] {
  // A change of language closes and opens the document: one that was ours a moment ago is no longer so on purpose.
  const leaving = new Set<string>();
  const recognise = (document: vscode.TextDocument): void => {
    const languageId = recognisedLanguage(document);
    if (languageId !== undefined && !leaving.has(document.uri.toString()))
      void vscode.languages.setTextDocumentLanguage(document, languageId);
  };
  vscode.workspace.textDocuments.forEach(recognise);
  return [
    vscode.workspace.onDidOpenTextDocument(recognise),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (!RECOGNISED.some(({ languageId }) => languageId === document.languageId)) return;
      const uri = document.uri.toString();
      leaving.add(uri);
      setTimeout(() => leaving.delete(uri));
    }),
  ];
}

/** The language of ours that a document of another language is really in. */
function recognisedLanguage(document: vscode.TextDocument): string | undefined {
  const name = document.uri.path.toLowerCase();
  const found = RECOGNISED.find(({ ending }) => name.endsWith(ending));
  if (found === undefined || found.languageId === document.languageId) return undefined;
  const beginning = document.getText(new vscode.Range(0, 0, LINES_READ, 0)).slice(0, CHARACTERS_READ);
  return found.matches(beginning) ? found.languageId : undefined;
}
