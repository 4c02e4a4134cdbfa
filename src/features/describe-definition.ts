// A network or a block in words, where it is defined: totals, facts, and where params, compute and memory sit.

import * as l10n from "@vscode/l10n";
import { depthOf } from "../analysis/depth-known";
import type { FlopsConvention } from "../analysis/figures";
import { formatBytes, formatExact, formatTally } from "../analysis/format-number";
import { insightsOf } from "../analysis/insights/index";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { Count } from "../model/exact";
import type { Definition, Facts } from "../model/network";
import { formatShape } from "../model/shape";
import { describeFlops, describeParams, exactTally } from "./describe";
import { describeGroup } from "./describe-group";
import { list } from "./describe-layer";
import type { AnalysedDocument } from "./document";
import { instanceCount, usesOf } from "./instances";
import { code, escapeParagraphs, escapeText } from "./markdown";
import { breakdown } from "./shares";
import { shownInstance } from "./shown-instance";

/** The hover of a network as Markdown. */
export function describeNetwork(analysis: NetworkAnalysis, convention: FlopsConvention): string {
  const { network, totals, body } = analysis;
  const inputs = network.inputs.map(({ name, shape }) => `${code(name)} ${code(formatShape(shape))}`);
  return [
    `**${l10n.t("Network")}** ${code(network.name)}`,
    escapeParagraphs(network.documentation ?? ""),
    list([
      inputs.length === 0 ? undefined : l10n.t("Inputs: {0}", inputs.join(", ")),
      l10n.t("{0} layers, depth {1}", formatExact(totals.layers), formatTally(depthOf(analysis))),
      describeParams(totals),
      auxiliary(analysis),
      describeFlops(totals, convention),
      l10n.t(
        "Activations, all layers: {0} ({1})",
        formatTally(totals.activationBytes, formatBytes),
        exactTally(totals.activationBytes, "bytes"),
      ),
      l10n.t("Peak activation memory: {0}", bytes(totals.peakActivationBytes)),
      l10n.t("Weight memory: {0} as {1}", bytes(totals.weightBytes), network.dtype),
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
      ? l10n.t(
          "Not instantiated by a network here, so that there are no figures to show: they depend on the arguments and on the input.",
        )
      : l10n.t(
          "{0}, {1} distinct. Figures are those of {2}.",
          instanceCount(count, formatExact),
          distinct.length,
          code(shown?.path ?? ""),
        );
  const kind = definition.kind === "block" ? l10n.t("Block") : l10n.t("Network");
  return [
    `**${kind}** ${code(definition.name)}(${parameters})`,
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
  return l10n.t(
    "Auxiliary heads, counted apart: {0} ({1} with them)",
    exactTally(params, "params"),
    formatTally(all),
  );
}

function sumOrUnknown(a: Count, b: Count): Count {
  return a === undefined || b === undefined ? undefined : a + b;
}

function bytes(count: Count): string {
  return count === undefined
    ? l10n.t("not known")
    : l10n.t("{0} ({1} bytes)", formatBytes(count), formatExact(count));
}

function facts({ year, top1Error, top5Error, dataset, paper }: Facts): readonly (string | undefined)[] {
  const errors = errorText(top1Error, top5Error);
  return [
    year === undefined ? undefined : l10n.t("Year {0}", year),
    errors === undefined || dataset === undefined
      ? errors
      : l10n.t("{0} on {1}", errors, escapeText(dataset)),
    paper === undefined ? undefined : l10n.t("Paper: {0}", escapeText(paper)),
  ];
}

function errorText(top1: number | undefined, top5: number | undefined): string | undefined {
  if (top1 === undefined) return top5 === undefined ? undefined : l10n.t("Top-5 error {0}%", top5);
  return top5 === undefined
    ? l10n.t("Top-1 error {0}%", top1)
    : l10n.t("Top-1 error {0}%, top-5 error {1}%", top1, top5);
}
