// Text → syntax tree: the entry point of the `.net` language.

import type { LangiumCoreServices, LangiumParser, Module, PartialLangiumCoreServices } from "langium";
import type { Problem } from "../../model/problem";
import type { NetFile } from "../generated/ast";
import { BriefErrors, withLinearTree } from "./langium-speed";
import {
  EmptyFileSystem,
  createDefaultCoreModule,
  createDefaultSharedCoreModule,
  createLangiumParser,
  inject,
} from "langium";
import { NetGeneratedModule, NetGeneratedSharedModule } from "../generated/module";
import { NetLexer } from "./lexer";
import type { Scan } from "./scanner";
import { scan } from "./scanner";
import type { TokenTypes } from "./token";
import { syntaxProblems } from "./problems";
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
export const NetParserModule: Module<LangiumCoreServices, PartialLangiumCoreServices> = {
  parser: {
    LangiumParser: (services) => withLinearTree(createLangiumParser(services)),
    ParserErrorMessageProvider: () => new BriefErrors(),
    Lexer: (services) => new NetLexer(services),
    ValueConverter: () => new NetValueConverter(),
  },
};

let parser: (LangiumParser & { tokenTypes: TokenTypes }) | undefined;

/** Parses a text. Never throws; time grows linearly with the text. */
export function parseNet(text: string, uri: string): ParsedFile {
  try {
    parser ??= createParser();
    const result = parser.parse<NetFile>(text);
    return { uri, text, ast: result.value, problems: syntaxProblems(result, text, uri) };
  } catch (error) {
    // The limits on nesting keep this from happening; should the stack be too small even so, nothing else breaks.
    parser = undefined;
    if (!(error instanceof RangeError) || text === "") throw error;
    const { ast } = parseNet("", uri);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const message = "The file nests too deeply to be read";
    return {
      uri,
      text,
      ast,
      problems: [{ uri, severity: "error", code: "nesting-too-deep", message, range }],
    };
  }
}

/** The tokens of a text as they are written, and its comments; nothing is repaired. */
export function scanNet(text: string): Scan {
  parser ??= createParser();
  return scan(text, parser.tokenTypes);
}

function createParser(): LangiumParser & { tokenTypes: TokenTypes } {
  const shared = inject(createDefaultSharedCoreModule(EmptyFileSystem), NetGeneratedSharedModule);
  const services = inject(createDefaultCoreModule({ shared }), NetGeneratedModule, NetParserModule);
  return Object.assign(services.parser.LangiumParser, { tokenTypes: services.parser.Lexer.definition });
}
