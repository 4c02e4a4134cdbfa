// A file's first network, read as the product reads it.

import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { binaryFormatFor, readBytes, readText, textFormatFor } from "../../src/formats/read-file";
import type { Network } from "../../src/model/network";

/** The first network of a file of any format; undefined where there is none. */
export function networkIn(file: string): Network | undefined {
  const binary = binaryFormatFor(file);
  if (binary === undefined) {
    const text = readFileSync(file, "utf8");
    const format = textFormatFor(file, text);
    return format && readText(format, file, text, {}).networks[0];
  }
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const read = (offset: number, length: number): Uint8Array => {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)));
      readSync(descriptor, bytes, 0, bytes.length, offset);
      return bytes;
    };
    return readBytes(binary, file, { size, read }, {}).networks[0];
  } finally {
    closeSync(descriptor);
  }
}
