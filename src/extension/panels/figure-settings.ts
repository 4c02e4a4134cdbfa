/** Which settings change the figures that panels show. */
import type * as vscode from "vscode";

const SETTINGS = ["netlens.flops", "netlens.inputShapes", "netlens.caffe"];

/** True when what a panel shows is to be asked for again. */
export function changesFigures(change: vscode.ConfigurationChangeEvent): boolean {
  return SETTINGS.some((setting) => change.affectsConfiguration(setting));
}
