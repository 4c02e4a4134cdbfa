// Every service answers at every place of any text: sound, half typed or mutilated.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Position } from "vscode-languageserver";
import { CASES, SOURCE } from "../recovery/cases";
import { open } from "./cursor-marks";

function askEverything(source: string, offset: number): void {
  const { text, services } = open(source);
  const position: Position = text.positionAt(offset);
  const inText = ({ start, end }: { start: Position; end: Position }): void => {
    assert.ok(text.offsetAt(start) <= text.offsetAt(end));
  };
  for (const { textEdit } of services.completions(text, position)) {
    assert.ok(textEdit !== undefined && "range" in textEdit);
    inText(textEdit.range);
    assert.ok(text.offsetAt(textEdit.range.end) === Math.min(offset, source.length));
  }
  services.signatureHelp(text, position);
  services.hover(text, position);
  for (const { range } of services.definitions(text, position)) inText(range);
  const name = services.renameRange(text, position);
  if (name !== undefined) {
    // What can be renamed has a declaration, and the place itself is one of its references.
    const places = services.references(text, position, true).map(({ range }) => JSON.stringify(range));
    assert.ok(places.includes(JSON.stringify(name.range)), `${source} at ${offset}`);
    assert.equal(new Set(places).size, places.length);
    assert.notEqual(services.rename(text, position, "renamed"), undefined);
  }
}

describe("services at any place", () => {
  it("of a sound text", () => {
    for (let offset = 0; offset <= SOURCE.length; offset++) askEverything(SOURCE, offset);
  }).timeout(120_000);

  it("of half-typed texts", () => {
    for (const { at, replace, by } of CASES) {
      const start = SOURCE.indexOf(replace, SOURCE.indexOf(at));
      const source = SOURCE.slice(0, start) + by + SOURCE.slice(start + replace.length);
      for (const offset of [start, start + by.length]) askEverything(source, offset);
    }
  }).timeout(120_000);

  it("of mutilated texts", () => {
    const place = fc.nat({ max: SOURCE.length });
    const pieces = fc.constantFrom(
      "(",
      ")",
      "{",
      "}",
      "[",
      "]",
      "|",
      "->",
      "=",
      ",",
      ".",
      '"',
      "/*",
      "//",
      "\n",
      "@",
      "in",
      "if ",
      "import {",
      "€",
    );
    fc.assert(
      fc.property(place, place, pieces, (start, length, piece) => {
        const source = SOURCE.slice(0, start) + piece + SOURCE.slice(start + (length % 20));
        askEverything(source, start + piece.length);
      }),
      { seed: 7, numRuns: 500 },
    );
  }).timeout(120_000);

  it("of nothing", () => {
    askEverything("", 0);
  });
});
