/** Lists the instances of a block, and shows the chosen one's figures in the block's own definition. */
import * as vscode from "vscode";
import { CHOOSE_INSTANCE, INSTANCES } from "../../protocol/locate";
import { ask } from "../ask";
import type { Command } from "./command";

/** Run by the code lens of a block, with the file's address and the block's name. */
export const showInstances: Command = {
  id: "netlens.showInstances",
  run: async ({ client }, uri, definition) => {
    if (typeof uri !== "string" || typeof definition !== "string") return;
    const instances = await ask(client, INSTANCES, { uri, definition });
    const items = instances.map((instance) => ({
      label: `${instance.chosen ? "$(check) " : ""}${instance.path}`,
      description: instance.description,
      detail: instance.label,
      instance,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t("Instances of {0}", definition),
      placeHolder: vscode.l10n.t("The instance whose shapes and costs the block's definition shows"),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked === undefined) return;
    const { network, path } = picked.instance;
    await ask(client, CHOOSE_INSTANCE, { uri, network, path });
  },
};
