// Which letters a TrueType or OpenType font has outlines for, by its `cmap` table
// (https://learn.microsoft.com/typography/opentype/spec/cmap). Only the tables that say so are read.

/** Up to `length` bytes at an offset of the font's file. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

/** Whether a font has a letter, by its code point. */
export type Coverage = (letter: number) => boolean;

/** For a collection, of its first font. Undefined when it is no font that can be drawn from: outlines or a Unicode table lack. */
export function coverageOf(read: ReadBytes): Coverage | undefined {
  try {
    const tables = tablesOf(read);
    const cmap = tables.get("cmap");
    const hasOutlines = ["glyf", "CFF ", "CFF2"].some((name) => tables.has(name));
    if (cmap === undefined || !hasOutlines || cmap.length > LARGEST_TABLE) return undefined;
    return coverageIn(viewOf(read(cmap.offset, cmap.length)));
  } catch (error) {
    // A file that is cut off or lies about its lengths.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const COLLECTION = "ttcf";
const MOST_TABLES = 200;
const LARGEST_TABLE = 2 ** 24;

interface Table {
  readonly offset: number;
  readonly length: number;
}

function tablesOf(read: ReadBytes): ReadonlyMap<string, Table> {
  const head = viewOf(read(0, 16));
  const start = tag(head, 0) === COLLECTION ? head.getUint32(12) : 0;
  const count = Math.min(viewOf(read(start, 12)).getUint16(4), MOST_TABLES);
  const records = viewOf(read(start + 12, 16 * count));
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const at = 16 * index;
      return [tag(records, at), { offset: records.getUint32(at + 8), length: records.getUint32(at + 12) }];
    }),
  );
}

function coverageIn(cmap: DataView): Coverage | undefined {
  const offsets = Array.from({ length: cmap.getUint16(2) }, (_, index) => 4 + 8 * index)
    .filter((at) => isUnicode(cmap.getUint16(at), cmap.getUint16(at + 2)))
    .map((at) => cmap.getUint32(at + 4));
  const whole = offsets.find((at) => cmap.getUint16(at) === SEGMENTED_COVERAGE);
  if (whole !== undefined) return coverageByGroups(cmap, whole);
  const basic = offsets.find((at) => cmap.getUint16(at) === SEGMENT_MAPPING);
  return basic === undefined ? undefined : coverageBySegments(cmap, basic);
}

function isUnicode(platform: number, encoding: number): boolean {
  return platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
}

/** Format 12: groups of letters, of any plane. */
const SEGMENTED_COVERAGE = 12;
/** Format 4: segments of letters below U+10000. */
const SEGMENT_MAPPING = 4;

function coverageByGroups(cmap: DataView, start: number): Coverage {
  const count = cmap.getUint32(start + 12);
  const at = (index: number): number => start + 16 + 12 * index;
  return (letter) => {
    const index = firstFrom(count, (candidate) => cmap.getUint32(at(candidate) + 4) >= letter);
    if (index === count) return false;
    const first = cmap.getUint32(at(index));
    return letter >= first && cmap.getUint32(at(index) + 8) + letter - first !== 0;
  };
}

function coverageBySegments(cmap: DataView, start: number): Coverage {
  const count = cmap.getUint16(start + 6) / 2;
  const ends = start + 14;
  const starts = ends + 2 * count + 2;
  const deltas = starts + 2 * count;
  const ranges = deltas + 2 * count;
  return (letter) => {
    if (letter > 0xffff) return false;
    const index = firstFrom(count, (candidate) => cmap.getUint16(ends + 2 * candidate) >= letter);
    if (index === count) return false;
    const first = cmap.getUint16(starts + 2 * index);
    if (letter < first) return false;
    const delta = cmap.getUint16(deltas + 2 * index);
    const range = cmap.getUint16(ranges + 2 * index);
    const glyph = range === 0 ? letter : cmap.getUint16(ranges + 2 * index + range + 2 * (letter - first));
    return glyph !== 0 && ((glyph + delta) & 0xffff) !== 0;
  };
}

/** The first index below `count` from which on a condition holds; `count` when it never does. */
function firstFrom(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
