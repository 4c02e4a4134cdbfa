// A layer in words: what it is, its parameters as used, and how each of its figures comes about.

import * as l10n from "@vscode/l10n";
import type { LayerAnalysis } from "../analysis/body-analysis";
import { outputShapes } from "../analysis/body-analysis";
import { fieldAtPath } from "../analysis/field-at-path";
import type { FlopsConvention } from "../analysis/figures";
import type { Attributes, Body, Layer, Source } from "../model/network";
import { formatShape, sameShape } from "../model/shape";
import type { Shape } from "../model/shape";
import { costOf } from "../operators/cost";
import { explainParams } from "../operators/explain";
import { formatValue } from "../operators/parameters";
import type { Explanation } from "../operators/operator";
import { describeActivations, describeField, describeFlops, describeParams, describeShape } from "./describe";
import { code, codeBlock, escapeText } from "./markdown";
import { describeShares } from "./shares";
import type { Site } from "./sites";
import { siteFigures } from "./sites";

/** The hover of a layer as Markdown. */
export function describeLayer(
  site: Site,
  layer: Layer,
  analysis: LayerAnalysis,
  convention: FlopsConvention,
): string {
  const figures = siteFigures(site);
  const shapes = outputShapes(layer);
  return [
    title(layer),
    codeBlock([call(layer.operator, layer.attributes)], "net"),
    analysis.operator?.documentation ??
      l10n.t("Netlens does not know this operator: what it costs is left out."),
    meeting(site.body, layer, analysis),
    explanation(layer, analysis),
    list([
      describeShape(shapes),
      describeParams(figures),
      describeFlops(figures, convention),
      describeActivations(figures.activationBytes),
      describeField(fieldAtPath(site.network, site.path)),
      layer.sharedWith === undefined
        ? undefined
        : l10n.t("Uses the weights of {0}, which are counted there.", code(layer.sharedWith)),
    ]),
    describeShares(site, figures, convention),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Bullets, one for each line that there is. */
export function list(lines: readonly (string | undefined)[]): string {
  return lines
    .filter((line) => line !== undefined && line !== "")
    .map((line) => `- ${line ?? ""}`)
    .join("\n");
}

function title(layer: Layer): string {
  const native = layer.nativeOperator === undefined ? "" : ` (${escapeText(layer.nativeOperator)})`;
  const name = layer.named ? ` ${code(layer.name)}` : "";
  return `**${escapeText(layer.operator)}**${native}${name}`;
}

function call(operator: string, attributes: Attributes): string {
  const given = Object.entries(attributes).map(([name, value]) => `${name}=${formatValue(value)}`);
  return given.length === 0 ? operator : `${operator}(${given.join(", ")})`;
}

/** The shapes that meet at a layer of several inputs, each with where it comes from. */
function meeting(body: Body, layer: Layer, analysis: LayerAnalysis): string {
  if (layer.inputs.length < 2) return "";
  const rows = layer.inputs
    .slice(0, MOST_ROWS)
    .map(
      (source, index) =>
        `| ${String(index + 1)} | ${origin(body, source)} | ${code(formatShape(analysis.call.inputs[index]))} |`,
    );
  const rest = layer.inputs.length - rows.length;
  const more = rest > 0 ? [`| … | ${l10n.t("{0} more", rest)} | |`] : [];
  const head = `| | ${l10n.t("from")} | ${l10n.t("shape")} |`;
  return [l10n.t("The shapes that meet:"), "", head, "|---|---|---|", ...rows, ...more].join("\n");
}

const MOST_ROWS = 16;

function origin(body: Body, source: Source): string {
  if ("input" in source) {
    const name = body.inputs[source.input]?.name;
    return name === undefined ? l10n.t("the tensor that enters") : code(name);
  }
  const node = body.nodes[source.node];
  if (node === undefined) return "?";
  const kind = node.kind === "layer" ? node.operator : (node.definition ?? node.groupKind);
  return l10n.t("{0} {1}, line {2}", code(node.name), escapeText(kind), node.origin.range.start.line + 1);
}

/** How shape, params and multiply-adds come about, as far as the operator's rules give what the file's own format does. */
function explanation(layer: Layer, { operator, call: inferred, cost }: LayerAnalysis): string {
  if (operator === undefined) return "";
  const lines: Explanation = operator.explain?.(inferred) ?? {};
  const ruled = costOf(operator, inferred);
  const [own] = operator.infer(inferred).outputs;
  const { known } = layer;
  const params =
    known === undefined || !("weights" in known) ? lines.params : explainParams(known.weights ?? []);
  return codeOrNothing([
    ...(sameShape(own, inferred.outputs[0])
      ? titled(l10n.t("output of {0}", inputText(inferred.inputs)), lines.shape)
      : []),
    ...titled(l10n.t("params"), params),
    ...(ruled.macs === cost.macs ? titled(l10n.t("multiply-adds"), lines.macs) : []),
  ]);
}

function inputText(inputs: readonly (Shape | undefined)[]): string {
  const shown = inputs.slice(0, MOST_ROWS).map(formatShape).join(", ");
  return inputs.length > MOST_ROWS ? `${shown}, …` : shown;
}

function titled(name: string, lines: readonly string[] | undefined): readonly string[] {
  return lines === undefined || lines.length === 0 ? [] : [name, ...indent(lines)];
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function codeOrNothing(lines: readonly string[]): string {
  return lines.length === 0 ? "" : codeBlock(lines);
}
