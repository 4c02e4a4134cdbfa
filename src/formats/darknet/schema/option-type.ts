// How the tables of this folder describe options.

/** `integer` and `decimal` are numbers, `flag` is 0 or 1, `list` is numbers between commas, `layers` points at layers. */
export type OptionKind =
  "integer" | "decimal" | "flag" | "text" | "list" | "layers" | "activation" | "policy" | "cost";

/** Kind, documentation in one sentence, and the default where there is one. */
export type OptionEntry = readonly [kind: OptionKind, documentation: string, fallback?: string];

export interface SectionSchema {
  /** One or two sentences. */
  readonly documentation: string;
  readonly options: Readonly<Record<string, OptionEntry>>;
}
