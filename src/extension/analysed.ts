/** Tells every panel that a document was analysed anew: a client has room for one handler of a notification only. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { ANALYSED } from "../protocol/analysed";
import type { AnalysedParams } from "../protocol/analysed";

const emitters = new WeakMap<LanguageClient, vscode.EventEmitter<AnalysedParams>>();

/** Calls `listener` after each analysis, until disposed. */
export function onAnalysed(
  client: LanguageClient,
  listener: (params: AnalysedParams) => void,
): vscode.Disposable {
  return emitterOf(client).event(listener);
}

/** Tells whoever shows a file that no text editor has, such as an ONNX model, that it changed on disk. */
export function announceChange(client: LanguageClient, uri: vscode.Uri): void {
  emitterOf(client).fire({ uri: uri.toString(), version: 0, networks: [] });
}

function emitterOf(client: LanguageClient): vscode.EventEmitter<AnalysedParams> {
  const known = emitters.get(client);
  if (known !== undefined) return known;
  const created = new vscode.EventEmitter<AnalysedParams>();
  client.onNotification(ANALYSED.method, (params: AnalysedParams) => {
    created.fire(params);
  });
  emitters.set(client, created);
  return created;
}
