// How the tables of this folder write down caffe.proto: messages as records of fields, enums as lists of values.

/** The built-in types; anything else is the name of an enum or a message. `[]` marks a repeated field. */
export type ScalarType = "int" | "uint" | "float" | "bool" | "string";

/** Type (`uint[]`, `FillerParameter`), documentation in one sentence, and the default where it matters. */
export type FieldEntry = readonly [type: string, documentation: string, fallback?: string];

export type MessageTable = Readonly<Record<string, Readonly<Record<string, FieldEntry>>>>;

export const SCALARS: ReadonlySet<string> = new Set<ScalarType>(["int", "uint", "float", "bool", "string"]);
