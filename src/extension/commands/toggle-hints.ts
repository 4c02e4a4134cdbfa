/** Turns the hints at the end of each layer on or off, for every workspace. */
import * as vscode from "vscode";
import type { Command } from "./command";

export const toggleHints: Command = {
  id: "netlens.toggleHints",
  run: async () => {
    const settings = vscode.workspace.getConfiguration("netlens");
    const enabled = settings.get<boolean>("inlayHints.enabled", true);
    await settings.update("inlayHints.enabled", !enabled, vscode.ConfigurationTarget.Global);
  },
};
