import assert from "node:assert/strict";
import { INTER_REGULAR } from "../../../src/draw/font-data";
import { decoded, fallbackFonts, partsOf } from "../../../src/exporters/png/fallback-fonts";
import type { FontFile } from "../../../src/exporters/png/fallback-fonts";
import { coverageOf } from "../../../src/exporters/png/font-coverage";

const INTER = decoded(INTER_REGULAR);

describe("the letters of a font", () => {
  it("are those that its table of letters leads to an outline for", () => {
    const has = coverageOf(partsOf(INTER));
    assert(has !== undefined);
    for (const letter of "aZ09×·…é") assert.ok(has(letter.codePointAt(0)!), letter);
    for (const letter of "яλ層→√😀") assert.ok(!has(letter.codePointAt(0)!), letter);
  });

  it("are read from groups of any plane, and from the first font of a collection", () => {
    const font = fontOf(
      groups([
        [0x44f, 0x450, 3],
        [0x1f600, 0x1f600, 9],
      ]),
    );
    for (const bytes of [font, collectionOf(font)]) {
      const has = coverageOf(partsOf(bytes));
      assert.deepEqual(
        [0x44e, 0x44f, 0x450, 0x451, 0x1f600, 0x1f601].map((letter) => has?.(letter)),
        [false, true, true, false, true, false],
      );
    }
  });

  it("are read from segments with shifts and with lists of glyphs", () => {
    const has = coverageOf(partsOf(fontOf(segments())));
    // Two letters by a shift of which one leads to glyph 0, which stands for what is missing; two by a list that lacks one.
    assert.deepEqual(
      [0x3b0, 0x3b1, 0x3b2, 0x410, 0x411, 0x412, 0x10410].map((letter) => has?.(letter)),
      [false, false, true, false, true, false, false],
    );
  });

  it("are none where a file is cut off, lies or has no outlines", () => {
    for (let length = 0; length < 600; length += 7) coverageOf(partsOf(INTER.subarray(0, length)));
    assert.equal(coverageOf(partsOf(INTER.subarray(0, 400))), undefined);
    assert.equal(coverageOf(partsOf(new TextEncoder().encode("This is only a text."))), undefined);
    assert.equal(coverageOf(partsOf(fontOf(groups([[65, 90, 1]]), "CBDT"))), undefined);
  });
});

describe("fonts for what a picture's own lack", () => {
  const cyrillic = fontOf(groups([[0x410, 0x44f, 3]]));
  const greek = fontOf(groups([[0x391, 0x3c9, 3]]));

  it("are the first that have it", () => {
    const files = [cyrillic, cyrillic.slice(), greek].map(fileOf);
    const { fonts, missing } = fallbackFonts("<text>слой α, 層</text>", () => files);
    assert.deepEqual(fonts, [cyrillic, greek]);
    assert.deepEqual(missing, ["層"]);
  });

  it("are not looked for when nothing lacks", () => {
    const never = (): never => assert.fail("a picture in Latin letters needs no font");
    assert.deepEqual(fallbackFonts("<text>conv1 3×3 · é\u200d</text>", never), { fonts: [], missing: [] });
  });
});

function fileOf(bytes: Uint8Array): FontFile {
  return { inspect: (use) => use(partsOf(bytes)), load: () => bytes };
}

/** A font of two tables: letters, and outlines that nobody reads here. */
function fontOf(subtable: Uint8Array, outlines = "glyf"): Uint8Array {
  const cmap = joined(words(0, 1, 3, 10), long(12), subtable);
  const records = [
    { tag: "cmap", offset: 44, length: cmap.length },
    { tag: outlines, offset: 44 + cmap.length, length: 0 },
  ];
  return joined(
    ...[long(0x00010000), words(2, 0, 0, 0)],
    ...records.map(({ tag, offset, length }) =>
      joined(new TextEncoder().encode(tag), long(0), long(offset), long(length)),
    ),
    cmap,
  );
}

/** The same font behind a collection's head; its offsets count from the file's beginning. */
function collectionOf(font: Uint8Array): Uint8Array {
  const bytes = joined(new TextEncoder().encode("ttcf"), long(0x00010000), long(1), long(16), font);
  const view = new DataView(bytes.buffer);
  for (const at of [16 + 12 + 8, 16 + 12 + 16 + 8]) view.setUint32(at, view.getUint32(at) + 16);
  return bytes;
}

function groups(runs: readonly (readonly [first: number, last: number, glyph: number])[]): Uint8Array {
  return joined(
    words(12, 0),
    long(16 + 12 * runs.length),
    long(0),
    long(runs.length),
    ...runs.flat().map(long),
  );
}

/** α by a shift to glyph 0, β to glyph 1; А by a list to glyph 0, Б to glyph 5. */
function segments(): Uint8Array {
  const [ends, starts, deltas] = [
    [0x3b2, 0x411, 0xffff],
    [0x3b1, 0x410, 0xffff],
    [0x10000 - 0x3b1, 0, 1],
  ];
  // From its own place a range leads to the list, which follows the ranges.
  const ranges = [0, 4, 0];
  return joined(words(4, 0, 0, 6, 0, 0, 0), words(...ends, 0, ...starts, ...deltas, ...ranges, 0, 5));
}

function words(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value >> 8, value & 0xff]));
}

function long(value: number): Uint8Array {
  return Uint8Array.from([value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
