// Reads the two small texts of a `.keras` archive (a ZIP file) without touching anything else in it.

import * as l10n from "@vscode/l10n";
import { inflateSync, strFromU8 } from "fflate";
import type { ByteSource } from "../format";

/** Larger texts are not read: a network of a million layers has less. */
export const LARGEST_TEXT = 64 * 1024 * 1024;
/** Archives with more entries are not searched. */
const MOST_ENTRIES = 65_536;
const LARGEST_DIRECTORY = 16 * 1024 * 1024;

/** An entry's text, or why it cannot be read. */
export type EntryText = { readonly text: string } | { readonly problem: string };

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly compressed: number;
  readonly size: number;
  /** Where the entry's own header is in the file. */
  readonly offset: number;
}

interface Directory {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const UNSET = 0xffffffff;

/** True when the bytes begin as a ZIP file does. */
export function isArchive(bytes: ByteSource): boolean {
  const head = bytes.read(0, 4);
  return head.length === 4 && viewOf(head).getUint32(0, true) === LOCAL_HEADER;
}

/** The text of the entry of exactly that name at the archive's top. Never throws. */
export function readEntry(bytes: ByteSource, name: string): EntryText {
  const directory = directoryOf(bytes);
  if (directory === undefined)
    return { problem: l10n.t("The archive is cut short: its list of files is missing.") };
  const entry = entriesOf(bytes, directory).findLast((candidate) => candidate.name === name);
  if (entry === undefined) return { problem: l10n.t("The archive has no {0}.", name) };
  if (entry.size > LARGEST_TEXT || entry.compressed > LARGEST_TEXT) {
    return { problem: l10n.t("{0} is larger than 64 MB and is not read.", name) };
  }
  return extract(bytes, entry);
}

function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

/** The end record is the last 22 bytes and a comment of at most 65,535. */
function directoryOf(bytes: ByteSource): Directory | undefined {
  const length = Math.min(bytes.size, 22 + 65_535);
  const start = bytes.size - length;
  const tail = bytes.read(start, length);
  const view = viewOf(tail);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    const directory = {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
    const large = directory.offset === UNSET || directory.size === UNSET || directory.count === 0xffff;
    const found = large ? (directory64(bytes, start + at) ?? directory) : directory;
    return found.offset + found.size <= bytes.size ? found : undefined;
  }
  return undefined;
}

/** Archives beyond 4 GB have a second end record, found through a locator just before the first. */
function directory64(bytes: ByteSource, end: number): Directory | undefined {
  const locator = bytes.read(Math.max(0, end - 20), 20);
  if (locator.length < 20 || viewOf(locator).getUint32(0, true) !== LOCATOR_64) return undefined;
  const record = bytes.read(Number(viewOf(locator).getBigUint64(8, true)), 56);
  if (record.length < 56 || viewOf(record).getUint32(0, true) !== END_OF_DIRECTORY_64) return undefined;
  const view = viewOf(record);
  return {
    count: Number(view.getBigUint64(32, true)),
    size: Number(view.getBigUint64(40, true)),
    offset: Number(view.getBigUint64(48, true)),
  };
}

function entriesOf(bytes: ByteSource, directory: Directory): readonly Entry[] {
  const data = bytes.read(directory.offset, Math.min(directory.size, LARGEST_DIRECTORY));
  const view = viewOf(data);
  const entries: Entry[] = [];
  let at = 0;
  while (entries.length < Math.min(directory.count, MOST_ENTRIES) && at + 46 <= data.length) {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) break;
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const extra = data.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    entries.push({
      name: strFromU8(data.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      ...sizes64(extra, {
        size: view.getUint32(at + 24, true),
        compressed: view.getUint32(at + 20, true),
        offset: view.getUint32(at + 42, true),
      }),
    });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

type Sizes = Pick<Entry, "size" | "compressed" | "offset">;

/** Sizes beyond 4 GB are in the extra field 1, in this order and only those that are needed. */
function sizes64(extra: Uint8Array, sizes: Sizes): Sizes {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    const take = (value: number): number => {
      if (value !== UNSET || next + 8 > extra.length) return value;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    };
    return { size: take(sizes.size), compressed: take(sizes.compressed), offset: take(sizes.offset) };
  }
  return sizes;
}

function extract(bytes: ByteSource, entry: Entry): EntryText {
  const header = bytes.read(entry.offset, 30);
  if (header.length < 30 || viewOf(header).getUint32(0, true) !== LOCAL_HEADER) {
    return { problem: l10n.t("{0} is not where the archive says it is.", entry.name) };
  }
  const view = viewOf(header);
  const start = entry.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const data = bytes.read(start, entry.compressed);
  if (data.length < entry.compressed) return { problem: l10n.t("{0} is cut short.", entry.name) };
  if (entry.method === 0) return { text: decode(data) };
  if (entry.method !== 8)
    return { problem: l10n.t("{0} is compressed in a way that is not read.", entry.name) };
  try {
    // The output's size is fixed beforehand, so that nothing can grow beyond what was checked above.
    return { text: decode(inflateSync(data, { out: new Uint8Array(entry.size) })) };
  } catch {
    return { problem: l10n.t("{0} is damaged.", entry.name) };
  }
}

function decode(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}
