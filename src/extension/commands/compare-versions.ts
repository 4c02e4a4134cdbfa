/** Compares the file being edited with itself: as it was saved, and as Git's HEAD has it. */
import * as vscode from "vscode";
import { activeFile, isModelFile } from "../model-files";
import { openComparison } from "../panels/compare";
import { readVersion, repositoryOf } from "../panels/compare-versions";
import type { Session } from "../session";
import type { Command } from "./command";

export const compareWithSaved: Command = {
  id: "netlens.compareWithSaved",
  run: (session, argument) => compareWith(session, argument, "saved", whyNotSaved),
};

export const compareWithHead: Command = {
  id: "netlens.compareWithHead",
  run: (session, argument) => compareWith(session, argument, "head", whyNotInHead),
};

async function compareWith(
  session: Session,
  argument: unknown,
  version: "head" | "saved",
  whyNot: (uri: vscode.Uri) => Promise<string | undefined>,
): Promise<void> {
  const uri = activeFile(argument);
  const problem =
    uri === undefined ? vscode.l10n.t("Open a network's file first.") : await whyNoVersion(uri, whyNot);
  if (uri === undefined || problem !== undefined) {
    void vscode.window.showInformationMessage(problem ?? "");
    return;
  }
  openComparison(session, [{ uri: uri.toString(), version }, { uri: uri.toString() }]);
}

async function whyNoVersion(
  uri: vscode.Uri,
  whyNot: (uri: vscode.Uri) => Promise<string | undefined>,
): Promise<string | undefined> {
  return isModelFile(uri) ? vscode.l10n.t("Only a text can be compared with another version.") : whyNot(uri);
}

async function whyNotSaved(uri: vscode.Uri): Promise<string | undefined> {
  const text = await readVersion(uri, "saved");
  return text === undefined ? vscode.l10n.t("This file has not been saved yet.") : undefined;
}

async function whyNotInHead(uri: vscode.Uri): Promise<string | undefined> {
  const repository = await repositoryOf(uri);
  if (repository === undefined) return vscode.l10n.t("This file is in no Git repository.");
  if ((await readVersion(uri, "head")) !== undefined) return undefined;
  return repository.state.HEAD?.commit === undefined
    ? vscode.l10n.t("This repository has no commits yet.")
    : vscode.l10n.t("Git's HEAD does not have this file yet.");
}
