/** Compares two to six networks, chosen from the workspace's files and the open editors. */
import * as vscode from "vscode";
import { NETWORK_NAMES } from "../../protocol/compare";
import type { ComparedSource } from "../../protocol/compare";
import { ask } from "../ask";
import { activeFile } from "../model-files";
import { openComparison } from "../panels/compare";
import type { Session } from "../session";
import type { Command } from "./command";

export const compareModels: Command = {
  id: "netlens.compareModels",
  run: async (session) => {
    const items = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Looking for networks…") },
      () => findNetworks(session),
    );
    if (items.length < 2) {
      void vscode.window.showInformationMessage(
        items.length === 0
          ? vscode.l10n.t("There is no network in this workspace's files or in the open editors.")
          : vscode.l10n.t("There is only one network here: a comparison takes two."),
      );
      return;
    }
    const chosen = await choose(items);
    if (chosen !== undefined)
      openComparison(
        session,
        chosen.map(({ source }) => source),
      );
  },
};

interface Item extends vscode.QuickPickItem {
  readonly source: ComparedSource;
}

const FILES = "**/*.{net,prototxt,onnx,keras,cfg}";
const MOST_FILES = 400;
const MOST_MODELS = 6;

async function findNetworks(session: Session): Promise<readonly Item[]> {
  const active = activeFile(undefined)?.toString();
  const open = vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input }) =>
      input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? [input.uri] : [],
    ),
  );
  const files = await vscode.workspace.findFiles(FILES, "**/node_modules/**", MOST_FILES);
  const uris = [...new Set([...open, ...files].map((uri) => uri.toString()))];
  const found = await ask(session.client, NETWORK_NAMES, { uris });
  const items = found.flatMap(({ uri, networks }) =>
    networks.map((network): Item => {
      const description = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
      return { label: network, description, source: { uri, network }, picked: uri === active };
    }),
  );
  return items.sort((a, b) => Number(b.picked) - Number(a.picked) || a.label.localeCompare(b.label));
}

/** Undefined when the person gives up; asks again for a number that cannot be compared. */
async function choose(items: readonly Item[]): Promise<readonly Item[] | undefined> {
  const chosen = await vscode.window.showQuickPick([...items], {
    canPickMany: true,
    matchOnDescription: true,
    title: vscode.l10n.t("Compare Models"),
    placeHolder: vscode.l10n.t("Choose two to six networks; the first is what the others are compared to"),
  });
  if (chosen === undefined) return undefined;
  if (chosen.length >= 2 && chosen.length <= MOST_MODELS) return chosen;
  void vscode.window.showInformationMessage(
    vscode.l10n.t("A comparison takes two to six networks, not {0}.", chosen.length),
  );
  return undefined;
}
