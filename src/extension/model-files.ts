/** Models in binary files: which files they are, which is active, which editors are open on them, and what is selected there. */
import * as vscode from "vscode";
import type { InstanceName } from "../protocol/locate";
import { announceChange } from "./analysed";
import type { Session } from "./session";

/** The custom editor's type, as contributed in package.json. */
export const MODEL_EDITOR = "netlens.model";

/** True for files that have no text to show. */
export function isModelFile({ path }: vscode.Uri): boolean {
  return /\.(?:onnx|keras)$/iu.test(path);
}

/** The file that a command is about: the one it was given, else that of the active editor, text or not. */
export function activeFile(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  return vscode.window.activeTextEditor?.document.uri ?? activeModelFile();
}

function activeModelFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === MODEL_EDITOR ? input.uri : undefined;
}

/** Calls `listener` whenever a model's editor is the active one of the window. */
export function onActiveModelFile(listener: (uri: vscode.Uri) => void): vscode.Disposable {
  const tell = (): void => {
    const uri = activeModelFile();
    if (uri !== undefined) listener(uri);
  };
  const { tabGroups } = vscode.window;
  return vscode.Disposable.from(tabGroups.onDidChangeTabs(tell), tabGroups.onDidChangeTabGroups(tell));
}

/** A layer or group that was selected in a model's editor. */
export interface SelectedInModel extends InstanceName {
  readonly uri: vscode.Uri;
}

const selections = new vscode.EventEmitter<SelectedInModel>();

export const onSelectedInModel = selections.event;

/** Tells the panels what is selected in a model's editor, which is to them what the cursor is in a text. */
export function announceSelection(selected: SelectedInModel): void {
  selections.fire(selected);
}

export interface OpenModel {
  readonly uri: vscode.Uri;
  readonly view: vscode.WebviewPanel;
  readonly select: (instance: InstanceName) => void;
}

const openModels = new Set<OpenModel>();
/** What an editor that is just being opened is to show. */
const wanted = new Map<string, InstanceName>();

/** Makes an editor known while it is open. */
export function registerOpenModel(model: OpenModel): vscode.Disposable {
  openModels.add(model);
  return new vscode.Disposable(() => openModels.delete(model));
}

/** Takes what was to be shown of a file once its editor is there. */
export function takeWanted(uri: vscode.Uri): InstanceName | undefined {
  const instance = wanted.get(uri.toString());
  wanted.delete(uri.toString());
  return instance;
}

/** Shows a layer or group in the file's editor; one that is not open is opened only to move the focus there. */
export async function showInModel(
  uri: vscode.Uri,
  instance: InstanceName,
  { viewColumn, focus }: { readonly viewColumn: vscode.ViewColumn; readonly focus: boolean },
): Promise<void> {
  const editor = [...openModels].find((model) => model.uri.toString() === uri.toString());
  if (editor !== undefined) {
    if (focus) editor.view.reveal();
    editor.select(instance);
    return;
  }
  if (!focus) return;
  wanted.set(uri.toString(), instance);
  await vscode.commands.executeCommand("vscode.openWith", uri, MODEL_EDITOR, viewColumn);
}

/** Tells the panels when a model's file in the workspace changes on disk. */
export function watchModelFiles({ client }: Session): vscode.Disposable[] {
  const watcher = vscode.workspace.createFileSystemWatcher("**/*.{onnx,keras}");
  const changed = (uri: vscode.Uri): void => {
    announceChange(client, uri);
  };
  return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed), watcher.onDidDelete(changed)];
}
