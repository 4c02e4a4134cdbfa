// Converting a file's network to the `.net` language.

import { requestName } from "./request";

export interface ConvertParams {
  readonly uri: string;
  /** One of the file's networks; the one that is no part of another unless given. */
  readonly network?: string;
}

/** A document's text, which was checked to have the same figures when it is read again; or why there is none. */
export type ConvertResult = { readonly text: string } | { readonly refusal: string };

/** The network as the text of a `.net` file; null when the file cannot be read at all. */
export const CONVERT = requestName<ConvertParams, ConvertResult | null>("netlens/convert");
