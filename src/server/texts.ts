// The texts that the server works on: open documents first, files on disk where none is open.

import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { ByteSource } from "../formats/format";
import { LONGEST_TEXT } from "../formats/read-file";
import { fileKey } from "./file-key";

export interface OpenDocuments {
  get(uri: string): TextDocument | undefined;
  /** The uris of all open documents. */
  keys(): string[];
}

interface FileText {
  readonly modified: number;
  readonly size: number;
  readonly text: string | undefined;
}

/** Reads texts by uri; files are remembered until they change. Only `file:` uris are read from disk. */
export class Texts {
  readonly #open: OpenDocuments;
  readonly #files = new Map<string, FileText>();

  constructor(open: OpenDocuments) {
    this.#open = open;
  }

  /** The open document of that uri. */
  document(uri: string): TextDocument | undefined {
    return this.#open.get(uri);
  }

  /** The text of the open document or file; undefined when it cannot be read or is too large. */
  read(uri: string): string | undefined {
    return this.#openDocument(uri)?.getText() ?? this.#readFile(uri);
  }

  /** Imports may write an open document's uri with another encoding than the client does. */
  #openDocument(uri: string): TextDocument | undefined {
    const document = this.#open.get(uri);
    if (document !== undefined) return document;
    const key = fileKey(uri);
    const same = this.#open.keys().find((open) => fileKey(open) === key);
    return same === undefined ? undefined : this.#open.get(same);
  }

  /** When the file on disk changed last; undefined when there is none. */
  modified(uri: string): number | undefined {
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  }

  #readFile(uri: string): string | undefined {
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    try {
      const { mtimeMs, size } = statSync(path);
      const known = this.#files.get(uri);
      if (known?.modified === mtimeMs && known.size === size) return known.text;
      const text = size > LONGEST_TEXT ? undefined : readFileSync(path, "utf8").replace(/^\uFEFF/u, "");
      this.#files.set(uri, { modified: mtimeMs, size, text });
      return text;
    } catch {
      this.#files.delete(uri);
      return undefined;
    }
  }
}

/** Calls `use` with the bytes of a file, which is closed afterwards; undefined when it cannot be opened. */
export function withFileBytes<T>(uri: string, use: (bytes: ByteSource) => T): T | undefined {
  const path = pathOf(uri);
  if (path === undefined) return undefined;
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    return use({ size: fstatSync(file).size, read: (offset, length) => readAt(file, offset, length) });
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, offset: number, length: number): Uint8Array {
  const buffer = new Uint8Array(length);
  const count = readSync(file, buffer, 0, length, offset);
  return count === length ? buffer : buffer.subarray(0, count);
}

function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
