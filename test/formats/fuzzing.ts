// Damaged texts for the fuzzing of text formats' readers.

import fc from "fast-check";

/** Seeds with pieces cut out, doubled or put in at random places; heaps of pieces, after `start`; and anything at all. */
export function damagedTexts(
  seeds: readonly string[],
  pieces: readonly string[],
  start = "",
): fc.Arbitrary<string> {
  const edit = fc.tuple(fc.nat(), fc.nat(40), fc.constantFrom(...pieces, ""));
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 8 }))
    .map(([seed, edits]) =>
      edits.reduce((text, [position, length, piece]) => {
        const at = position % (text.length + 1);
        return text.slice(0, at) + piece + text.slice(at + (piece === "" ? length : 0));
      }, seed),
    );
  return fc.oneof(
    { weight: 8, arbitrary: mutated },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(...pieces)).map((all) => start + all.join("")) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  );
}
