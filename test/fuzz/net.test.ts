// Seeded fuzzing of the whole way of a `.net` text: read, analyse, every editor feature, the command line's JSON.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Range } from "vscode-languageserver";
import { analysisProblems } from "../../src/analysis/problems";
import { codeActions } from "../../src/features/code-actions";
import { codeLenses } from "../../src/features/code-lens";
import { diagnosticsByUri } from "../../src/features/diagnostics";
import type { AnalysedDocument } from "../../src/features/document";
import { foldingRanges } from "../../src/features/folding";
import { hoverAt } from "../../src/features/hover";
import { inlayHints, resolveInlayHint } from "../../src/features/inlay-hints";
import { instancesAt, locationOf } from "../../src/features/locate";
import { comparePositions } from "../../src/features/sites";
import { documentSymbols } from "../../src/features/symbols";
import { documentOf } from "../features/net-document";
import { mutatedTexts } from "../fixtures/mutations";
import { seeds, WORDS } from "./seeds";

const ALL = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };
const SETTINGS = {
  enabled: true,
  shape: true,
  params: true,
  flops: true,
  memory: true,
  receptiveField: true,
};
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 10_000);
/** Generous, since machines differ; what hangs takes far longer. */
const LONGEST_MS = 10_000;

function useEverything(text: string): void {
  const document = documentOf(text);
  const { model, analyses } = document;
  for (const problem of model.problems) assertWithin(document, problem.range);
  const diagnostics = diagnosticsByUri(model, analyses).get(document.uri) ?? [];
  codeActions(document, diagnostics);
  const hints = inlayHints(document, ALL, SETTINGS, "multiply-add");
  for (const hint of hints) assertWithin(document, { start: hint.position, end: hint.position });
  const [hint] = hints;
  if (hint !== undefined) resolveInlayHint(document, hint, SETTINGS, "multiply-add");
  for (const { range } of documentSymbols(document, "operations")) assertWithin(document, range);
  foldingRanges(document);
  codeLenses(document, "operations");
  for (const site of document.sites.slice(0, 5)) {
    assertWithin(document, site.origin.range);
    hoverAt(document, site.origin.selection?.start ?? site.origin.range.start, "operations");
    for (const instance of instancesAt(analyses, site, 5))
      assert.ok(locationOf(analyses, instance) !== undefined);
  }
  for (const { origin } of model.definitions) hoverAt(document, origin.range.start, "multiply-add");
  for (const analysis of analyses) analysisProblems(analysis);
}

/** Ranges are those of the text: neither negative nor beyond its lines' ends (but for a line break or a missing bracket). */
function assertWithin({ text }: AnalysedDocument, { start, end }: Range): void {
  assert.ok(comparePositions(start, end) <= 0, JSON.stringify([start, end]));
  for (const position of [start, end]) {
    const { line, character } = position;
    assert.ok(line >= 0 && line < text.lineCount && character >= 0, JSON.stringify(position));
    const shown = text.positionAt(text.offsetAt(position));
    assert.ok(shown.line === line && character - shown.character <= 2, JSON.stringify(position));
  }
}

describe("any text whatsoever", function () {
  this.timeout(1_800_000);

  it(`is read, analysed and shown without an exception or a hang: ${String(RUNS)} mutations of the samples`, () => {
    let slowest = 0;
    fc.assert(
      fc.property(mutatedTexts(seeds(), WORDS), (text) => {
        const start = performance.now();
        useEverything(text);
        slowest = Math.max(slowest, performance.now() - start);
      }),
      { seed: 20_140_917, numRuns: RUNS },
    );
    assert.ok(slowest < LONGEST_MS, `one text took ${slowest.toFixed(0)} ms`);
  });
});
