// A stage, an instance of a block or another group in words: its subtotals, and where they sit.

import * as l10n from "@vscode/l10n";
import type { FlopsConvention } from "../analysis/figures";
import { formatShape } from "../model/shape";
import type { Group } from "../model/network";
import type { SourceModel } from "../model/source-model";
import { fieldAtPath } from "../analysis/field-at-path";
import { describeActivations, describeField, describeFlops, describeParams, describeShape } from "./describe";
import { list } from "./describe-layer";
import { instanceLabel } from "./instances";
import { code, codeBlock, escapeParagraphs } from "./markdown";
import { breakdown, describeShares } from "./shares";
import type { Site } from "./sites";
import { lastPath, siteFigures, siteShapes } from "./sites";

/** The hover of a group as Markdown. */
export function describeGroup(model: SourceModel, site: Site, convention: FlopsConvention): string {
  const [{ node, analysis }] = site.nodes;
  if (node.kind !== "group" || analysis.kind !== "group") return "";
  const figures = siteFigures(site);
  const definition = model.definitions.find(({ name }) => name === node.definition);
  const inputs = node.body.inputs.map(({ shape }) => code(formatShape(shape))).join(", ");
  return [
    `**${kindTitle(node.groupKind)}**${node.named ? ` ${code(node.name)}` : ""}${times(site)}`,
    node.definition === undefined ? "" : codeBlock([instanceLabel(node)], "net"),
    escapeParagraphs(definition?.documentation ?? ""),
    list([
      inputs === "" ? undefined : l10n.t("Input: {0}", inputs),
      describeShape(siteShapes(site)),
      describeParams(figures),
      describeFlops(figures, convention),
      describeActivations(figures.activationBytes),
      describeField(fieldAtPath(site.network, lastPath(site))),
    ]),
    describeShares(site, figures, convention),
    breakdown(node.body, analysis.body, convention),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function kindTitle(kind: Group["groupKind"]): string {
  switch (kind) {
    case "stage":
      return l10n.t("Stage");
    case "block":
      return l10n.t("Block");
    case "repeat":
      return l10n.t("Repeat");
    case "auxiliary":
      return l10n.t("Auxiliary head");
    case "network":
      return l10n.t("Network");
    case "scope":
      return l10n.t("Module");
  }
}

/** `, 3 times`, for all that stands at the site. */
function times(site: Site): string {
  const count = site.nodes.reduce((total, { node }) => total + (node.kind === "group" ? node.count : 1), 0);
  return count === 1 ? "" : l10n.t(", {0} times", count);
}
