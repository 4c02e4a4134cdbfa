/** The texts of the layer table's webview, in the editor's language. */
import * as vscode from "vscode";
import type { TableStrings } from "../../protocol/table";

export function tableStrings(): TableStrings {
  return {
    columns: columnStrings(),
    columnHelp: {
      name: vscode.l10n.t("Layers in the order in which they run, within their stages and blocks"),
      operator: vscode.l10n.t("The layer's operator, or the block that a group is an instance of"),
      inputChannels: vscode.l10n.t("Channels (or features) of the first input"),
      inputSize: vscode.l10n.t("Height × width of the first input, without the batch axis"),
      filters: vscode.l10n.t("Output channels of a convolution, output features of a fully connected layer"),
      kernel: vscode.l10n.t("Size of the window"),
      stride: vscode.l10n.t("Step of the window"),
      pad: vscode.l10n.t("Padding on each side"),
      outputChannels: vscode.l10n.t("Channels (or features) of the output"),
      outputSize: vscode.l10n.t("Height × width of the output, without the batch axis"),
      activationBytes: vscode.l10n.t("Bytes of the output, in KB of 1,024 bytes"),
      params: vscode.l10n.t("Learnable parameters, in thousands"),
      flops: vscode.l10n.t("In millions; {0}"),
      share: vscode.l10n.t("The layer's part of the network's FLOPs"),
      receptiveField: vscode.l10n.t("What one element of the output sees of the input"),
    },
    conventions: {
      "multiply-add": vscode.l10n.t("1 multiply-add = 1 FLOP"),
      operations: vscode.l10n.t("1 multiply-add = 2 FLOPs, and all other operations"),
    },
    all: vscode.l10n.t("all"),
    table: vscode.l10n.t("Layers of {0}"),
    network: vscode.l10n.t("Network"),
    filter: vscode.l10n.t("Filter layers"),
    chooseColumns: vscode.l10n.t("Columns"),
    expandAll: vscode.l10n.t("Open all groups"),
    collapseAll: vscode.l10n.t("Close all groups"),
    copy: vscode.l10n.t("Copy as {0}"),
    save: vscode.l10n.t("Save as {0}"),
    copied: vscode.l10n.t("Copied"),
    total: vscode.l10n.t("Total"),
    empty: vscode.l10n.t("There is no network here yet."),
    noMatch: vscode.l10n.t("No layer matches."),
    errors: vscode.l10n.t(
      "The file has errors: the table shows what was understood, ? is what is not known.",
    ),
    omitted: vscode.l10n.t("{0} more layers are not shown."),
    layers: vscode.l10n.t("{0} layers"),
    auxiliary: vscode.l10n.t("training only, not in the total"),
    original: vscode.l10n.t("Back to the order of the network"),
    help: vscode.l10n.t(
      "Up and Down move and show the source beside, Left and Right close and open a group, Enter goes to the source.",
    ),
  };
}

function columnStrings(): TableStrings["columns"] {
  return {
    name: vscode.l10n.t("Layer"),
    operator: vscode.l10n.t("Operator"),
    inputChannels: vscode.l10n.t("Input C"),
    inputSize: vscode.l10n.t("Input H×W"),
    filters: vscode.l10n.t("Filters"),
    kernel: vscode.l10n.t("Kernel"),
    stride: vscode.l10n.t("Stride"),
    pad: vscode.l10n.t("Pad"),
    outputChannels: vscode.l10n.t("Output C"),
    outputSize: vscode.l10n.t("Output H×W"),
    activationBytes: vscode.l10n.t("Memory (KB)"),
    params: vscode.l10n.t("Params (k)"),
    flops: vscode.l10n.t("FLOPs (M)"),
    share: vscode.l10n.t("Share of FLOPs"),
    receptiveField: vscode.l10n.t("Receptive field"),
  };
}
