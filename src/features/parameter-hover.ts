// Hover on a named argument of an operator: what the parameter means, and its value as used.

import * as l10n from "@vscode/l10n";
import type { Hover, Position } from "vscode-languageserver";
import { findParameter, formatValue } from "../operators/parameters";
import type { AnalysedDocument } from "./document";
import { siteAt } from "./locate";
import { code, markup } from "./markdown";

/** The hover of the `stride` in `Conv(64, 7, stride=2)`; undefined elsewhere. */
export function parameterHover(document: AnalysedDocument, position: Position): Hover | undefined {
  const word = namedArgumentAt(document, position);
  const site = word && siteAt(document.sites, position);
  const [first] = site?.nodes ?? [];
  if (word === undefined || first?.node.kind !== "layer" || first.analysis.kind !== "layer") return undefined;
  const { operator } = first.analysis;
  const parameter = operator && findParameter(operator, word.name);
  if (parameter === undefined) return undefined;
  const value = first.node.attributes[parameter.name];
  const title = value === undefined ? parameter.name : `${parameter.name}=${formatValue(value)}`;
  const { line } = position;
  const range = {
    start: { line, character: word.start },
    end: { line, character: word.start + word.name.length },
  };
  return {
    contents: markup(
      `${l10n.t("{0} of {1}", code(title), `**${operator?.name ?? ""}**`)}\n\n${parameter.documentation}`,
    ),
    range,
  };
}

/** Within the parentheses of a layer or block, where names have a meaning of their own. */
export function isWithinArguments({ sites, text }: AnalysedDocument, position: Position): boolean {
  const site = siteAt(sites, position);
  if (site === undefined) return false;
  return text.getText({ start: site.origin.range.start, end: position }).includes("(");
}

/** The word at the position, when `=` follows it. */
function namedArgumentAt(
  { text }: AnalysedDocument,
  { line, character }: Position,
): { readonly name: string; readonly start: number } | undefined {
  const content = text.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  for (const { 0: name, index } of content.matchAll(/[A-Za-z_]\w*(?=\s*=(?!=))/gu)) {
    if (index <= character && character <= index + name.length) return { name, start: index };
  }
  return undefined;
}
