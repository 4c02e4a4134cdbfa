// Langium's parser, made to reuse the statements that an edit left alone: a key stroke then costs what it changed.
//
// The tokens of the new text are compared with those of the one before. A statement or definition whose tokens are all
// the same, and that the same two tokens follow, parses to the same tree; the old tree is taken over and moved to where
// it is now. Taking over changes the old tree, so a text's tree must not be used any more once the next one is parsed.

import type {
  AstNode,
  CompositeCstNode,
  CstNode,
  GenericAstNode,
  GrammarAST,
  LangiumCoreServices,
  Mutable,
  ParseResult,
} from "langium";
import { CompositeCstNodeImpl, LangiumParser, createParser, isAstNode } from "langium";
import type { NetFile } from "../generated/ast";
import { internalsOf, placesOf } from "./langium-internals";
import type { Rule } from "./langium-internals";
import { LinearCstNodeBuilder } from "./langium-speed";
import type { Token, TokenTypes } from "./token";

/** The grammar's lookahead: what may decide where a statement ends. */
const LOOKAHEAD = 2;
const REUSED_RULES = ["Statement", "Definition"];

/** A node that was parsed without an error, with the index after its last token. */
interface Parsed {
  readonly end: number;
  readonly node: AstNode;
  readonly tree: CompositeCstNodeImpl;
}

/** A parsed text's tokens, and what begins at each of them. */
export interface ParseState {
  readonly tokens: readonly Token[];
  readonly parsed: readonly (Parsed | undefined)[];
}

/** How the tokens of a text compare with those of the text before: equal at the start, and moved at the end. */
interface Comparison {
  readonly before: ParseState;
  /** How many first tokens are the same, and where they are. */
  readonly prefix: number;
  /** From where on tokens are the same as before, but moved. */
  readonly suffix: number;
  readonly indexShift: number;
  readonly offsetShift: number;
  readonly lineShift: number;
}

export class NetParser extends LangiumParser {
  readonly tokenTypes: TokenTypes;
  readonly #builder = new LinearCstNodeBuilder();
  readonly #internals = internalsOf(this);
  #reusable = new Set<Rule | undefined>();
  #comparison: Comparison | undefined;
  #parsed: (Parsed | undefined)[] = [];
  #taken = new Set<AstNode>();
  #tokens: readonly Token[] = [];

