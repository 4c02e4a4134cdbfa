// The contract of a custom request of the server.

import type { CancellationToken } from "vscode-languageserver";
import type { Instance } from "../../features/find-instance";
import type { RequestName } from "../../protocol/request";
import type { Analysed } from "../analysed";
import type { Settings } from "../settings";

/** What a request may ask of the server. */
export interface RequestContext {
  /**
   * The newest analysis of a file: of the open document where there is one (an analysis under way is waited for), else of
   * the file itself, binary formats included. Undefined when it cannot be read, no format knows it, or it was cancelled.
   */
  analysed(uri: string, token: CancellationToken): Promise<Analysed | undefined>;
  /**
   * The analysis of a text as if it were the content of `uri` (a version of the file from elsewhere); imports are read as
   * they are now. Undefined when no text format knows it.
   */
  analysedText(uri: string, text: string): Analysed | undefined;
  settings(): Promise<Settings>;
  /** Chooses the instance whose figures a block's own definition shows, and refreshes what shows them. */
  chooseInstance(uri: string, network: string, path: string, token: CancellationToken): Promise<boolean>;
  /** The instances chosen in a file, the latest first. */
  chosen(uri: string): readonly Instance[];
}

export interface RequestAnswer {
  readonly method: string;
  readonly answer: (context: RequestContext, params: unknown, token: CancellationToken) => unknown;
}

/**
 * An entry of the registry. A handler that throws is logged and answered with an error to the client; `params` come from
 * the client as typed by the protocol.
 */
export function answers<Params, Result>(
  name: RequestName<Params, Result>,
  answer: (context: RequestContext, params: Params, token: CancellationToken) => Result | Promise<Result>,
): RequestAnswer {
  return {
    method: name.method,
    answer: (context, params, token) => answer(context, params as Params, token),
  };
}
