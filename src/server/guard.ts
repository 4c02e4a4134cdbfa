// Handlers that never fail: what goes wrong is logged, and the answer is an empty one.

import type { CancellationToken } from "vscode-languageserver";

export type Handler<P, R> = (params: P, token: CancellationToken) => R | Promise<R>;

/** Makes a handler that answers `empty` when it was cancelled or fails. */
export type Guard = <P, R>(
  empty: R,
  handle: Handler<P, R>,
) => (params: P, token: CancellationToken) => Promise<R>;

/** A guard that reports failures to `log`. */
export function guardWith(log: (error: unknown) => void): Guard {
  return (empty, handle) => async (params, token) => {
    try {
      return token.isCancellationRequested ? empty : await handle(params, token);
    } catch (error) {
      log(error);
      return empty;
    }
  };
}

/** What went wrong, for the log. */
export function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
