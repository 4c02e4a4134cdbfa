// Problems found while reading or analysing a file, each with a stable code and a precise place.

import type { Location } from "./origin";

export type Severity = "error" | "warning" | "information" | "hint";

/** A second place that takes part in a problem. */
export interface RelatedPlace extends Location {
  readonly message: string;
}

export interface Problem extends Location {
  readonly severity: Severity;
  /** Stable, kebab-case: `shape-mismatch`. */
  readonly code: string;
  readonly message: string;
  readonly related?: readonly RelatedPlace[];
  /** True for code that has no effect, which editors fade. */
  readonly unnecessary?: boolean;
  /** What a quick fix needs, as plain JSON: e.g. `{ "replacement": "Conv" }` for a "did you mean". */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}
