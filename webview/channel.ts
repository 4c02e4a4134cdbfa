// The connection from a webview to its panel in the editor: typed messages, and state that survives a reload of the window.

interface VSCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VSCodeApi;

export interface Channel<From, State extends object = object> {
  post(message: From): void;
  /** What was saved last; it may come from another version. */
  readonly saved: Readonly<Record<string, unknown>>;
  save(state: State): void;
}

/** Handlers by message; a message of a type that is not among them is ignored and logged. */
export type Handlers<To extends { readonly type: string }> = {
  readonly [Type in To["type"]]: (message: Extract<To, { readonly type: Type }>) => void;
};

/** Opens the channel; call it once. Errors of the page go to the panel as messages of type `log`. */
export function openChannel<To extends { readonly type: string }, From extends { readonly type: string }>(
  handlers: Handlers<To>,
): Channel<From> {
  const api = acquireVsCodeApi();
  const log = (message: string): void => {
    api.postMessage({ type: "log", message });
  };
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
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
  const saved: unknown = api.getState();
  return {
    post: (message) => {
      api.postMessage(message);
    },
    saved: typeof saved === "object" && saved !== null ? (saved as Readonly<Record<string, unknown>>) : {},
    save: (state) => {
      api.setState(state);
    },
  };
}
