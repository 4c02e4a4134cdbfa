// The `.net` files that may use one another's names: those that are open, and those of the workspace's folders.

import type { Dirent } from "node:fs";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { URI } from "vscode-uri";

/** How many folders are looked into for a request, so that a huge workspace does not hold it up. */
const MAX_FOLDERS = 2000;
const SKIPPED = new Set(["node_modules", "dist", "out"]);

/** Uris of the open documents and of all `.net` files below the folders (`file:` uris), each once. */
export function netFileUris(open: Iterable<string>, folders: readonly string[]): Set<string> {
  const uris = new Set(open);
  const pending = folders.flatMap((folder) => (folder.startsWith("file:") ? [URI.parse(folder).fsPath] : []));
  for (let visited = 0; pending.length > 0 && visited < MAX_FOLDERS; visited++) {
    const folder = pending.shift() ?? "";
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith(".") && !SKIPPED.has(entry.name)) pending.push(path);
      else if (entry.isFile() && entry.name.endsWith(".net")) uris.add(URI.file(path).toString());
    }
  }
  return uris;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
