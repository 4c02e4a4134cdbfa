// Every editor feature of a document, for fuzzing.

import assert from "node:assert/strict";
import type { Position, Range } from "vscode-languageserver";
import { analysisProblems } from "../../src/analysis/problems";
import { codeActions } from "../../src/features/code-actions";
import { codeLenses } from "../../src/features/code-lens";
import { completionsAt } from "../../src/features/completion";
import { diagnosticsByUri } from "../../src/features/diagnostics";
import type { AnalysedDocument } from "../../src/features/document";
import { foldingRanges } from "../../src/features/folding";
import { hoverAt } from "../../src/features/hover";
import { inlayHints, resolveInlayHint } from "../../src/features/inlay-hints";
import { instancesAt, locationOf } from "../../src/features/locate";
import { comparePositions } from "../../src/features/sites";
import { definitionsAt, highlightsAt, referencesAt, renameAt } from "../../src/features/names";
import { documentSymbols } from "../../src/features/symbols";

const ALL = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };
const SETTINGS = {
  enabled: true,
  shape: true,
  params: true,
  flops: true,
  memory: true,
  receptiveField: true,
};
/** Asks every feature of a document; throws when one fails, or when it answers with a place outside of the text. */
export function useEverything(document: AnalysedDocument): void {
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
  for (const position of [0, 0.3, 0.6, 1].map((share) => placeAt(document, share)))
    useNames(document, position);
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

/** What formats with editor data of their own answer at a place. */
function useNames(document: AnalysedDocument, position: Position): void {
  hoverAt(document, position, "multiply-add");
  completionsAt(document.text, document.language, position);
  for (const { range } of definitionsAt(document, position)) assertWithin(document, range);
  for (const { range } of highlightsAt(document, position)) assertWithin(document, range);
  referencesAt(document, position, true);
  renameAt(document, position, "renamed");
}

function placeAt({ text }: AnalysedDocument, share: number): Position {
  return text.positionAt(Math.floor(share * text.getText().length));
}
