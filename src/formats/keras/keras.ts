// Keras' formats: the `.keras` archive, and the JSON text of `model.to_json()`.

import * as l10n from "@vscode/l10n";
import type { Origin } from "../../model/origin";
import type { Problem } from "../../model/problem";
import type { SourceModel } from "../../model/source-model";
import type { BinaryFormat, ByteSource, ReadOptions, TextFormat } from "../format";
import { lineMapOf, positionAt, rangeBetween } from "../line-map";
import { isArchive, readEntry } from "./archive";
import { KERAS_LANGUAGE } from "./language";
import type { OriginOf } from "./read";
import { readConfig } from "./read";

export const KERAS_ARCHIVE: BinaryFormat = {
  id: "keras",
  title: "Keras archive",
  kind: "binary",
  endings: [".keras"],
  read: readArchive,
};

export const KERAS_JSON: TextFormat = {
  id: "keras-json",
  title: "Keras JSON",
  kind: "text",
  endings: [".json"],
  languageId: "keras-json",
  matches: isModel,
  read: readJson,
  language: KERAS_LANGUAGE,
};

/** False for JSON files of other kinds: a model's first field is its class, or its module. */
function isModel(text: string): boolean {
  const head = text.slice(0, 20_000);
  return (
    /^\s*\{\s*"(?:class_name|module|config|name|registered_name)"\s*:/.test(head) &&
    /"class_name"\s*:/.test(head)
  );
}

function readJson(uri: string, text: string, options: ReadOptions): SourceModel {
  const lines = lineMapOf(text);
  const originOf: OriginOf = (span, selection) => ({
    uri,
    range: rangeBetween(lines, span.start, span.end),
    selection: rangeBetween(lines, selection.start, selection.end),
    anchor: positionAt(lines, selection.end),
  });
  return readConfig(uri, text, originOf, options);
}

/** Positions mean nothing within an archive, so everything is at its start. */
function readArchive(uri: string, bytes: ByteSource, options: ReadOptions): SourceModel {
  const start = { line: 0, character: 0 };
  const origin: Origin = { uri, range: { start, end: start } };
  if (!isArchive(bytes)) {
    return refusal(origin, l10n.t("This is not a .keras archive: those are ZIP files."));
  }
  const entry = readEntry(bytes, "config.json");
  return "problem" in entry
    ? refusal(origin, entry.problem)
    : readConfig(uri, entry.text, () => origin, options);
}

function refusal({ uri, range }: Origin, message: string): SourceModel {
  const problem: Problem = { uri, range, severity: "error", code: "unreadable-archive", message };
  return { uri, format: "keras", networks: [], definitions: [], problems: [problem], dependencies: [] };
}
