// The longest common subsequence against the textbook's table.

import assert from "node:assert/strict";
import fc from "fast-check";
import { commonSubsequence } from "../../../src/analysis/compare/common-subsequence";

/** The classic recurrence, for the length alone. */
function lengthByTable(a: readonly number[], b: readonly number[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    const next = [0];
    for (const [j, y] of b.entries()) next.push(x === y ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row[b.length]!;
}

const numbers = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 120 });

describe("longest common subsequence", () => {
  it("is as long as the textbook's, common and in order", () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const matches = commonSubsequence(a, b);
        assert.equal(matches.length, lengthByTable(a, b));
        for (const [index, [i, j]] of matches.entries()) {
          assert.equal(a[i], b[j]);
          const before = matches[index - 1];
          assert.ok(before === undefined || (before[0] < i && before[1] < j));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("keeps equal beginnings together, so that what was appended is at the end", () => {
    assert.deepEqual(
      commonSubsequence([1, 2, 2], [1, 2, 2, 2, 2]).map(([, j]) => j),
      [0, 1, 2],
    );
    assert.deepEqual(commonSubsequence([1, 2, 3], [1, 2, 9, 2, 3]).length, 3);
  });

  it("of two unrelated sequences is empty", () => {
    assert.deepEqual(commonSubsequence([1, 2, 3], [4, 5]), []);
    assert.deepEqual(commonSubsequence([], [4, 5]), []);
  });

  it("takes sequences of ten thousand in a fraction of a second", () => {
    const a = Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 500);
    const b = Array.from({ length: 10_000 }, (_, index) => (index * 104_729) % 500);
    const before = process.cpuUsage();
    commonSubsequence(a, b);
    assert.ok(process.cpuUsage(before).user < 500_000);
  });
});
