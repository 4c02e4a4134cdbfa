// Reading a file with whichever format it is, kept safe from what no format can read: junk, and texts that are too large.

import * as l10n from "@vscode/l10n";
import type { Problem } from "../model/problem";
import type { SourceModel } from "../model/source-model";
import type { BinaryFormat, ByteSource, Format, ReadOptions, TextFormat } from "./format";
import { formatsForFile } from "./index";

/** Texts of more UTF-16 units than this are not read: an editor would stall on them. */
export const LONGEST_TEXT = 10_000_000;

/** The format of a text file by its name and content; undefined when it is none of ours. */
export function textFormatFor(fileName: string, text: string): TextFormat | undefined {
  return formatsForFile(fileName).find(
    (format): format is TextFormat => format.kind === "text" && format.matches(text),
  );
}

/** The binary format of files of that name. */
export function binaryFormatFor(fileName: string): BinaryFormat | undefined {
  return formatsForFile(fileName).find((format): format is BinaryFormat => format.kind === "binary");
}

/** Reads a text; a text that is too large or binary yields nothing but a problem that says so. Never throws. */
export function readText(format: TextFormat, uri: string, text: string, options: ReadOptions): SourceModel {
  if (text.length >= LONGEST_TEXT) {
    const size = l10n.t("{0} million characters", (text.length / 1_000_000).toFixed(1));
    return refusal(
      format,
      uri,
      "file-too-large",
      l10n.t("This file has {0}; Netlens reads up to 10 million.", size),
    );
  }
  if (text.slice(0, LOOKED_AT).includes("\0")) {
    return refusal(format, uri, "binary-file", l10n.t("This is a binary file, not {0}.", format.title));
  }
  return guarded(format, uri, () => format.read(uri, text, options));
}

/** Reads a binary file. Never throws. */
export function readBytes(
  format: BinaryFormat,
  uri: string,
  bytes: ByteSource,
  options: ReadOptions,
): SourceModel {
  return guarded(format, uri, () => format.read(uri, bytes, options));
}

const LOOKED_AT = 100_000;

/** A reader that throws has a mistake of its own; whoever asked still gets an answer. */
function guarded(format: Format, uri: string, read: () => SourceModel): SourceModel {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refusal(format, uri, "internal-error", l10n.t("Netlens failed on this file: {0}", reason));
  }
}

function refusal(format: Format, uri: string, code: string, message: string): SourceModel {
  const start = { line: 0, character: 0 };
  const problem: Problem = { uri, range: { start, end: start }, severity: "error", code, message };
  return { uri, format: format.id, networks: [], definitions: [], problems: [problem], dependencies: [] };
}
