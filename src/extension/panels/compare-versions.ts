/** Other versions of a file than the one being edited: as it is on disk, and as Git's HEAD has it. */
import * as vscode from "vscode";
import type { ComparedSource } from "../../protocol/compare";

/** The part of VS Code's own Git extension that is used; its API version 1. */
interface Repository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD: { readonly commit?: string } | undefined;
    readonly onDidChange: vscode.Event<void>;
  };
  show(ref: string, path: string): Promise<string>;
}

interface Git {
  getRepository(uri: vscode.Uri): Repository | null;
  openRepository?(root: vscode.Uri): Promise<Repository | null>;
}

interface GitExtension {
  getAPI(version: 1): Git;
}

/** The repository that a file is in; undefined without Git, or outside of one. */
export async function repositoryOf(uri: vscode.Uri): Promise<Repository | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>("vscode.git");
  if (extension === undefined) return undefined;
  try {
    const git = (await extension.activate()).getAPI(1);
    return (
      git.getRepository(uri) ?? (await git.openRepository?.(vscode.Uri.joinPath(uri, ".."))) ?? undefined
    );
  } catch {
    return undefined;
  }
}

/** The text of a version; undefined when it cannot be read. */
export async function readVersion(uri: vscode.Uri, version: "head" | "saved"): Promise<string | undefined> {
  try {
    if (version === "saved") return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const repository = await repositoryOf(uri);
    return await repository?.show("HEAD", uri.fsPath);
  } catch {
    return undefined;
  }
}

/** Calls `changed` when one of the files, or the commit that HEAD is, changes. */
export function watchVersions(sources: readonly ComparedSource[], changed: () => void): vscode.Disposable {
  const disposables = sources.flatMap(({ uri }) => watchFile(vscode.Uri.parse(uri), changed));
  let isOver = false;
  for (const { uri, version } of sources) {
    if (version !== "head") continue;
    void repositoryOf(vscode.Uri.parse(uri)).then((repository) => {
      if (repository !== undefined && !isOver) disposables.push(repository.state.onDidChange(changed));
    });
  }
  return new vscode.Disposable(() => {
    isOver = true;
    for (const disposable of disposables) disposable.dispose();
  });
}

/** Calls `changed` whenever the file is made, written or deleted. */
export function watchFile(uri: vscode.Uri, changed: () => void): vscode.Disposable[] {
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1).replace(/[[\]{}*?]/gu, "[$&]");
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, ".."), name);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed), watcher.onDidDelete(changed)];
}
