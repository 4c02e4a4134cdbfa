// What Langium's parser and syntax trees have, but declare private: the one place that relies on it. Langium's version is pinned.

import type { AstNode, CstNode, GrammarAST, LangiumParser, LexerResult } from "langium";
import type { Token } from "./token";

/** A rule of the grammar, as the parser calls it. */
export type Rule = Parameters<LangiumParser["subrule"]>[1];

interface ParserInternals {
  lexerResult: LexerResult | undefined;
  doParse(rule: Rule): AstNode;
  extractHiddenTokens(token: Token): Token[];
  performSubruleAssignment(result: AstNode, feature: GrammarAST.AbstractElement, tree: CstNode): void;
  readonly wrapper: { exportLexerState(): number; importLexerState(index: number): void };
}

/** The places that nodes of a tree keep to themselves. */
interface Places {
  _offset: number;
  _startLine: number;
  _endLine: number;
  _rangeCache: unknown;
}

/** A parser with its private members; `parser` is an instance of Langium's `LangiumParser`. */
export function internalsOf(parser: object): ParserInternals {
  return parser as ParserInternals;
}

/** Where a node of a concrete syntax tree says that it stands; `node` is one of Langium's own nodes. */
export function placesOf(node: object): Places {
  return node as Places;
}