  constructor(services: LangiumCoreServices) {
    super(services);
    Object.assign(this, { nodeBuilder: this.#builder });
    this.tokenTypes = services.parser.Lexer.definition;
  }

  /** Builds the parser from its grammar. */
  static create(services: LangiumCoreServices): NetParser {
    const parser = new NetParser(services);
    createParser(services.Grammar, parser, parser.tokenTypes);
    parser.finalize();
    parser.#reusable = new Set(REUSED_RULES.map((name) => parser.getRule(name)));
    return parser;
  }

  /** Parses a text, taking over what it can from the state of a text before, which is used up. */
  parseAfter(
    before: ParseState | undefined,
    text: string,
  ): { result: ParseResult<NetFile>; state: ParseState } {
    this.#builder.buildRootNode(text);
    const lexed = this.lexer.tokenize(text);
    this.#internals.lexerResult = lexed;
    this.#comparison = before && compare(before, lexed.tokens);
    this.#parsed = [];
    this.#taken = new Set();
    this.#tokens = lexed.tokens;
    this.wrapper.input = lexed.tokens;
    const value = this.#internals.doParse(this.mainRule) as NetFile;
    this.#builder.addHiddenNodes(lexed.hidden);
    linkContent(value, this.#taken);
    const { report } = lexed;
    const result = {
      value,
      parserErrors: this.wrapper.errors,
      lexerErrors: lexed.errors,
      ...(report === undefined ? {} : { lexerReport: report }),
    };
    return { result, state: { tokens: lexed.tokens, parsed: this.#parsed } };
  }

  override subrule(...call: Parameters<LangiumParser["subrule"]>): void {
    const [, rule, , feature] = call;
    if (this.isRecording() || !this.#reusable.has(rule)) {
      super.subrule(...call);
      return;
    }
    const start = this.#internals.wrapper.exportLexerState() + 1;
    if (this.#takeOver(start, feature)) return;
    const errors = this.wrapper.errors.length;
    super.subrule(...call);
    const tree = this.#builder.current.content.at(-1);
    if (this.wrapper.errors.length > errors || !(tree instanceof CompositeCstNodeImpl)) return;
    if (tree.grammarSource !== feature || tree.offset !== this.#tokens[start]?.startOffset) return;
    this.#parsed[start] = { end: this.#internals.wrapper.exportLexerState() + 1, node: tree.astNode, tree };
  }

  /** Takes over what began at this token in the text before; false when there is nothing that is surely the same. */
  #takeOver(start: number, feature: GrammarAST.AbstractElement): boolean {
    const comparison = this.#comparison;
    if (comparison === undefined) return false;
    const isMoved = start >= comparison.suffix;
    const shift = isMoved ? comparison.indexShift : 0;
    const old = comparison.before.parsed[start - shift];
    const token = this.#tokens[start];
    if (old === undefined || token === undefined || old.tree.grammarSource !== feature) return false;
    if (!isMoved && old.end + LOOKAHEAD > comparison.prefix && comparison.prefix < this.#tokens.length)
      return false;
    if (isMoved) move(old.tree, comparison.offsetShift, comparison.lineShift);
    this.#builder.addHiddenNodes(this.#internals.extractHiddenTokens(token));
    this.#dropHidden(old.tree.end);
    this.#builder.appendChild(this.#builder.current as CompositeCstNode, old.tree as CstNode);
    this.#internals.wrapper.importLexerState(old.end + shift - 1);
    this.#internals.performSubruleAssignment(old.node, feature, old.tree as CstNode);
    this.#taken.add(old.node);
    this.#remember(comparison.before, start - shift, old.end, shift);
    return true;
  }

  /** Comments within a tree that was taken over are in it already. */
  #dropHidden(end: number): void {
    const hidden = this.#internals.lexerResult?.hidden ?? [];
    const count = hidden.findIndex(({ startOffset }) => startOffset >= end);
    hidden.splice(0, count < 0 ? hidden.length : count);
  }

  #remember({ parsed }: ParseState, start: number, end: number, shift: number): void {
    for (let i = start; i < end; i++) {
      const old = parsed[i];
      if (old !== undefined) this.#parsed[i + shift] = shift === 0 ? old : { ...old, end: old.end + shift };
    }
  }
}

function compare(before: ParseState, tokens: readonly Token[]): Comparison {
  const old = before.tokens;
  const limit = Math.min(old.length, tokens.length);
  let prefix = 0;
  while (prefix < limit && isSame(old[prefix], tokens[prefix], 0, 0)) prefix++;
  const last = tokens.at(-1);
  const offsetShift = (last?.startOffset ?? 0) - (old.at(-1)?.startOffset ?? 0);
  const lineShift = (last?.startLine ?? 0) - (old.at(-1)?.startLine ?? 0);
  const indexShift = tokens.length - old.length;
  let suffix = tokens.length;
  while (
    suffix > prefix &&
    suffix - indexShift > prefix &&
    isSame(old[suffix - 1 - indexShift], tokens[suffix - 1], offsetShift, lineShift)
  ) {
    suffix--;
  }
  return { before, prefix, suffix, indexShift, offsetShift, lineShift };
}

function isSame(
  old: Token | undefined,
  token: Token | undefined,
  offsetShift: number,
  lineShift: number,
): boolean {
  return (
    old !== undefined &&
    token !== undefined &&
    old.tokenType === token.tokenType &&
    token.startOffset - old.startOffset === offsetShift &&
    old.image === token.image &&
    old.startColumn === token.startColumn &&
    (token.startLine ?? 0) - (old.startLine ?? 0) === lineShift &&
    old.isInsertedInRecovery === token.isInsertedInRecovery
  );
}

/** Moves a tree to where its text is now; its columns stay. */
function move(tree: CompositeCstNodeImpl, offsetShift: number, lineShift: number): void {
  if (offsetShift === 0 && lineShift === 0) return;
  placesOf(tree)._rangeCache = undefined;
  for (const child of tree.content) {
    if (child instanceof CompositeCstNodeImpl) move(child, offsetShift, lineShift);
    else {
      const leaf = placesOf(child);
      leaf._offset += offsetShift;
      leaf._startLine += lineShift;
      leaf._endLine += lineShift;
    }
  }
}

/** Tells every new node its container, and those that were taken over their new one. */
function linkContent(node: AstNode, taken: ReadonlySet<AstNode>): void {
  const properties = node as GenericAstNode;
  for (const name in properties) {
    if (name.startsWith("$")) continue;
    const value = properties[name];
    if (Array.isArray(value)) {
      for (const [index, item] of (value as unknown[]).entries())
        if (isAstNode(item)) link(item, node, name, index, taken);
    } else if (isAstNode(value)) link(value, node, name, undefined, taken);
  }
}

function link(
  node: Mutable<AstNode>,
  container: AstNode,
  property: string,
  index: number | undefined,
  taken: ReadonlySet<AstNode>,
): void {
  node.$container = container;
  node.$containerProperty = property;
  if (index !== undefined) node.$containerIndex = index;
  if (!taken.has(node)) linkContent(node, taken);
}
