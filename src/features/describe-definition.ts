// A network or a block in words, where it is defined: totals, facts, and where params, compute and memory sit.

import type { FlopsConvention } from "../analysis/figures";
import { formatBytes, formatExact, formatTally } from "../analysis/format-number";
import { insightsOf } from "../analysis/insights/index";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { Count } from "../model/exact";
import type { Definition, Facts } from "../model/network";
import { formatShape } from "../model/shape";
import { describeBytes, describeFlops, describeParams, exactTally } from "./describe";
import { describeGroup } from "./describe-group";
import { list } from "./describe-layer";
import type { AnalysedDocument } from "./document";
import { usesOf } from "./instances";
import { code, escapeParagraphs, escapeText } from "./markdown";
import { breakdown } from "./shares";
import { shownInstance } from "./shown-instance";

/** The hover of a network as Markdown. */
export function describeNetwork(analysis: NetworkAnalysis, convention: FlopsConvention): string {
  const { network, totals, body } = analysis;
  const inputs = network.inputs.map(({ name, shape }) => `${code(name)} ${code(formatShape(shape))}`);
  return [
    `**Network** ${code(network.name)}`,
    escapeParagraphs(network.documentation ?? ""),
    list([
      inputs.length === 0 ? undefined : `Inputs: ${inputs.join(", ")}`,
      `${formatExact(totals.layers)} layers, depth ${String(totals.depth)}`,
      describeParams(totals),
      auxiliary(analysis),
      describeFlops(totals, convention),
      describeBytes("Activations, all layers", totals.activationBytes),
      `Peak activation memory: ${bytes(totals.peakActivationBytes)}`,
      `Weight memory: ${bytes(totals.weightBytes)} as ${network.dtype}`,
    ]),
    list(facts(network.facts)),
    breakdown(network.body, body, convention),
    list(insightsOf(analysis).map(({ text }) => escapeText(text))),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** The hover of a block's definition as Markdown: the instance that is looked at, and how many there are. */
export function describeDefinition(
  document: AnalysedDocument,
  definition: Definition,
  convention: FlopsConvention,
): string {
  const parameters = definition.parameters.map(escapeText).join(", ");
  const { count, distinct } = usesOf(document.allAnalyses, definition, []);
  const shown = shownInstance(document, definition);
  const uses =
    count === 0
      ? "Not instantiated by a network here, so that there are no figures to show: they depend on the arguments and on the input."
      : `${formatExact(count)} ${count === 1 ? "instance" : "instances"}, ${String(distinct.length)} distinct. Figures are those of ${code(shown?.path ?? "")}.`;
  return [
    `**${definition.kind === "block" ? "Block" : "Network"}** ${code(definition.name)}(${parameters})`,
    escapeParagraphs(definition.documentation ?? ""),
    uses,
    shown === undefined ? "" : describeGroup({ ...document.model, definitions: [] }, shown, convention),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function auxiliary({ totals }: NetworkAnalysis): string | undefined {
  const { params, layers } = totals.auxiliary;
  if (layers === 0) return undefined;
  const all = { value: sumOrUnknown(params.value, totals.params.value), uncounted: params.uncounted };
  return `Auxiliary heads, counted apart: ${exactTally(params, "params")} (${formatTally(all)} with them)`;
}

function sumOrUnknown(a: Count, b: Count): Count {
  return a === undefined || b === undefined ? undefined : a + b;
}

function bytes(count: Count): string {
  return count === undefined ? "not known" : `${formatBytes(count)} (${formatExact(count)} bytes)`;
}

function facts({ year, top1Error, top5Error, dataset, paper }: Facts): readonly (string | undefined)[] {
  const error = (name: string, percent: number | undefined): string | undefined =>
    percent === undefined ? undefined : `${name} error ${String(percent)}%`;
  const errors = [error("Top-1", top1Error), error("top-5", top5Error)].filter((text) => text !== undefined);
  return [
    year === undefined ? undefined : `Year ${String(year)}`,
    errors.length === 0
      ? undefined
      : errors.join(", ") + (dataset === undefined ? "" : ` on ${escapeText(dataset)}`),
    paper === undefined ? undefined : `Paper: ${escapeText(paper)}`,
  ];
}
