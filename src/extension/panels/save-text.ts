/** Saves a text where the person says. */
import * as vscode from "vscode";

/** Proposes a file beside `source`; true when it was written. */
export async function saveText(
  source: vscode.Uri,
  name: string,
  ending: string,
  text: string,
): Promise<boolean> {
  const file = `${name.replace(/[^\p{L}\p{N}_.-]+/gu, "-") || "netlens"}.${ending}`;
  const folder = source.scheme === "untitled" ? undefined : vscode.Uri.joinPath(source, "..", file);
  const target = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: folder }),
    filters: { [ending.toUpperCase()]: [ending] },
  });
  if (target === undefined) return false;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  return true;
}
