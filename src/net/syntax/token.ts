// The tokens of a `.net` file, in the form that the parser takes.

import type { Lexer, LexerResult } from "langium";

/** A token with its place; lines and columns count from 1, and the end column is the last character's. */
export type Token = LexerResult["tokens"][number];

/** The kinds of tokens by name; a keyword's name is its text. */
export type TokenTypes = Lexer["definition"];

export type TokenType = TokenTypes[string];

/** Something wrong with the text that needs no tree to be seen. Offsets are into the text, `end` exclusive. */
export interface LexicalProblem {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
  readonly end: number;
  /** What should stand in place of the range. */
  readonly replacement?: string;
  /** What would mend it: a text to insert at an offset. */
  readonly fix?: { readonly offset: number; readonly text: string };
}

/** A token that stands for text: `length` characters from `offset`, on one line. */
export function textToken(
  type: TokenType,
  image: string,
  offset: number,
  line: number,
  lineStart: number,
): Token {
  const column = offset - lineStart;
  return {
    image,
    startOffset: offset,
    endOffset: offset + image.length - 1,
    startLine: line + 1,
    endLine: line + 1,
    startColumn: column + 1,
    endColumn: column + image.length,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
    tokenType: type,
  };
}

/** A token that the text lacks, right after `previous`; the parser takes it without putting it in the tree. */
export function missingToken(type: TokenType, image: string, previous: Token): Token {
  const offset = tokenEnd(previous);
  return {
    image,
    startOffset: offset,
    endOffset: offset - 1,
    startLine: previous.endLine ?? 1,
    endLine: previous.endLine ?? 1,
    startColumn: (previous.endColumn ?? 0) + 1,
    endColumn: previous.endColumn ?? 0,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
    tokenType: type,
    isInsertedInRecovery: true,
  };
}

/** The offset after a token. */
export function tokenEnd(token: Token): number {
  return token.startOffset + (token.isInsertedInRecovery === true ? 0 : token.image.length);
}

/** The type of that name; the grammar has all that are asked for. */
export function tokenType(types: TokenTypes, name: string): TokenType {
  const type = types[name];
  if (type === undefined) throw new Error(`the grammar has no token ${name}`);
  return type;
}

/** Gives a token another type: a word becomes a keyword, or the other way round. */
export function retype(token: Token, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? 0;
}
