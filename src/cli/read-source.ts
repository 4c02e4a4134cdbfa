// Reading the FILE of a command line: a path, or `-` for standard input.

import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { analyseNetwork } from "../analysis/network-analysis";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import { analysisProblems } from "../analysis/problems";
import type { ByteSource, CaffePhase, Format, ReadOptions } from "../formats/format";
import { FORMATS, formatsForFile, formatWithId } from "../formats/index";
import { LONGEST_TEXT, readBytes, readText } from "../formats/read-file";
import type { Problem } from "../model/problem";
import type { SourceModel } from "../model/source-model";
import { UsageError } from "./subcommand";

export interface SourceOptions {
  /** A format's id, for standard input or an unusual ending. */
  readonly format?: string;
  readonly inputShapes?: ReadOptions["inputShapes"];
  readonly phase?: CaffePhase;
}

export interface Source {
  /** As it was given. */
  readonly file: string;
  readonly format: Format;
  readonly model: SourceModel;
  /** One for each network of the model, in order. */
  readonly analyses: readonly NetworkAnalysis[];
  /** Of reading and of analysing. */
  readonly problems: readonly Problem[];
}

/** Reads and analyses a file. Throws a UsageError when there is none or no format knows it. */
export function readSource(file: string, options: SourceOptions = {}): Source {
  const { format, model } = readModel(file, options);
  const analyses = model.networks.map(analyseNetwork);
  const problems = [...model.problems, ...emptiness(model), ...analyses.flatMap(analysisProblems)];
  return { file, format, model, analyses, problems };
}

/** `FILE#NETWORK` as file and network; a file whose own name holds a `#` is taken as it is. */
export function splitNetwork(argument: string): { readonly file: string; readonly network?: string } {
  const at = argument.lastIndexOf("#");
  if (at <= 0 || existsSync(argument)) return { file: argument };
  return { file: argument.slice(0, at), network: argument.slice(at + 1) };
}

/** How a file is named in messages: as given, or by its path from here. */
export function nameOf(uri: string, source: { readonly file: string; readonly uri: string }): string {
  if (uri === source.uri) return source.file;
  if (!uri.startsWith("file:")) return uri;
  const name = path.relative(process.cwd(), fileURLToPath(uri));
  return name.startsWith("..") ? fileURLToPath(uri) : name;
}

function readModel(
  file: string,
  { format: id, inputShapes, phase }: SourceOptions,
): Pick<Source, "format" | "model"> {
  const options: ReadOptions = {
    readText: readImport,
    ...(inputShapes === undefined ? {} : { inputShapes }),
    ...(phase === undefined ? {} : { caffePhase: phase }),
  };
  const given = id === undefined ? undefined : formatOf(id);
  if (file === "-") {
    if (given === undefined) throw new UsageError(`standard input needs --format (${formatIds()})`);
    return { format: given, model: readWith(given, uriOf("stdin"), readStandardInput(), options) };
  }
  return withBytes(file, (bytes) => {
    const uri = uriOf(file);
    const binary = given ?? formatsForFile(path.basename(file)).find(({ kind }) => kind === "binary");
    if (binary?.kind === "binary") return { format: binary, model: readBytes(binary, uri, bytes, options) };
    const text = bytes.read(0, Math.min(bytes.size, MOST_BYTES));
    const format = given ?? textFormat(file, decode(text));
    return { format, model: readWith(format, uri, text, options) };
  });
}

/** Four bytes a character at most: a text that is longer than any that is read stays so. */
const MOST_BYTES = 4 * LONGEST_TEXT;

function readWith(format: Format, uri: string, content: Uint8Array, options: ReadOptions): SourceModel {
  if (format.kind === "text") return readText(format, uri, decode(content), options);
  const bytes: ByteSource = {
    size: content.length,
    read: (offset, length) => content.subarray(offset, offset + length),
  };
  return readBytes(format, uri, bytes, options);
}

function formatOf(id: string): Format {
  const format = formatWithId(id);
  if (format === undefined) throw new UsageError(`unknown format "${id}" (${formatIds()})`);
  return format;
}

function textFormat(file: string, text: string): Format {
  const candidates = formatsForFile(path.basename(file)).filter((format) => format.kind === "text");
  const format = candidates.find((candidate) => candidate.matches(text)) ?? candidates.find(isOnlyGuess);
  if (format === undefined) {
    throw new UsageError(
      `${file}: not a file that Netlens reads (${formatIds()}); --format says which it is`,
    );
  }
  return format;
}

/** A text that cannot be looked into (junk) still gets the message of the one format of its ending. */
function isOnlyGuess(_: Format, __: number, all: readonly Format[]): boolean {
  return all.length === 1 && all[0]?.id === "net";
}

function formatIds(): string {
  return FORMATS.map(({ id }) => id).join(", ");
}

function emptiness({ uri, networks, problems }: SourceModel): readonly Problem[] {
  if (networks.length > 0 || problems.some(({ severity }) => severity === "error")) return [];
  const start = { line: 0, character: 0 };
  const message = "There is no network in this file.";
  return [{ uri, range: { start, end: start }, severity: "error", code: "no-network", message }];
}

function withBytes<T>(file: string, use: (bytes: ByteSource) => T): T {
  const descriptor = open(file);
  try {
    const { size } = fstatSync(descriptor);
    return use({
      size,
      read: (offset, length) => {
        const buffer = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
        return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, offset));
      },
    });
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string): number {
  try {
    const descriptor = openSync(file, "r");
    if (!fstatSync(descriptor).isDirectory()) return descriptor;
    closeSync(descriptor);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new UsageError(`${file}: ${isMissing ? "no such file" : "cannot be read"}`);
  }
  throw new UsageError(`${file}: is a folder`);
}

function readStandardInput(): Uint8Array {
  try {
    return readFileSync(0);
  } catch {
    throw new UsageError("standard input cannot be read");
  }
}

function readImport(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return decode(readFileSync(fileURLToPath(uri)));
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8").decode(bytes);
}

function uriOf(file: string): string {
  return pathToFileURL(path.resolve(file)).href;
}
