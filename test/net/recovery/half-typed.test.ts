// While one line is half typed, the layers after it must be found, and in the containers that they are in.

import assert from "node:assert/strict";
import { parseNet } from "../../../src/net/syntax/parse";
import { CASES, SOURCE } from "./cases";
import { layersOf } from "./layers";

/** How many of the layers after an edit are found, and how many of those in the right container. */
function compare(edited: string, from: number, shift: number) {
  const expected = layersOf(SOURCE).filter(({ line }) => line > from);
  const actual = layersOf(edited);
  const found = expected.map(({ text, line }) =>
    actual.find((layer) => layer.text === text && layer.line === line + shift),
  );
  return {
    expected: expected.length,
    found: found.filter((layer) => layer !== undefined).length,
    placed: found.filter((layer, i) => layer?.container === expected[i]!.container).length,
    lost: expected.filter((_, i) => found[i] === undefined),
    misplaced: expected.filter(
      (layer, i) => found[i] !== undefined && found[i].container !== layer.container,
    ),
  };
}

function edit({ at, replace, by }: (typeof CASES)[number]) {
  const start = SOURCE.indexOf(at);
  assert.ok(start >= 0, `${at} is in the source`);
  const offset = SOURCE.indexOf(replace, start);
  assert.ok(offset >= start, `${replace} is in the source after ${at}`);
  const edited = SOURCE.slice(0, offset) + by + SOURCE.slice(offset + replace.length);
  const end = SOURCE.slice(0, offset + replace.length);
  return {
    edited,
    line: end.split("\n").length - 1,
    shift: by.split("\n").length - replace.split("\n").length,
  };
}

describe("recovery from half-typed text", () => {
  it("has a source without problems", () => {
    assert.deepEqual(parseNet(SOURCE, "file:///test.net").problems, []);
  });

  const results = CASES.map((one) => {
    const { edited, line, shift } = edit(one);
    return { one, edited, ...compare(edited, line, shift) };
  });

  for (const { one, edited, expected, found, placed, lost, misplaced } of results) {
    it(one.title, () => {
      assert.ok(expected > 0);
      assert.equal(found, expected, `lost ${JSON.stringify(lost, undefined, 1)}`);
      if (one.misplaced === undefined)
        assert.equal(placed, expected, `misplaced ${JSON.stringify(misplaced, undefined, 1)}`);
      const { problems } = parseNet(edited, "file:///test.net");
      const codes = problems.map(({ code }) => code);
      assert.deepEqual(codes, one.codes ?? codes);
    });
  }

  it("finds all of the layers after the edits, and 96% in the right container", () => {
    const sum = (pick: (result: (typeof results)[number]) => number) =>
      results.reduce((total, result) => total + pick(result), 0);
    const expected = sum((result) => result.expected);
    assert.ok(CASES.length >= 35);
    assert.equal(
      sum((result) => result.found),
      expected,
    );
    assert.ok(
      sum((result) => result.placed) / expected >= 0.96,
      `${sum((result) => result.placed)} of ${expected}`,
    );
  });

  it("a mistake in one definition leaves the others alone, however they are indented", () => {
    const odd = "network N {\n  input x [3]\n  stage s { ReLU\n Tanh }\n  stage t {\n GELU\n  }\n  SiLU\n}\n";
    const broken = "block B {\n  if true { Mish\n  ELU\n}\n";
    const expected = layersOf(odd);
    assert.equal(expected.length, 4);
    for (const [text, shift] of [
      [odd + broken, 0],
      [broken + odd, 4],
    ] as const) {
      const found = layersOf(text).filter(({ line }) => line >= shift && line < shift + 9);
      assert.deepEqual(
        found.map((layer) => ({ ...layer, line: layer.line - shift })),
        expected,
      );
    }
  });

  it("a } too many at the end of a line does not end what goes on", () => {
    const whole =
      "network N {\n  input x [3]\n  stage s {\n    add { | ReLU | Tanh }\n    GELU\n  }\n  SiLU\n}\n";
    for (const text of [
      whole.replace("Tanh }", "Tanh } }"),
      whole.replace("Tanh }", "Tanh }\n    GELU }").replace("    GELU\n", ""),
    ]) {
      assert.deepEqual(layersOf(text), layersOf(whole));
      const tabs = (spaces: string): string => spaces.replaceAll("  ", "\t");
      assert.deepEqual(layersOf(tabs(text)), layersOf(tabs(whole)));
      const codes = parseNet(text, "file:///test.net").problems.map(({ code }) => code);
      assert.deepEqual(codes, ["unexpected-bracket"]);
    }
  });

  it("a merge on one line that lacks its { keeps its branches and what follows", () => {
    const whole =
      "network N {\n  input x [3]\n  y = add { | ReLU | Tanh } -> GELU\n  mul { | ReLU | y }\n  SiLU\n}\n";
    for (const text of [whole.replace("add {", "add"), whole.replace("mul {", "mul")]) {
      assert.deepEqual(
        layersOf(text).map((layer) => ({ ...layer, text: layer.text.replace(" {", "") })),
        layersOf(whole).map((layer) => ({ ...layer, text: layer.text.replace(" {", "") })),
      );
      const codes = parseNet(text, "file:///test.net").problems.map(({ code }) => code);
      assert.deepEqual(codes, ["missing-brace"]);
    }
  });
});
