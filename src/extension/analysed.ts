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
  let emitter = emitters.get(client);
  if (emitter === undefined) {
    const created = new vscode.EventEmitter<AnalysedParams>();
    client.onNotification(ANALYSED.method, (params: AnalysedParams) => {
      created.fire(params);
    });
    emitters.set(client, created);
    emitter = created;
  }
  return emitter.event(listener);
}
