/** The texts of the comparison's webview, in the editor's language. */
import * as vscode from "vscode";
import type { CompareStrings } from "../../protocol/compare";

export function compareStrings(): CompareStrings {
  return {
    title: vscode.l10n.t("Comparison"),
    working: vscode.l10n.t("Comparing…"),
    totals: vscode.l10n.t("Totals"),
    best: vscode.l10n.t("best"),
    where: vscode.l10n.t("Where it goes"),
    byLayer: vscode.l10n.t("Layer by layer"),
    byStage: vscode.l10n.t("Stage by stage"),
    activationMemory: vscode.l10n.t("Activation memory"),
    params: vscode.l10n.t("Params"),
    flops: vscode.l10n.t("FLOPs"),
    ...amountStrings(),
    errorOverFlops: vscode.l10n.t("Accuracy against compute"),
    errorChart: vscode.l10n.t("{0} over {1}, the area of each dot by its params"),
    top5Error: vscode.l10n.t("Top-5 error (%)"),
    top1Error: vscode.l10n.t("Top-1 error (%)"),
    noErrors: vscode.l10n.t("None of these networks states an error (@top1_error, @top5_error)."),
    samples: vscode.l10n.t("With the samples"),
    asTable: vscode.l10n.t("As a table"),
    chartHelp: vscode.l10n.t(
      "Left and Right walk the chart, Up and Down go from model to model, Enter shows the layer's source.",
    ),
    modelColumn: vscode.l10n.t("Network"),
    insights: vscode.l10n.t("Insights"),
    inShort: vscode.l10n.t("In short"),
    difference: vscode.l10n.t("The difference"),
    from: vscode.l10n.t("From"),
    to: vscode.l10n.t("To"),
    changes: {
      added: vscode.l10n.t("added"),
      removed: vscode.l10n.t("removed"),
      changed: vscode.l10n.t("changed"),
      moved: vscode.l10n.t("moved"),
      same: vscode.l10n.t("same"),
    },
    inGroup: vscode.l10n.t("in"),
    fold: vscode.l10n.t("{0} equal ({1} layers)"),
    columnChange: vscode.l10n.t("Change"),
    columnWhat: vscode.l10n.t("What"),
    columnAttributes: vscode.l10n.t("Attributes"),
    columnMacs: vscode.l10n.t("Multiply-adds"),
    identical: vscode.l10n.t("The two have the same structure: at most names differ."),
    cost: vscode.l10n.t("The changes themselves: {0}. What they cost the unchanged layers: {1}."),
    nameColumn: vscode.l10n.t("Layer"),
    graphs: vscode.l10n.t("The graphs"),
    showGraphs: vscode.l10n.t("Show the graphs side by side"),
    fit: vscode.l10n.t("Fit"),
    copy: vscode.l10n.t("Copy as {0}"),
    save: vscode.l10n.t("Save as {0}"),
    copied: vscode.l10n.t("Copied"),
    choose: vscode.l10n.t("Compare other models…"),
    hasErrors: vscode.l10n.t("{0} has errors: it is compared as far as it is known."),
    incomplete: vscode.l10n.t("{0} has layers that could not be counted; ≥ marks sums that leave them out."),
    noNetwork: vscode.l10n.t("There is no network in {0}."),
    unreadable: vscode.l10n.t("{0} cannot be read: it may have been renamed or deleted."),
    tooFew: vscode.l10n.t("There is nothing to compare: a comparison takes two networks."),
  };
}

/** Amounts and their units. */
function amountStrings(): Pick<CompareStrings, "amounts" | "countedAs"> {
  return {
    countedAs: {
      "multiply-add": vscode.l10n.t("multiply-adds"),
      operations: vscode.l10n.t("operations"),
    },
    amounts: {
      bytes: vscode.l10n.t("{0} bytes"),
      flops: vscode.l10n.t("{0} FLOPs"),
      layers: vscode.l10n.t("{0} layers"),
      "multiply-adds": vscode.l10n.t("{0} multiply-adds"),
      params: vscode.l10n.t("{0} params"),
      pixels: vscode.l10n.t("{0} pixels"),
      share: vscode.l10n.t("{0}%"),
      times: vscode.l10n.t("{0}×"),
    },
  };
}
