// Parsing after an edit: when it lies within one statement, only that statement is parsed again and takes the old one's place.

import type { AstNode, CompositeCstNode, CstNode, RootCstNode } from "langium";
import { isCompositeCstNode } from "langium";
import type { Body, Branch, Element, Flow, NetFile, Statement, Stray } from "../generated/ast";
import { isDefinition } from "../generated/ast";
import type { ParsedFile } from "./parse";
import { parseNet } from "./parse";
import { forgetRanges, shiftLeaves } from "./shift";
import type { Shift } from "./shift";

/** Where two texts differ: the same before `start`, and after `oldEnd` and `newEnd`. */
interface Difference {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Before the statement, so that it is parsed as one of a body; on a line of its own. */
const OPENING = "network N {\n";
const CLOSING = "\n}";

/** A longer statement is not worth the trouble: it is most of its file. */
const LONGEST = 10_000;

/**
 * The file with `text` instead of its own, at the cost of the statement that was edited; undefined when the edit is not
 * within one, or changes more than it. The given file's tree becomes the new one's and must not be used any more.
 *
 * It is only done between texts without any mistake of syntax: then nothing was repaired, and a statement's tokens mean the
 * same alone as among the others.
 */
export function reparse(file: ParsedFile, text: string): ParsedFile | undefined {
  if (file.problems.length > 0) return undefined;
  const difference = differenceOf(file.text, text);
  const statement = statementAround(file.ast, difference);
  const old = statement?.$cstNode;
  if (statement === undefined || !isComposite(old)) return undefined;
  const grown = difference.newEnd - difference.oldEnd;
  const chunk = text.slice(old.offset, old.end + grown);
  const fresh = parsedStatement(chunk);
  if (fresh === undefined) return undefined;
  return { ...file, text, ast: replaceStatement(file.ast, statement, old, fresh, text, grown) };
}

function differenceOf(before: string, after: string): Difference {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  const most = shorter - start;
  while (
    same < most &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
}

/** The innermost statement that holds or touches all of the difference. */
function statementAround(file: NetFile, difference: Difference): Flow | undefined {
  const definition = file.items.filter(isDefinition).find((item) => holds(item, difference));
  let found: Flow | undefined;
  let bodies: readonly (Body | Branch)[] = definition?.body === undefined ? [] : [definition.body];
  while (bodies.length > 0) {
    const statements: readonly (Statement | Stray)[] = bodies
      .filter((body) => holds(body, difference))
      .flatMap(({ statements: inner }) => inner);
    const around = statements.find((statement) => holds(statement, difference));
    if (around?.$type !== "Flow") break;
    found = around;
    bodies = bodiesIn(around);
  }
  return found;
}

function holds({ $cstNode }: AstNode, { start, oldEnd }: Difference): boolean {
  return $cstNode !== undefined && $cstNode.offset <= start && oldEnd <= $cstNode.end;
}

/** The bodies and branches directly within a statement's elements. */
function bodiesIn({ elements }: Flow): readonly (Body | Branch)[] {
  return elements.flatMap(elementBodies).flatMap((body) => [body, ...body.branches]);
}

function elementBodies(element: Element): readonly Body[] {
  const own = "body" in element && element.body !== undefined ? [element.body] : [];
  if (element.$type !== "Choice") return own;
  const { alternative, otherwise } = element;
  const others = otherwise === undefined ? [] : elementBodies(otherwise);
  return [...own, ...(alternative === undefined ? [] : [alternative]), ...others];
}

type ParsedStatement = Flow & { readonly $cstNode: CompositeCstNode };

/** The one statement that the chunk is, all of it and without a mistake. */
function parsedStatement(chunk: string): ParsedStatement | undefined {
  if (chunk.length > LONGEST || !/^[\p{L}_]/u.test(chunk)) return undefined;
  const { ast, problems } = parseNet(OPENING + chunk + CLOSING, "");
  const statement = onlyStatement(ast);
  const node = statement?.$cstNode;
  if (problems.length > 0 || statement === undefined || !isComposite(node)) return undefined;
  const isWhole = node.offset === OPENING.length && node.end === OPENING.length + chunk.length;
  return isWhole ? Object.assign(statement, { $cstNode: node }) : undefined;
}

function onlyStatement({ items }: NetFile): Flow | undefined {
  const [definition] = items;
  if (items.length !== 1 || definition?.$type !== "Definition") return undefined;
  const { statements = [], branches = [] } = definition.body ?? {};
  const [statement] = statements;
  return statements.length === 1 && branches.length === 0 && statement?.$type === "Flow"
    ? statement
    : undefined;
}

function isComposite(node: CstNode | undefined): node is CompositeCstNode {
  return node !== undefined && isCompositeCstNode(node);
}

function replaceStatement(
  ast: NetFile,
  statement: Flow,
  old: CompositeCstNode,
  fresh: ParsedStatement,
  text: string,
  grown: number,
): NetFile {
  const node = fresh.$cstNode;
  const { start, end } = old.range;
  const into: Shift = {
    offset: old.offset - OPENING.length,
    lines: start.line - 1,
    // Only what is on the chunk's first line moves sideways.
    line: 1,
    columns: start.character,
  };
  shiftLeaves(node, 0, into);
  const moved = node.range.end;
  const after: Shift = {
    offset: grown,
    lines: moved.line - end.line,
    line: end.line,
    columns: moved.character - end.character,
  };
  const root = ast.$cstNode as RootCstNode & { _text: string };
  const from = old.end;
  const content = (old.container?.content ?? []) as CstNode[];
  content[content.indexOf(old)] = node;
  Object.assign(node, { container: old.container, grammarSource: old.grammarSource });
  forgetRanges(node);
  shiftLeaves(root, from, after, node);
  root._text = text;
  return relink(statement, fresh) as NetFile;
}

/** Copies every node around the old one, so that what was remembered of them is not taken for the new ones'. */
function relink(old: AstNode, fresh: AstNode): AstNode {
  const { $container: container, $containerProperty: property, $containerIndex: index } = old;
  if (container === undefined || property === undefined) return fresh;
  const copy = { ...container } as AstNode & Record<string, unknown>;
  const value = copy[property];
  copy[property] = Array.isArray(value) && index !== undefined ? value.with(index, fresh) : fresh;
  Object.assign(fresh, { $containerProperty: property, $containerIndex: index });
  for (const child of childrenOf(copy)) Object.assign(child, { $container: copy });
  const node = copy.$cstNode as (CstNode & { astNode: AstNode }) | undefined;
  if (node !== undefined) node.astNode = copy;
  return relink(container, copy);
}

function childrenOf(node: Readonly<Record<string, unknown>>): AstNode[] {
  return Object.entries(node)
    .filter(([name]) => !name.startsWith("$"))
    .flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter((value): value is AstNode => typeof value === "object" && value !== null && "$type" in value);
}
