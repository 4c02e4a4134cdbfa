// Parsed files by uri: a text is parsed once for its analysis, for names and completion, and for the files that import it.

import type { ParsedFile } from "./parse";
import { parseNet } from "./parse";

const PARSED = new Map<string, ParsedFile>();

/** Trees are large: no more files than this are kept, those used last. */
const MOST_FILES = 100;

/**
 * The parsed file of that uri; the same object for as long as its text stays the same. A file that was given for an earlier
 * text must not be used any more: its tree may have become the new one's.
 */
export function parsedFile(text: string, uri: string): ParsedFile {
  const known = PARSED.get(uri);
  const file = known?.text === text ? known : parseNet(text, uri, known);
  PARSED.delete(uri);
  PARSED.set(uri, file);
  if (PARSED.size > MOST_FILES) PARSED.delete(PARSED.keys().next().value ?? uri);
  return file;
}
