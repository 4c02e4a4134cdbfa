// The contract of a file format: how a file is recognised and read into the model, and what its text offers an editor.

import type { Range } from "../model/origin";
import type { Shape } from "../model/shape";
import type { SourceModel } from "../model/source-model";

/** Random access to a file's bytes, so that a large file need not be in memory. Reads beyond the end are cut short. */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** Caffe's phase, by which layers are included. */
export type CaffePhase = "TEST" | "TRAIN";

export interface ReadOptions {
  readonly caffePhase?: CaffePhase;
  /** Shapes (without the batch axis) that replace those of the inputs of these names. */
  readonly inputShapes?: Readonly<Record<string, Shape>>;
  /** The text of another file by uri, for formats with imports; undefined when it cannot be read. */
  readonly readText?: (uri: string) => string | undefined;
}

/** A place in the text where a name is defined or used; equal `name` and `kind` mean the same thing. */
export interface NameOccurrence {
  readonly name: string;
  /** A kind of the format's own: `blob`, `layer`. */
  readonly kind: string;
  readonly role: "definition" | "reference";
  readonly range: Range;
  /** False where the name is no text of its own, such as a layer's number: it cannot be renamed. */
  readonly renamable?: boolean;
}

export interface Suggestion {
  readonly label: string;
  readonly kind: "field" | "value" | "type" | "name" | "section";
  readonly detail?: string;
  readonly documentation?: string;
  /** Inserted instead of the label; with `$1` placeholders when `snippet`. */
  readonly insertText?: string;
  readonly snippet?: boolean;
}

/** An edit that mends a problem, offered as a quick fix. */
export interface Fix {
  readonly title: string;
  readonly range: Range;
  readonly newText: string;
}

/** Data for editor features of a text format; pure functions of the text, and as fault tolerant as reading. */
export interface TextLanguage {
  /** All definitions and uses of names, for go-to-definition, references, rename and highlights. */
  occurrences(text: string): readonly NameOccurrence[];
  /** What may stand at the offset. */
  complete(text: string, offset: number): readonly Suggestion[];
  /** Foldable ranges. */
  folding(text: string): readonly Range[];
  /** Quick fixes for a problem of that code at that range. */
  fixes?(text: string, code: string, range: Range): readonly Fix[];
  /** The whole text laid out anew, or undefined when it has mistakes. */
  reformat?(text: string): string | undefined;
  /** Documentation of the field or section name at the offset, as Markdown of our own. */
  describe?(text: string, offset: number): { readonly markdown: string; readonly range: Range } | undefined;
}

interface FormatBase {
  /** `caffe`, `darknet`, `onnx`, `keras`. */
  readonly id: string;
  /** As its users call it: `Caffe prototxt`. */
  readonly title: string;
  /** File name endings with their dot, lower case. */
  readonly endings: readonly string[];
  /** The editor's language id where it is a text language. */
  readonly languageId?: string;
}

export interface TextFormat extends FormatBase {
  readonly kind: "text";
  /** False when a file of that ending is something else (a `.cfg` that is not Darknet's). */
  matches(text: string): boolean;
  /** Never throws, never stops at the first error. */
  read(uri: string, text: string, options: ReadOptions): SourceModel;
  readonly language?: TextLanguage;
}

export interface BinaryFormat extends FormatBase {
  readonly kind: "binary";
  read(uri: string, bytes: ByteSource, options: ReadOptions): SourceModel;
}

export type Format = TextFormat | BinaryFormat;
