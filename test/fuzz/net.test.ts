// Seeded fuzzing of the whole way of a `.net` text: read, analyse, every editor feature, the command line's JSON.

import assert from "node:assert/strict";
import fc from "fast-check";
import { documentOf } from "../features/net-document";
import { mutatedTexts } from "../fixtures/mutations";
import { seeds, WORDS } from "./seeds";
import { useEverything } from "./use-everything";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 10_000);
/** Generous, since machines differ; what hangs takes far longer. */
const LONGEST_MS = 10_000;

describe("any text whatsoever", function () {
  this.timeout(1_800_000);

  it(`is read, analysed and shown without an exception or a hang: ${String(RUNS)} mutations of the samples`, () => {
    let slowest = 0;
    fc.assert(
      fc.property(mutatedTexts(seeds(), WORDS), (text) => {
        const start = performance.now();
        useEverything(documentOf(text));
        slowest = Math.max(slowest, performance.now() - start);
      }),
      { seed: 20_140_917, numRuns: RUNS },
    );
    assert.ok(slowest < LONGEST_MS, `one text took ${slowest.toFixed(0)} ms`);
  });
});
