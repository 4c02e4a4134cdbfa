// Hover: what stands at a position, with its figures explained.

import type { Hover, Position } from "vscode-languageserver";
import type { FlopsConvention } from "../analysis/figures";
import type { Definition } from "../model/network";
import type { Range } from "../model/origin";
import { describeDefinition, describeNetwork } from "./describe-definition";
import { describeGroup } from "./describe-group";
import { describeLayer } from "./describe-layer";
import type { AnalysedDocument } from "./document";
import { contains, siteAt } from "./locate";
import { markup } from "./markdown";
import { parameterHover } from "./parameter-hover";
import type { Site } from "./sites";

/** The hover at a position: of the network, block, layer, group or field there; undefined where there is nothing to say. */
export function hoverAt(
  document: AnalysedDocument,
  position: Position,
  convention: FlopsConvention,
): Hover | undefined {
  const definition = definitionAt(document, position);
  if (definition !== undefined) return hoverOfDefinition(document, definition, convention);
  const field = document.language?.describe?.(document.text.getText(), document.text.offsetAt(position));
  const parameter = field === undefined ? parameterHover(document, position) : undefined;
  const site = siteAt(document.sites, position);
  const isNamed = site?.origin.selection !== undefined && contains(site.origin.selection, position);
  if (field !== undefined && !isNamed) return { contents: markup(field.markdown), range: field.range };
  if (parameter !== undefined && !isNamed) return parameter;
  return site && { contents: markup(describeSite(document, site, convention)), range: shownRange(site) };
}

function describeSite(document: AnalysedDocument, site: Site, convention: FlopsConvention): string {
  const [{ node, analysis }] = site.nodes;
  if (node.kind === "layer" && analysis.kind === "layer")
    return describeLayer(site, node, analysis, convention);
  return describeGroup(document.model, site, convention);
}

function hoverOfDefinition(
  document: AnalysedDocument,
  definition: Definition,
  convention: FlopsConvention,
): Hover {
  const network = document.analyses.find((analysis) => isOf(analysis.network.origin.range, definition));
  const text =
    network === undefined
      ? describeDefinition(document, definition, convention)
      : describeNetwork(network, convention);
  return { contents: markup(text), range: definition.origin.selection ?? definition.origin.range };
}

/** The definition whose keyword or name is at the position. */
function definitionAt({ model }: AnalysedDocument, position: Position): Definition | undefined {
  return model.definitions.find(({ origin: { uri, range, selection } }) => {
    if (uri !== model.uri || selection === undefined) return false;
    return contains(selection, position) || isHeader(range, selection, position);
  });
}

/** Between the start of a definition and its name, on the name's line: its keyword. */
function isHeader(range: Range, selection: Range, position: Position): boolean {
  return (
    position.line === selection.start.line && contains({ start: range.start, end: selection.end }, position)
  );
}

function isOf(range: Range, { kind, origin }: Definition): boolean {
  return (
    kind === "network" &&
    range.start.line === origin.range.start.line &&
    range.start.character === origin.range.start.character
  );
}

function shownRange({ origin: { selection, range } }: Site): Range {
  return selection ?? range;
}
