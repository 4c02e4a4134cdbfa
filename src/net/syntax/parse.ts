// Text → syntax tree: the entry point of the `.net` language.

import * as l10n from "@vscode/l10n";
import type { LangiumCoreServices, Module, PartialLangiumCoreServices } from "langium";
import type { Problem } from "../../model/problem";
import type { NetFile } from "../generated/ast";
import { EmptyFileSystem, createDefaultCoreModule, createDefaultSharedCoreModule, inject } from "langium";
import { NetGeneratedModule, NetGeneratedSharedModule } from "../generated/module";
import { BriefErrors } from "./langium-speed";
import { NetLexer } from "./lexer";
import type { ParseState } from "./net-parser";
import { NetParser } from "./net-parser";
import { syntaxProblems } from "./problems";
import type { Scan } from "./scanner";
import { scan } from "./scanner";
import { NetValueConverter } from "./value-converter";

/** A parsed file. `ast` covers all of the text, whatever is wrong with it. */
export interface ParsedFile {
  readonly uri: string;
  readonly text: string;
  readonly ast: NetFile;
  /** What is wrong with the syntax; nothing about meaning. */
  readonly problems: readonly Problem[];
}

/** How `.net` differs from Langium's defaults when parsing. */
const NetParserModule: Module<LangiumCoreServices, PartialLangiumCoreServices> = {
  parser: {
    ParserErrorMessageProvider: () => new BriefErrors(),
    Lexer: (services) => new NetLexer(services),
    ValueConverter: () => new NetValueConverter(),
  },
};

/** What the next version of a file can take over. */
const STATES = new WeakMap<ParsedFile, ParseState>();
let parser: NetParser | undefined;

/**
 * Parses a text. Never throws; time grows linearly with the text. With the file `before` the edit, only what the edit
 * changed is parsed anew: that file's tree becomes part of the new one's, and must not be used any more.
 */
export function parseNet(text: string, uri: string, before?: ParsedFile): ParsedFile {
  const state = before && STATES.get(before);
  if (before !== undefined) STATES.delete(before);
  try {
    parser ??= createParser();
    const { result, state: next } = parser.parseAfter(state, text);
    const file = { uri, text, ast: result.value, problems: syntaxProblems(result, text, uri) };
    STATES.set(file, next);
    return file;
  } catch (error) {
    // The limits on nesting keep this from happening; should the stack be too small even so, nothing else breaks.
    parser = undefined;
    if (!(error instanceof RangeError) || text === "") throw error;
    return unreadable(text, uri);
  }
}

function unreadable(text: string, uri: string): ParsedFile {
  const { ast } = parseNet("", uri);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const message = l10n.t("The file nests too deeply to be read");
  return { uri, text, ast, problems: [{ uri, severity: "error", code: "nesting-too-deep", message, range }] };
}

/** The tokens of a text as they are written, and its comments; nothing is repaired. */
export function scanNet(text: string): Scan {
  parser ??= createParser();
  return scan(text, parser.tokenTypes);
}

function createParser(): NetParser {
  const shared = inject(createDefaultSharedCoreModule(EmptyFileSystem), NetGeneratedSharedModule);
  return NetParser.create(inject(createDefaultCoreModule({ shared }), NetGeneratedModule, NetParserModule));
}
