// Bytes in memory as a source, with a count of what was read.

import type { ByteSource } from "../../../src/formats/format";

export interface CountingSource extends ByteSource {
  readonly bytesRead: () => number;
}

export function inMemory(bytes: Uint8Array): CountingSource {
  let total = 0;
  return {
    size: bytes.length,
    read(offset, length) {
      const part = bytes.subarray(offset, offset + length);
      total += part.length;
      return part;
    },
    bytesRead: () => total,
  };
}
