// Shares of a network's totals, and where within a body its figures sit.

import * as l10n from "@vscode/l10n";
import type { BodyAnalysis } from "../analysis/body-analysis";
import { formatOutputs } from "../analysis/format-outputs";
import { flopsOf } from "../analysis/figures";
import type { Figures, FlopsConvention } from "../analysis/figures";
import { formatBytes, formatShare, formatTally } from "../analysis/format-number";
import type { Tally } from "../analysis/tally";
import { isComplete } from "../analysis/tally";
import type { Body, Node } from "../model/network";
import { code, escapeText } from "./markdown";
import type { Site } from "./sites";

/** `Of AlexNet: <0.1% of params, 10.2% of FLOPs, 16.6% of activation memory`; which instance it is, in a block. */
export function describeShares(site: Site, figures: Figures, convention: FlopsConvention): string {
  const { network, totals } = site.network;
  const whole = site.auxiliary ? totals.auxiliary : totals;
  const name = escapeText(network.name);
  const of = site.auxiliary ? l10n.t("{0}'s auxiliary heads", name) : name;
  const shares = [
    l10n.t("{0} of params", share(figures.params, whole.params)),
    l10n.t("{0} of FLOPs", share(flopsOf(figures, convention), flopsOf(whole, convention))),
    l10n.t("{0} of activation memory", share(figures.activationBytes, whole.activationBytes)),
  ];
  return site.groups.some(({ definition }) => definition !== undefined)
    ? l10n.t("Of {0} (as instance {1}): {2}.", of, code(site.path), shares.join(", "))
    : l10n.t("Of {0}: {1}.", of, shares.join(", "));
}

/** A table of the parts of a body in order, with what each costs; the costliest when there are many. */
export function breakdown(body: Body, analysis: BodyAnalysis, convention: FlopsConvention): string {
  const parts = partsOf(body, analysis);
  if (parts.length < 2) return "";
  const shown = costliest(parts, convention);
  const rows = shown.map(({ label, shape, figures, auxiliary }) => {
    const flops = flopsOf(figures, convention);
    const whole = auxiliary ? analysis.auxiliary : analysis.figures;
    const cells = [
      label,
      code(shape),
      `${formatTally(figures.params)} (${share(figures.params, whole.params)})`,
      `${formatTally(flops)} (${share(flops, flopsOf(whole, convention))})`,
      formatTally(figures.activationBytes, formatBytes),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const left = parts.length - shown.length;
  const rest = left > 0 ? `\n\n${l10n.t("The {0} costliest of {1} parts.", shown.length, parts.length)}` : "";
  const head = [l10n.t("part"), l10n.t("output"), l10n.t("params"), l10n.t("FLOPs"), l10n.t("memory")];
  return [`| ${head.join(" | ")} |`, "|---|---|--:|--:|--:|", ...rows].join("\n") + rest;
}

/** The share of a part that is wholly known: what could not be counted has none. */
function share(part: Tally, whole: Tally): string {
  return formatShare(isComplete(part) ? part.value : undefined, whole.value);
}

interface Part {
  readonly label: string;
  readonly shape: string;
  readonly figures: Figures;
  /** A head for training only, whose shares are those of all such heads. */
  readonly auxiliary: boolean;
}

const MOST_PARTS = 12;

function costliest(parts: readonly Part[], convention: FlopsConvention): readonly Part[] {
  if (parts.length <= MOST_PARTS) return parts;
  const weight = ({ figures }: Part): number =>
    Math.max(flopsOf(figures, convention).value ?? 0, figures.params.value ?? 0);
  const least = parts.map(weight).sort((a, b) => b - a)[MOST_PARTS - 1] ?? 0;
  return parts.filter((part) => weight(part) >= least).slice(0, MOST_PARTS);
}

function partsOf(body: Body, analysis: BodyAnalysis): readonly Part[] {
  return body.nodes.flatMap((node, index) => {
    const part = analysis.nodes[index];
    if (part === undefined) return [];
    const auxiliary = part.kind === "group" && part.figures.layers === 0 && part.auxiliary.layers > 0;
    const figures = auxiliary ? part.auxiliary : part.figures;
    return [{ label: labelOf(node), shape: formatOutputs(node), figures, auxiliary }];
  });
}

function labelOf(node: Node): string {
  const times = node.kind === "group" && node.count > 1 ? ` ×${String(node.count)}` : "";
  const kind = node.kind === "layer" ? node.operator : node.definition;
  const title = kind === undefined || kind === node.name ? "" : ` ${escapeText(kind)}`;
  const auxiliary =
    node.kind === "group" && node.groupKind === "auxiliary" ? ` (${l10n.t("auxiliary")})` : "";
  return `${code(node.name)}${title}${times}${auxiliary}`.replaceAll("|", "\\|");
}
