// Fonts for the letters that a picture's own fonts lack.

import { INTER_REGULAR, INTER_SEMI_BOLD } from "../../draw/font-data";
import { coverageOf } from "./font-coverage";
import type { ReadBytes } from "./font-coverage";

/** A font's file, of which little is read until it is taken. */
export interface FontFile {
  /** Calls `use` with what reads parts of the file. */
  readonly inspect: <Result>(use: (read: ReadBytes) => Result) => Result;
  readonly load: () => Uint8Array;
}

export interface Fallback {
  readonly fonts: readonly Uint8Array[];
  /** Letters that none of the fonts has. */
  readonly missing: readonly string[];
}

/** The first of the fonts that have what the picture's own lack, in the order given; a picture in Latin letters needs none. */
export function fallbackFonts(svg: string, files: () => Iterable<FontFile>): Fallback {
  const missing = new Set(lettersWithoutFont(svg));
  const fonts: Uint8Array[] = [];
  if (missing.size === 0) return { fonts, missing: [] };
  for (const file of files()) {
    const has = file.inspect(coverageOf);
    const found = has === undefined ? [] : [...missing].filter((letter) => has(codePoint(letter)));
    if (found.length === 0) continue;
    fonts.push(file.load());
    for (const letter of found) missing.delete(letter);
    if (missing.size === 0) break;
  }
  return { fonts, missing: [...missing] };
}

/** The letters that a picture's own fonts lack; its markup is ASCII, which they have. */
function lettersWithoutFont(svg: string): readonly string[] {
  const own = [INTER_REGULAR, INTER_SEMI_BOLD].map((font) => coverageOf(partsOf(decoded(font))));
  // Marks that direct text or join letters, and spaces, need no outlines.
  const letters = new Set(svg.match(/[^\p{ASCII}\p{C}\p{Z}\p{Variation_Selector}]/gu) ?? []);
  return [...letters].filter((letter) => own.some((has) => has?.(codePoint(letter)) !== true));
}

/** A font that the program carries, as bytes. */
export function decoded(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Reads from bytes that are all there. */
export function partsOf(bytes: Uint8Array): ReadBytes {
  return (offset, length) => bytes.subarray(offset, offset + length);
}

function codePoint(letter: string): number {
  return letter.codePointAt(0) ?? 0;
}
