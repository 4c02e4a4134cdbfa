/** Saves a picture where the person says. */
import * as vscode from "vscode";
import type { FromGraphView } from "../../protocol/graph";

export async function saveGraph(
  source: vscode.Uri,
  { format, name, content }: Extract<FromGraphView, { type: "save" }>,
): Promise<void> {
  const file = `${name.replace(/[^\p{L}\p{N}_.-]+/gu, "-") || "network"}.${format}`;
  const folder = source.scheme === "untitled" ? undefined : vscode.Uri.joinPath(source, "..", file);
  const target = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: folder }),
    filters: format === "svg" ? { SVG: ["svg"] } : { PNG: ["png"] },
  });
  if (target === undefined) return;
  const bytes = format === "svg" ? new TextEncoder().encode(content) : Buffer.from(content, "base64");
  await vscode.workspace.fs.writeFile(target, bytes);
}
