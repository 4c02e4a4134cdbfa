// Document symbols: networks, blocks, groups and layers as a tree, each with its shape and cost.

import * as l10n from "@vscode/l10n";
import { formatOutputs } from "../analysis/format-outputs";
import { SymbolKind } from "vscode-languageserver";
import type { DocumentSymbol, Range } from "vscode-languageserver";
import { flopsOf } from "../analysis/figures";
import type { Figures, FlopsConvention } from "../analysis/figures";
import { formatTally } from "../analysis/format-number";
import type { Definition, Node } from "../model/network";
import { formatShape } from "../model/shape";
import type { AnalysedDocument } from "./document";
import { instanceCount, usesOf } from "./instances";
import { comparePositions, lastNode, siteFigures } from "./sites";
import type { Site } from "./sites";

/** The outline, nested as the text is. */
export function documentSymbols(document: AnalysedDocument, convention: FlopsConvention): DocumentSymbol[] {
  const definitions = document.model.definitions
    .filter(({ origin }) => origin.uri === document.uri)
    .map((definition) => definitionSymbol(document, definition, convention));
  const known = new Set(definitions.map(({ range }) => keyOf(range)));
  const networks = document.analyses
    .filter(({ network: { origin } }) => origin.uri === document.uri && !known.has(keyOf(origin.range)))
    .map(({ network, totals }) =>
      symbol(
        network.name,
        l10n.t("Network · {0}", costs(totals, convention)),
        SymbolKind.Class,
        network.origin.range,
        network.origin.selection,
      ),
    );
  const inputs = inputSymbols(document);
  const sites = document.sites.map((site) => siteSymbol(site, convention));
  return nest([...definitions, ...networks, ...inputs, ...sites]);
}

function definitionSymbol(
  document: AnalysedDocument,
  definition: Definition,
  convention: FlopsConvention,
): DocumentSymbol {
  const { kind, name, origin } = definition;
  const analysis =
    kind === "network"
      ? document.analyses.find(({ network }) => keyOf(network.origin.range) === keyOf(origin.range))
      : undefined;
  const uses = analysis === undefined ? usesOf(document.allAnalyses, definition, document.chosen).count : 0;
  const detail = analysis === undefined ? instanceCount(uses, String) : costs(analysis.totals, convention);
  const symbolKind = kind === "network" ? SymbolKind.Class : SymbolKind.Interface;
  return symbol(name, detail, symbolKind, origin.range, origin.selection);
}

function inputSymbols({ uri, analyses }: AnalysedDocument): DocumentSymbol[] {
  return analyses.flatMap(({ network }) =>
    network.inputs
      .filter(({ origin }) => origin.uri === uri)
      .map(({ name, shape, origin }) =>
        symbol(
          name,
          l10n.t("input {0}", formatShape(shape)),
          SymbolKind.Variable,
          origin.range,
          origin.selection,
        ),
      ),
  );
}

function siteSymbol(site: Site, convention: FlopsConvention): DocumentSymbol {
  const [{ node }] = site.nodes;
  const shape = formatOutputs(lastNode(site));
  const detail = [kindText(node), shape, costs(siteFigures(site), convention)].filter((part) => part !== "");
  const kind = node.kind === "layer" ? SymbolKind.Function : SymbolKind.Namespace;
  return symbol(titleOf(node), detail.join(" · "), kind, site.origin.range, site.origin.selection);
}

function titleOf(node: Node): string {
  if (node.named) return node.name;
  return node.kind === "layer" ? node.operator : (node.definition ?? node.name);
}

function kindText(node: Node): string {
  if (!node.named) return "";
  return node.kind === "layer" ? node.operator : (node.definition ?? "");
}

function costs(figures: Figures, convention: FlopsConvention): string {
  return `${formatTally(figures.params)} · ${formatTally(flopsOf(figures, convention))}`;
}

function symbol(
  name: string,
  detail: string,
  kind: SymbolKind,
  range: Range,
  selection: Range | undefined,
): DocumentSymbol {
  const selectionRange = selection !== undefined && isWithin(selection, range) ? selection : range;
  return { name: name.trim() === "" ? "?" : name, detail, kind, range, selectionRange };
}

/** Puts symbols into those whose range is around theirs. */
function nest(symbols: readonly DocumentSymbol[]): DocumentSymbol[] {
  const sorted = [...symbols].sort(
    (a, b) => comparePositions(a.range.start, b.range.start) || comparePositions(b.range.end, a.range.end),
  );
  const roots: DocumentSymbol[] = [];
  const open: DocumentSymbol[] = [];
  for (const item of sorted) {
    while (open.length > 0 && !isWithin(item.range, open.at(-1)?.range ?? item.range)) open.pop();
    const parent = open.at(-1);
    if (parent === undefined) roots.push(item);
    else (parent.children ??= []).push(item);
    open.push(item);
  }
  return roots;
}

function isWithin(inner: Range, outer: Range): boolean {
  return comparePositions(outer.start, inner.start) <= 0 && comparePositions(inner.end, outer.end) <= 0;
}

function keyOf({ start, end }: Range): string {
  return `${String(start.line)}:${String(start.character)}-${String(end.line)}:${String(end.character)}`;
}
