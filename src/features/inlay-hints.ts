// Inlay hints: at the end of each layer's line its output shape, params and FLOPs; within a chain on one line shapes only.

import { formatOutputs } from "../analysis/format-outputs";
import type { InlayHint, InlayHintLabelPart, MarkupContent, Range } from "vscode-languageserver";
import { addFigures, flopsOf, NO_FIGURES } from "../analysis/figures";
import type { Figures, FlopsConvention } from "../analysis/figures";
import { formatBytes, formatTally } from "../analysis/format-number";
import { fieldAtPath } from "../analysis/field-at-path";
import { markup } from "./markdown";
import type { AnalysedDocument } from "./document";
import { describeActivations, describeField, describeFlops, describeParams, describeShape } from "./describe";
import { formatField } from "./format-field";
import { anchorOf, comparePositions, lastNode, lastPath, siteFigures, siteShapes } from "./sites";
import type { Site } from "./sites";

/** Which parts a hint has. */
export interface HintSettings {
  readonly enabled: boolean;
  readonly shape: boolean;
  readonly params: boolean;
  readonly flops: boolean;
  readonly memory: boolean;
  readonly receptiveField: boolean;
}

/** What a hint carries so that its tooltips can be made when they are asked for. */
export interface HintData {
  readonly uri: string;
  readonly version: number;
  readonly line: number;
  /** Which of the line's layers; absent for the sum at the line's end. */
  readonly item?: number;
}

/** The hints of the lines within `range`, without tooltips. */
export function inlayHints(
  document: AnalysedDocument,
  range: Range,
  settings: HintSettings,
  convention: FlopsConvention,
): InlayHint[] {
  if (!settings.enabled) return [];
  const hints: InlayHint[] = [];
  for (const line of linesWithin(document.sites, range)) {
    hints.push(...lineHints(document, line, settings, convention));
  }
  return hints;
}

/** The same hint with a tooltip on each part: exact digits, unit and convention. Unchanged when the text has changed since. */
export function resolveInlayHint(
  document: AnalysedDocument,
  hint: InlayHint,
  settings: HintSettings,
  convention: FlopsConvention,
): InlayHint {
  const data = hint.data as HintData;
  if (data.version !== document.version || typeof hint.label === "string") return hint;
  const items = itemsOfLine(document.sites, data.line);
  const shown = data.item === undefined ? items : items.slice(data.item, data.item + 1);
  const last = shown.at(-1);
  if (last === undefined) return hint;
  const parts = data.item === undefined ? partsOf(shown, last, settings, convention) : [shapePart(last)];
  if (parts.length !== hint.label.length) return hint;
  return {
    ...hint,
    label: hint.label.map((label, index) => {
      const tooltip = parts[index]?.tooltip();
      return tooltip === undefined ? label : { ...label, tooltip };
    }),
  };
}

/** A part of a label, and its tooltip on demand. */
interface Part {
  readonly text: string;
  readonly tooltip: () => MarkupContent;
}

function lineHints(
  document: AnalysedDocument,
  items: readonly Site[],
  settings: HintSettings,
  convention: FlopsConvention,
): InlayHint[] {
  const last = items.at(-1);
  if (last === undefined) return [];
  const { line } = anchorOf(last);
  const data: HintData = { uri: document.uri, version: document.version, line };
  const inner = settings.shape
    ? items.slice(0, -1).map((site, item) => hint(anchorOf(site), [shapePart(site)], { ...data, item }))
    : [];
  const parts = partsOf(items, last, settings, convention);
  if (parts.length === 0) return inner;
  return [...inner, hint(endOfLine(document, line), parts, data)];
}

function hint(position: InlayHint["position"], parts: readonly Part[], data: HintData): InlayHint {
  const label = parts.map(({ text }, index): InlayHintLabelPart => ({
    value: index === 0 ? text : ` · ${text}`,
  }));
  return { position, label, paddingLeft: true, data };
}

/** The parts at the end of a line: the last one's output shape, and what all of the line costs. */
function partsOf(
  items: readonly Site[],
  last: Site,
  settings: HintSettings,
  convention: FlopsConvention,
): Part[] {
  const figures = items.map(siteFigures).reduce(addFigures, NO_FIGURES);
  const parts: Part[] = [];
  if (settings.shape) parts.push(shapePart(last));
  if (settings.params) parts.push(figurePart(figures, "params"));
  if (settings.flops) parts.push(flopsPart(figures, convention));
  if (settings.memory) parts.push(figurePart(figures, "memory"));
  if (settings.receptiveField) parts.push(...fieldParts(last));
  return parts;
}

function shapePart(site: Site): Part {
  const shapes = siteShapes(site);
  const text = formatOutputs(lastNode(site));
  return { text, tooltip: () => markup(describeShape(shapes)) };
}

function figurePart(figures: Figures, figure: "params" | "memory"): Part {
  if (figure === "params") {
    return {
      text: formatTally(figures.params),
      tooltip: () => markup(describeParams(figures)),
    };
  }
  return {
    text: formatTally(figures.activationBytes, formatBytes),
    tooltip: () => markup(describeActivations(figures.activationBytes)),
  };
}

function flopsPart(figures: Figures, convention: FlopsConvention): Part {
  return {
    text: formatTally(flopsOf(figures, convention)),
    tooltip: () => markup(describeFlops(figures, convention)),
  };
}

/** Nothing for what has no spatial axes. */
function fieldParts(site: Site): Part[] {
  const field = fieldAtPath(site.network, lastPath(site));
  if (field?.size.length === 0) return [];
  return [{ text: `RF ${formatField(field)}`, tooltip: () => markup(describeField(field)) }];
}

/** The sites of each line that lies within `range`, one list for each line that has any. */
function* linesWithin(sites: readonly Site[], range: Range): Generator<readonly Site[]> {
  let at = firstFrom(sites, range.start.line);
  while (at < sites.length) {
    const site = sites[at];
    const line = site === undefined ? Infinity : anchorOf(site).line;
    if (line > range.end.line) return;
    const end = firstFrom(sites, line + 1);
    yield outermost(sites.slice(at, end));
    at = end;
  }
}

function itemsOfLine(sites: readonly Site[], line: number): readonly Site[] {
  return outermost(sites.slice(firstFrom(sites, line), firstFrom(sites, line + 1)));
}

/** The sites that are not in a group which stands on the same line and counts them already; scopes are in names only. */
function outermost(sites: readonly Site[]): readonly Site[] {
  const written = sites.filter(
    ({ nodes: [{ node }] }) => node.kind === "layer" || node.groupKind !== "scope",
  );
  const groups = new Set(written.flatMap((site) => site.nodes.map(({ node }) => node)));
  return written
    .filter((site) => !site.groups.some((group) => groups.has(group)))
    .sort((a, b) => comparePositions(anchorOf(a), anchorOf(b)));
}

/** The index of the first site at `line` or after, by bisection. */
function firstFrom(sites: readonly Site[], line: number): number {
  let low = 0;
  let high = sites.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const site = sites[middle];
    if (site !== undefined && anchorOf(site).line < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function endOfLine({ text }: AnalysedDocument, line: number): InlayHint["position"] {
  const next = text.offsetAt({ line: line + 1, character: 0 });
  const start = text.offsetAt({ line, character: 0 });
  const content = text.getText({ start: { line, character: 0 }, end: text.positionAt(next) });
  return { line, character: Math.max(0, text.positionAt(start + trimmedLength(content)).character) };
}

/** The length of a line without its line break and trailing blanks. */
function trimmedLength(content: string): number {
  return content.trimEnd().length;
}
