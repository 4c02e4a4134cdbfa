// Numbers for people: examples of the counting rules, and where units change.

import assert from "node:assert/strict";
import {
  formatBytes,
  formatCount,
  formatExact,
  formatShare,
  formatTally,
} from "../../src/analysis/format-number";

describe("numbers for people", () => {
  const counts: readonly (readonly [number | undefined, string])[] = [
    [undefined, "?"],
    [0, "0"],
    [999, "999"],
    [1000, "1K"],
    [1001, "1.00K"],
    [23_296, "23.3K"],
    [64_000, "64K"],
    [61_100_840, "61.1M"],
    [72_855_552, "72.9M"],
    [999_499, "999K"],
    [999_500, "1.00M"],
    [999_999, "1.00M"],
    [9_999, "10.0K"],
    [7_000_000, "7M"],
    [4_089_184_256, "4.09G"],
    [1_500_000_000_000, "1.5T"],
    [Number.MAX_SAFE_INTEGER, "9.01P"],
  ];
  for (const [value, text] of counts) {
    it(`${String(value)} is ${text}`, () => assert.equal(formatCount(value), text));
  }

  const sizes: readonly (readonly [number | undefined, string])[] = [
    [undefined, "?"],
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1 KB"],
    [802_816, "784 KB"],
    [1024 * 1023, "1023 KB"],
    [1024 * 1024 - 1, "1.00 MB"],
    [98_304_000, "93.8 MB"],
    [5 * 1024 ** 3, "5 GB"],
  ];
  for (const [value, text] of sizes) {
    it(`${String(value)} bytes are ${text}`, () => assert.equal(formatBytes(value), text));
  }

  it("exact numbers have all digits", () => {
    assert.equal(formatExact(72_855_552), "72,855,552");
    assert.equal(formatExact(Number.MAX_SAFE_INTEGER), "9,007,199,254,740,991");
    assert.equal(formatExact(undefined), "?");
  });

  it("sums say what they leave out", () => {
    assert.equal(formatTally({ value: 23_296, uncounted: 0 }), "23.3K");
    assert.equal(formatTally({ value: 23_296, uncounted: 2 }), "≥23.3K");
    assert.equal(formatTally({ value: 0, uncounted: 1 }), "?");
    assert.equal(formatTally({ value: undefined, uncounted: 0 }), "?");
  });

  it("shares are percentages", () => {
    assert.equal(formatShare(72_855_552, 716_767_232), "10.2%");
    assert.equal(formatShare(1, 1_000_000), "<0.1%");
    assert.equal(formatShare(0, 10), "0%");
    assert.equal(formatShare(10, 10), "100%");
    assert.equal(formatShare(undefined, 10), "?");
  });
});
