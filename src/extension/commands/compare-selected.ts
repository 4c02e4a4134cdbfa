/** Compares the files that are selected in the explorer. */
import * as vscode from "vscode";
import { openComparison } from "../panels/compare";
import type { Command } from "./command";

const MOST_MODELS = 6;

export const compareSelected: Command = {
  id: "netlens.compareSelected",
  run: (session, _clicked, selected) => {
    const uris = Array.isArray(selected) ? selected.filter((item) => item instanceof vscode.Uri) : [];
    if (uris.length < 2 || uris.length > MOST_MODELS) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("Select two to six files with networks in the explorer."),
      );
      return;
    }
    openComparison(
      session,
      uris.map((uri) => ({ uri: uri.toString() })),
    );
  },
};
