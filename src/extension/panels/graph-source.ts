/** Between a node of the graph and its source: reveals it beside the panel, and reads the editor's hover there. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { LOCATION_OF } from "../../protocol/locate";
import type { InstanceLocation, TextLocation, TextRange } from "../../protocol/locate";
import { DESCRIBE } from "../../protocol/model-file";
import { ask } from "../ask";
import { isModelFile, showInModel } from "../model-files";

export interface NodeName {
  readonly uri: vscode.Uri;
  readonly network: string;
  readonly path: string;
}

/** Shows where a node is written, in a column of text. Returns where that put the cursor, if anywhere. */
export async function revealSource(
  client: LanguageClient,
  node: NodeName,
  place: keyof InstanceLocation,
  options: { readonly panelColumn: vscode.ViewColumn | undefined; readonly focus: boolean },
): Promise<vscode.Location | undefined> {
  if (isModelFile(node.uri)) {
    const viewColumn = textColumn(node.uri, options.panelColumn);
    await showInModel(node.uri, node, { viewColumn, focus: options.focus });
    return undefined;
  }
  const location = await locate(client, node, place);
  if (location === undefined) return undefined;
  const uri = vscode.Uri.parse(location.uri);
  const editor = await vscode.window.showTextDocument(uri, {
    viewColumn: textColumn(uri, options.panelColumn),
    preserveFocus: !options.focus,
    preview: true,
  });
  const range = rangeFrom(location.range);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return new vscode.Location(uri, range);
}

/** The texts of the hover at a node's source. */
export async function hoverOf(client: LanguageClient, node: NodeName): Promise<readonly string[]> {
  if (isModelFile(node.uri)) {
    const text = await ask(client, DESCRIBE, { ...node, uri: node.uri.toString() });
    return text === null ? [] : [text];
  }
  const location = await locate(client, node, "definition");
  if (location === undefined) return [];
  const position = rangeFrom(location.range).start;
  const hovers = await vscode.commands.executeCommand<vscode.Hover[] | undefined>(
    "vscode.executeHoverProvider",
    vscode.Uri.parse(location.uri),
    position,
  );
  return (hovers ?? []).flatMap(({ contents }) => contents.map(textOf)).filter((text) => text !== "");
}

async function locate(
  client: LanguageClient,
  { uri, network, path }: NodeName,
  place: keyof InstanceLocation,
): Promise<TextLocation | undefined> {
  const found = await ask(client, LOCATION_OF, { uri: uri.toString(), network, path });
  return found === null ? undefined : (found[place] ?? found.definition);
}

/** Where the file is shown already, or else a column that is not the panel's. */
function textColumn(uri: vscode.Uri, panelColumn: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const shown = vscode.window.visibleTextEditors.find(
    (editor) => editor.document.uri.toString() === uri.toString() && editor.viewColumn !== undefined,
  );
  if (shown?.viewColumn !== undefined) return shown.viewColumn;
  const other = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn !== panelColumn);
  if (other !== undefined) return other.viewColumn;
  return panelColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
}

function rangeFrom({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Hovers of this extension are Markdown; the older kind of content that the type allows for is left out. */
function textOf(content: vscode.Hover["contents"][number]): string {
  if (typeof content === "string") return content;
  return content instanceof vscode.MarkdownString ? content.value : "";
}
