/** The languages that the server understands: one line each, with the endings of files that imports may lead to. */

export interface Language {
  /** The language's id, as contributed in package.json. */
  readonly id: string;
  /** Glob of files to watch, because open documents may depend on them. */
  readonly watch?: string;
}

export const languages: readonly Language[] = [
  { id: "darknet" },
  { id: "keras-json" },
  { id: "net", watch: "**/*.net" },
  { id: "prototxt" },
];
