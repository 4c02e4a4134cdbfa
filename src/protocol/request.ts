// How a custom request of the language server is named and typed, once for the server and its clients.

/** A request by its method; the type parameters are what is sent and what comes back. */
export interface RequestName<Params, Result> {
  readonly method: string;
  /** Never there: it only carries the types. */
  readonly types?: (params: Params) => Result;
}

/** Names a request: `requestName<GraphParams, Graph>("netlens/graph")`. */
export function requestName<Params, Result>(method: string): RequestName<Params, Result> {
  return { method };
}
