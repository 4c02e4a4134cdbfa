// Uris of the same file that clients and imports encode differently.

import { URI } from "vscode-uri";

const KEYS = new Map<string, string>();
const MOST_KEYS = 10_000;

/** A text that is equal for uris of the same file, however they are percent-encoded. */
export function fileKey(uri: string): string {
  let key = KEYS.get(uri);
  if (key === undefined) {
    key = decoded(uri);
    if (KEYS.size >= MOST_KEYS) KEYS.clear();
    KEYS.set(uri, key);
  }
  return key;
}

function decoded(uri: string): string {
  try {
    return URI.parse(uri).toString();
  } catch {
    return uri;
  }
}
