// Definition, references, highlights, rename, completion and quick fixes from a format's own editor data.

import assert from "node:assert/strict";
import { codeActions } from "../../src/features/code-actions";
import { completionsAt } from "../../src/features/completion";
import { diagnosticOf, diagnosticsByUri } from "../../src/features/diagnostics";
import { foldingRanges } from "../../src/features/folding";
import { definitionsAt, highlightsAt, referencesAt, renameAt, renameRangeAt } from "../../src/features/names";
import type { NameOccurrence, TextFormat } from "../../src/formats/format";
import type { Range } from "../../src/model/origin";
import { documentOf, markedDocument, URI } from "./net-document";

/** A format whose lines are `define NAME` and `use NAME`. */
const WORDS: TextFormat = {
  kind: "text",
  id: "words",
  title: "Words",
  endings: [".words"],
  languageId: "words",
  matches: () => true,
  read: (uri) => ({ uri, format: "words", networks: [], definitions: [], problems: [], dependencies: [] }),
  language: {
    occurrences: (text) => text.split("\n").flatMap(occurrence),
    complete: () => [
      {
        label: "define",
        kind: "field",
        documentation: "Defines a name.",
        insertText: "define $1",
        snippet: true,
      },
      { label: "use", kind: "field", detail: "a use" },
    ],
    folding: () => [lineRange(0, 2)],
    fixes: (_, code, range) => (code === "missing" ? [{ title: "Add it", range, newText: "added" }] : []),
  },
};

function occurrence(text: string, line: number): readonly NameOccurrence[] {
  const [, verb, name] = /^(define|use) (\w+)$/u.exec(text) ?? [];
  if (verb === undefined || name === undefined) return [];
  const start = { line, character: verb.length + 1 };
  const range = { start, end: { line, character: text.length } };
  return [{ name, kind: "word", role: verb === "define" ? "definition" : "reference", range }];
}

function lineRange(from: number, to: number): Range {
  return { start: { line: from, character: 0 }, end: { line: to, character: 0 } };
}

const options = { format: WORDS };

describe("names of a text format", () => {
  it("lead to the definition before their use", () => {
    const { document, position } = markedDocument("define a\ndefine b\nuse a\ndefine a\nuse ¦a", options);
    assert.deepEqual(
      definitionsAt(document, position).map(({ range }) => range.start.line),
      [3],
    );
  });

  it("lead to all references, with or without definitions", () => {
    const { document, position } = markedDocument("define ¦a\ndefine b\nuse a\nuse b\nuse a", options);
    assert.deepEqual(
      referencesAt(document, position, true).map(({ range }) => range.start.line),
      [0, 2, 4],
    );
    assert.deepEqual(
      referencesAt(document, position, false).map(({ range }) => range.start.line),
      [2, 4],
    );
    assert.equal(highlightsAt(document, position).length, 3);
  });

  it("are renamed everywhere", () => {
    const { document, position } = markedDocument("define old\nuse o¦ld", options);
    assert.equal(renameRangeAt(document, position)?.placeholder, "old");
    assert.equal(renameAt(document, position, "fresh")?.changes?.[URI]?.length, 2);
  });

  it("are nowhere between names", () => {
    const { document, position } = markedDocument("d¦efine a", options);
    assert.deepEqual(definitionsAt(document, position), []);
    assert.equal(renameAt(document, position, "b"), undefined);
  });

  it("complete in the format's order", () => {
    const { document, position } = markedDocument("¦", options);
    const items = completionsAt(document.text, document.language, position);
    assert.deepEqual(
      items.map(({ label }) => label),
      ["define", "use"],
    );
    assert.equal(items[0]?.insertText, "define $1");
    assert.equal(items[0].insertTextFormat, 2);
  });

  it("fold as the format says, without a line of which nothing is in the range", () => {
    assert.deepEqual(foldingRanges(documentOf("a\nb\nc", options)), [{ startLine: 0, endLine: 1 }]);
  });
});

describe("diagnostics and quick fixes", () => {
  it("carry code, severity, related places and the tag of what has no effect", () => {
    const problem = {
      uri: URI,
      range: lineRange(1, 1),
      severity: "warning",
      code: "unused",
      message: "unused",
      unnecessary: true,
      related: [{ uri: URI, range: lineRange(0, 0), message: "here" }],
      data: { replacement: "Conv" },
    } as const;
    const diagnostic = diagnosticOf(problem);
    assert.equal(diagnostic.severity, 2);
    assert.deepEqual(diagnostic.tags, [1]);
    assert.equal(diagnostic.source, "netlens");
    assert.equal(diagnostic.relatedInformation?.[0]?.message, "here");
    const [action] = codeActions(documentOf("", options), [diagnostic]);
    assert.equal(action?.title, 'Change to "Conv"');
    assert.equal(action.edit?.changes?.[URI]?.[0]?.newText, "Conv");
  });

  it("offer the format's own fixes", () => {
    const range = lineRange(0, 0);
    const [action] = codeActions(documentOf("", options), [{ range, code: "missing", message: "" }]);
    assert.equal(action?.title, "Add it");
  });

  it("warn at the budget that is exceeded", () => {
    const document = documentOf(`@budget(params=50, macs=1M)
network N {
  input x [10]
  Linear(7)
}`);
    const diagnostics = diagnosticsByUri(document.model, document.analyses).get(URI) ?? [];
    assert.equal(diagnostics.length, 1);
    assert.equal(diagnostics[0]?.code, "over-budget");
    assert.equal(diagnostics[0].severity, 2);
    assert.equal(diagnostics[0].range.start.line, 0);
    assert.match(JSON.stringify(diagnostics[0].message), /77 params.*budget of 50/u);
  });

  it("say plainly when a total is beyond 2^53", () => {
    const document = documentOf(`network N {
  input x [1000000, 3000, 3000]
  repeat 1000 {
    Conv(1000000, 1)
  }
}`);
    const codes = (diagnosticsByUri(document.model, document.analyses).get(URI) ?? []).map(
      ({ code }) => code,
    );
    assert.ok(codes.includes("too-large"), codes.join());
  });
});
