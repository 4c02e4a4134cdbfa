// The contract of an exporter: writing a whole network in another language, as text.

import type { Network } from "../model/network";

/** What was written; or, in one sentence, why the network cannot be written in that language. */
export type Exported = { readonly text: string } | { readonly refusal: string };

export interface Exporter {
  /** The ending of the files it writes, with its dot: `.net`. */
  readonly ending: string;
  /** As its users call the language: `Netlens .net`. */
  readonly title: string;
  /** Pure; the same network gives the same text. Never throws. */
  write(network: Network): Exported;
}
