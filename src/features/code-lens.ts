// Code lenses: on a network what it costs, on a block how often it is instantiated and which instance is shown.

import * as l10n from "@vscode/l10n";
import type { CodeLens, Range } from "vscode-languageserver";
import { depthOf } from "../analysis/depth-known";
import { flopsOf } from "../analysis/figures";
import type { FlopsConvention } from "../analysis/figures";
import { formatBytes, formatCount, formatTally } from "../analysis/format-number";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import { addTallies } from "../analysis/tally";
import { sum } from "../model/exact";
import type { AnalysedDocument } from "./document";
import { instanceCount, usesOf } from "./instances";

/** Shows the instances of a block and lets one be chosen; its arguments are the file's uri and the block's name. */
export const SHOW_INSTANCES_COMMAND = "netlens.showInstances";

/** Shows the graph of the file beside it. */
const SHOW_GRAPH_COMMAND = "netlens.showGraph";

/** The lenses of a file; a command without a name is plain text. */
export function codeLenses(document: AnalysedDocument, convention: FlopsConvention): CodeLens[] {
  const { uri, analyses, allAnalyses, model, chosen } = document;
  const networks = analyses
    .filter(({ network }) => network.origin.uri === uri)
    .map((analysis) => networkLens(analysis, convention));
  const blocks = model.definitions
    .filter(({ kind, origin }) => kind === "block" && origin.uri === uri)
    .map((definition) => {
      const { name, origin } = definition;
      const { count, distinct } = usesOf(allAnalyses, definition, chosen);
      const range = lineOf(origin.selection ?? origin.range);
      if (count === 0) return { range, command: { title: l10n.t("not instantiated here"), command: "" } };
      const shown = distinct.find((instance) => instance.chosen);
      const instances = instanceCount(count, formatCount);
      const title =
        shown === undefined
          ? instances
          : l10n.t("{0} · showing {1} ({2})", instances, shown.path, shown.description);
      return { range, command: { title, command: SHOW_INSTANCES_COMMAND, arguments: [uri, name] } };
    });
  return [...networks, ...blocks];
}

function networkLens(analysis: NetworkAnalysis, convention: FlopsConvention): CodeLens {
  const { network, totals } = analysis;
  const memory = sum([totals.peakActivationBytes, totals.weightBytes]);
  const params = formatTally(totals.params);
  const parts = [
    totals.auxiliary.layers === 0
      ? l10n.t("{0} params", params)
      : l10n.t(
          "{0} params ({1} with auxiliary heads)",
          params,
          formatTally(addTallies(totals.params, totals.auxiliary.params)),
        ),
    l10n.t("{0} FLOPs", formatTally(flopsOf(totals, convention))),
    l10n.t("{0} memory", formatBytes(memory)),
    l10n.t("depth {0}", formatTally(depthOf(analysis))),
  ];
  const { range, selection } = network.origin;
  return {
    range: lineOf(selection ?? range),
    command: { title: parts.join(" · "), command: SHOW_GRAPH_COMMAND },
  };
}

function lineOf({ start }: Range): Range {
  return { start, end: start };
}
