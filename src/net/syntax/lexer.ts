// The lexer that the parser uses: scans, balances brackets, decides on keywords and line ends.

import type { LangiumCoreServices, Lexer, LexerResult, LexingReport } from "langium";
import type { LexicalProblem, TokenTypes } from "./token";
import { isTokenTypeDictionary } from "langium";
import { balanceBraces } from "./braces";
import { repairExpressions } from "./expressions";
import { resolveKeywords } from "./keywords";
import { dropNewlines } from "./newlines";
import { balanceParentheses } from "./parentheses";
import { scan } from "./scanner";
import { correctKeywords } from "./spelling";

/** The report of a lexed text: everything wrong with its tokens. */
export interface NetLexingReport extends LexingReport {
  readonly problems: readonly LexicalProblem[];
}

/** The lexer of `.net`; see the files of this folder for its passes, in the order of `tokenize`. */
export class NetLexer implements Lexer {
  readonly definition: TokenTypes;

  constructor(services: LangiumCoreServices) {
    const built = services.parser.TokenBuilder.buildTokens(services.Grammar);
    this.definition = dictionary(built);
  }

  tokenize(text: string): LexerResult {
    const types = this.definition;
    const { tokens: scanned, comments, problems } = scan(text, types);
    const parenthesized = balanceParentheses(scanned, types, problems);
    const balanced = balanceBraces(parenthesized, text, types, problems);
    resolveKeywords(balanced, types);
    const lines = dropNewlines(balanced);
    correctKeywords(lines, types, problems);
    const report: NetLexingReport = { diagnostics: [], problems };
    return { tokens: repairExpressions(lines, types, problems), hidden: comments, errors: [], report };
  }
}

function dictionary(built: Parameters<typeof isTokenTypeDictionary>[0]): TokenTypes {
  if (isTokenTypeDictionary(built)) return built;
  return Object.fromEntries((Array.isArray(built) ? built : []).map((type) => [type.name, type]));
}
