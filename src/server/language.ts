// The language in which the server speaks: that of the texts that the client hands over, English without any.

import * as l10n from "@vscode/l10n";

/**
 * Takes the client's texts from its initialization options, `{ "texts": { ENGLISH: TRANSLATED } }`; a text that is not
 * among them stays English. Call it before anything is analysed: sentences are made once.
 */
export function speakLanguageOf(initializationOptions: unknown): void {
  l10n.config({ contents: textsIn(initializationOptions) });
}

function textsIn(options: unknown): Record<string, string> {
  if (typeof options !== "object" || options === null || !("texts" in options)) return {};
  const { texts } = options;
  if (typeof texts !== "object" || texts === null) return {};
  return Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
