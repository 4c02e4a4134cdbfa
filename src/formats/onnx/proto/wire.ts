// Walks the fields of protobuf messages in a file of any size: what is not asked for is skipped by its length.

import * as l10n from "@vscode/l10n";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { ByteSource } from "../../format";

/** One field of a message; `start` and `end` bound the content of a length-delimited one, as offsets in the file. */
export interface Field {
  readonly number: number;
  readonly type: WireType;
  readonly start: number;
  readonly end: number;
  /** The value of a varint (signed) or of a fixed-width field (its bits read as a float); 0 for length-delimited ones. */
  readonly value: number;
}

/** A range of the file that holds a message's fields. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/** Bytes read at a time: many while nodes follow each other, few where weights are jumped over. */
const LARGEST_WINDOW = 1 << 17;
const SMALLEST_WINDOW = 1 << 12;
/** Room for a tag and the longest varint or fixed value that follows it. */
const LONGEST_SCALAR = 24;
/** Fields read in all before giving up: some ten times the largest graphs known. */
const MOST_FIELDS = 20_000_000;
const LONGEST_TEXT = 1 << 16;

/** Reads fields through a window over a byte source. Malformed bytes end the message they are in and are noted in `faults`. */
export class Wire {
  /** Where and why reading a message stopped early. */
  readonly faults: string[] = [];
  /** True once a field was found to end after the file does. */
  isCutOff = false;
  readonly size: number;
  private readonly source: ByteSource;
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;
  private reader = new BinaryReader(this.window);
  private wanted = LARGEST_WINDOW / 2;
  private fields = 0;
  private readonly decoder = new TextDecoder();

  constructor(source: ByteSource) {
    this.source = source;
    this.size = source.size;
  }

  /** Calls `visit` for each field of the message in `region`, in file order; `visit` may read other regions. */
  each(region: Region, visit: (field: Field) => void): void {
    let offset = region.start;
    while (offset < region.end) {
      const field = this.fieldAt(offset, region.end);
      if (field === undefined) return;
      visit(field);
      offset = field.end;
    }
  }

  /** The bytes of a region, at most `limit` of them. */
  bytes(region: Region, limit: number): Uint8Array {
    const length = Math.min(region.end - region.start, limit);
    if (length <= 0) return new Uint8Array(0);
    this.moveTo(region.start, length);
    const from = region.start - this.windowStart;
    return this.window.subarray(from, from + length);
  }

  /** A string field's text; invalid UTF-8 becomes U+FFFD. */
  text(region: Region): string {
    const bytes = this.bytes(region, LONGEST_TEXT);
    return shortAscii(bytes) ?? this.decoder.decode(bytes);
  }

  /** The numbers of a repeated varint field, packed or not, appended to `into` up to `limit` of them. */
  varints(field: Field, into: number[], limit = Infinity): void {
    if (field.type === WireType.LengthDelimited) this.packedVarints(field, into, limit);
    else if (into.length < limit) into.push(field.value);
  }

  /** The varints that fill a region, appended to `into` up to `limit` of them. */
  packedVarints(region: Region, into: number[], limit: number): void {
    let offset = region.start;
    while (offset < region.end && into.length < limit) {
      const reader = this.readerAt(offset, Math.min(LONGEST_SCALAR, region.end - offset));
      const before = reader.pos;
      try {
        into.push(Number(reader.int64()));
      } catch {
        this.fault(offset, l10n.t("a number is malformed"));
        return;
      }
      offset += reader.pos - before;
    }
  }

  /** The numbers of a repeated float field, packed or not, appended to `into`. */
  floats(field: Field, into: number[]): void {
    if (field.type === WireType.LengthDelimited) this.packedFloats(field, 4, into, Infinity);
    else into.push(field.value);
  }

  /** The floats (4 bytes) or doubles (8) that fill a region, appended to `into` up to `limit` of them. */
  packedFloats(region: Region, width: 4 | 8, into: number[], limit: number): void {
    for (let offset = region.start; offset + width <= region.end && into.length < limit; offset += width) {
      const reader = this.readerAt(offset, width);
      if (reader.pos + width > reader.len) return;
      into.push(width === 4 ? reader.float() : reader.double());
    }
  }

  private fieldAt(offset: number, end: number): Field | undefined {
    this.fields += 1;
    if (this.fields > MOST_FIELDS) {
      if (this.fields === MOST_FIELDS + 1) this.fault(offset, l10n.t("there are too many fields"));
      return undefined;
    }
    const reader = this.readerAt(offset, Math.min(LONGEST_SCALAR, end - offset));
    const base = this.windowStart;
    try {
      const [number, type] = reader.tag();
      const field = this.content(reader, base, number, type);
      if (field.end <= end) return field;
      if (field.end > this.size) this.isCutOff = true;
      else this.fault(offset, l10n.t("a field reaches beyond its message"));
      return type === WireType.LengthDelimited ? { ...field, end } : undefined;
    } catch {
      if (!this.isCutOff || end < this.size) this.fault(offset, l10n.t("a field is malformed"));
      return undefined;
    }
  }

  private content(reader: BinaryReader, base: number, number: number, type: WireType): Field {
    const at = (): number => base + reader.pos;
    if (type === WireType.Varint) {
      const value = Number(reader.int64());
      return { number, type, start: at(), end: at(), value };
    }
    if (type === WireType.LengthDelimited) {
      const length = reader.uint32();
      return { number, type, start: at(), end: at() + length, value: 0 };
    }
    if (type === WireType.Bit32 || type === WireType.Bit64) {
      const value = type === WireType.Bit32 ? reader.float() : reader.double();
      return { number, type, start: at(), end: at(), value };
    }
    throw new Error("groups are not part of ONNX");
  }

  private readerAt(offset: number, length: number): BinaryReader {
    this.moveTo(offset, length);
    this.reader.pos = offset - this.windowStart;
    return this.reader;
  }

  /** Reads on in ever larger windows; after a jump over weights, little is wanted. */
  private moveTo(offset: number, length: number): void {
    const end = this.windowStart + this.window.length;
    if (offset >= this.windowStart && offset + length <= end) return;
    const jumps = offset < this.windowStart || offset > end;
    this.wanted = jumps ? SMALLEST_WINDOW : Math.min(2 * this.wanted, LARGEST_WINDOW);
    this.window = this.source.read(offset, Math.max(length, this.wanted));
    this.windowStart = offset;
    this.reader = new BinaryReader(this.window);
  }

  private fault(offset: number, what: string): void {
    if (this.faults.length < 20) this.faults.push(l10n.t("{0} (byte {1})", what, offset));
  }
}

/** Most names are short and plain, for which a decoder takes longer to start than to decode. */
function shortAscii(bytes: Uint8Array): string | undefined {
  if (bytes.length > 96) return undefined;
  const codes: number[] = [];
  for (const byte of bytes) {
    if (byte > 0x7f) return undefined;
    codes.push(byte);
  }
  return String.fromCharCode(...codes);
}
