/** Restarts the language server. */
import * as vscode from "vscode";
import type { Command } from "./command";

export const restartServer: Command = {
  id: "netlens.restartServer",
  run: async ({ client }) => {
    const title = vscode.l10n.t("Restarting the Netlens language server…");
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      client.restart(),
    );
  },
};
