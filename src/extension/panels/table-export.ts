/** Takes the layer table elsewhere: to a file, or to the clipboard. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { TABLE_TEXT } from "../../protocol/table";
import type { FromTableView, TableFormat } from "../../protocol/table";
import { ask } from "../ask";
import { saveText } from "./save-text";

const ENDINGS: Readonly<Record<TableFormat, string>> = {
  csv: "csv",
  json: "json",
  latex: "tex",
  markdown: "md",
};

/** True when the table was copied. */
export async function deliverTable(
  client: LanguageClient,
  uri: vscode.Uri,
  message: Extract<FromTableView, { type: "export" }>,
): Promise<boolean> {
  const { network, format, columns, how } = message;
  const text = await ask(client, TABLE_TEXT, { uri: uri.toString(), network, format, columns });
  if (text === null) {
    void vscode.window.showInformationMessage(vscode.l10n.t("There is no network to export any more."));
    return false;
  }
  if (how === "save") {
    await saveText(uri, `${network}-layers`, ENDINGS[format], text);
    return false;
  }
  await vscode.env.clipboard.writeText(text);
  return true;
}
