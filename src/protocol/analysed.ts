// The notification that a document was analysed anew, so that views of it can ask for what they show.

export interface AnalysedParams {
  readonly uri: string;
  /** The document's version that was analysed. */
  readonly version: number;
  /** The networks in the file, in order. */
  readonly networks: readonly string[];
}

export const ANALYSED = { method: "netlens/analysed" } as const;
