// The files of the blocks that ship with Netlens, as read-only documents of a scheme of their own.

import { requestName } from "./request";

/** As in `netlens-std:/residual.net`. */
export const STANDARD_SCHEME = "netlens-std";

export interface StandardTextParams {
  readonly uri: string;
}

/** The text of a standard file; null when there is none of that uri. */
export const STANDARD_TEXT = requestName<StandardTextParams, string | null>("netlens/standardText");
