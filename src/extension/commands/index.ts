/** The registry of commands: one file and one line here each. */
import * as vscode from "vscode";
import type { Session } from "../session";
import type { Command } from "./command";
import { compareModels } from "./compare-models";
import { compareSelected } from "./compare-selected";
import { compareWithHead, compareWithSaved } from "./compare-versions";
import { convertToNet } from "./convert-to-net";
import { restartServer } from "./restart-server";
import { showInstances } from "./show-instances";
import { showOutput } from "./show-output";
import { toggleHints } from "./toggle-hints";

const commands: readonly Command[] = [
  compareModels,
  compareSelected,
  compareWithHead,
  compareWithSaved,
  convertToNet,
  restartServer,
  showInstances,
  showOutput,
  toggleHints,
];

export function registerCommands(session: Session): vscode.Disposable[] {
  return commands.map(({ id, run }) =>
    vscode.commands.registerCommand(id, (...args: unknown[]) => run(session, ...args)),
  );
}
