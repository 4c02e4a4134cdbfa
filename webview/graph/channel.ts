// The connection to the panel in the editor: typed messages, and state that survives a reload of the window.

import type { FromGraphView, ToGraphView } from "../../src/protocol/graph";
import type { SavedState } from "./saved-state";

interface VSCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VSCodeApi;

export interface Channel {
  post(message: FromGraphView): void;
  readonly saved: unknown;
  save(state: SavedState): void;
}

/** Handlers by message; a message of a type that is not among them is ignored and logged. */
export type Handlers = {
  readonly [Type in ToGraphView["type"]]: (message: Extract<ToGraphView, { type: Type }>) => void;
};

export function openChannel(handlers: Handlers): Channel {
  const api = acquireVsCodeApi();
  const post = (message: FromGraphView): void => {
    api.postMessage(message);
  };
  const log = (message: string): void => {
    post({ type: "log", message });
  };
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    const { data } = event;
    if (typeof data !== "object" || data === null || !("type" in data)) return;
    const type = String(data.type);
    if (!Object.hasOwn(handlers, type)) {
      log(`unknown message "${type}" ignored`);
      return;
    }
    try {
      (handlers as Readonly<Record<string, (message: unknown) => void>>)[type]?.(data);
    } catch (error) {
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  });
  window.addEventListener("error", (event) => {
    log(event.message);
  });
  window.addEventListener("unhandledrejection", (event) => {
    log(String(event.reason));
  });
  return {
    post,
    saved: api.getState(),
    save: (state) => {
      api.setState(state);
    },
  };
}
