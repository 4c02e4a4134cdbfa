/** Sends the server a request of the project's own protocol. */
import type { LanguageClient } from "vscode-languageclient/node";
import type { RequestName } from "../protocol/request";

/** Rejects when the server answers with an error or is not running. */
export function ask<Params, Result>(
  client: LanguageClient,
  { method }: RequestName<Params, Result>,
  params: Params,
): Promise<Result> {
  return client.sendRequest<Result>(method, params);
}
