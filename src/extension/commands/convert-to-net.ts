/** Converts the network of a file, whatever its format, to a new `.net` document. */
import { basename } from "node:path";
import * as vscode from "vscode";
import { NETWORK_NAMES } from "../../protocol/compare";
import { CONVERT } from "../../protocol/convert";
import { ask } from "../ask";
import { activeFile } from "../model-files";
import type { Session } from "../session";
import type { Command } from "./command";

export const convertToNet: Command = {
  id: "netlens.convertToNet",
  run: async (session, argument, network) => {
    const uri = activeFile(argument);
    if (uri === undefined) {
      tell(vscode.l10n.t("Open a network's file first."));
      return;
    }
    const chosen = typeof network === "string" ? network : await chooseNetwork(session, uri);
    if (chosen !== undefined) await convert(session, uri, chosen);
  },
};

/** The only network of a file, or the one that the person chooses; undefined when there is none. */
async function chooseNetwork({ client }: Session, uri: vscode.Uri): Promise<string | undefined> {
  const [file] = await ask(client, NETWORK_NAMES, { uris: [uri.toString()] });
  const networks = file?.networks ?? [];
  if (networks.length === 0) tell(vscode.l10n.t("There is no network in {0}.", basename(uri.path)));
  if (networks.length < 2) return networks[0];
  return vscode.window.showQuickPick([...networks], {
    title: vscode.l10n.t("Convert to .net"),
    placeHolder: vscode.l10n.t("The network to convert"),
  });
}

async function convert({ client }: Session, uri: vscode.Uri, network: string): Promise<void> {
  const title = vscode.l10n.t("Converting {0}…", basename(uri.path));
  const result = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    ask(client, CONVERT, { uri: uri.toString(), network }),
  );
  if (result === null) {
    tell(vscode.l10n.t("{0} cannot be read.", basename(uri.path)));
    return;
  }
  if ("refusal" in result) {
    tell(vscode.l10n.t("{0} cannot be converted: {1}", basename(uri.path), result.refusal));
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: "net", content: result.text });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
