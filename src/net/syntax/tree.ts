// Reading the syntax tree: bodies, flows, names, documentation and ranges.

import type { AstNode } from "langium";
import type { Range } from "../../model/origin";
import type { Body, Branch, Call, Definition, Element, Flow, NetFile, Statement } from "../generated/ast";
import { CstUtils, GrammarUtils } from "langium";
import { isDefinition, isStray } from "../generated/ast";

const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The networks and blocks of a file, in order. */
export function definitionsOf(file: NetFile): Definition[] {
  return file.items.filter(isDefinition);
}

/** The statements that run in a body one after the other; those of misplaced `|` branches are among them. */
export function sequenceOf(body: Body | Branch | undefined): Statement[] {
  if (body === undefined) return [];
  const nested = "branches" in body ? body.branches.flatMap(sequenceOf) : [];
  return [...body.statements.filter((statement) => !isStray(statement)), ...nested];
}

/** The statements of each branch of a merge; those before the first `|` are a branch of their own. */
export function branchesOf(body: Body): Statement[][] {
  const loose = body.statements.filter((statement) => !isStray(statement));
  const branches = body.branches.map(sequenceOf);
  return loose.length > 0 ? [loose, ...branches] : branches;
}

/** The name that a call uses: of an operator, a block, a network or a tensor. */
export function calleeOf(call: Call): string {
  return call.callee.$refText;
}

/** Where a node's text is; the start of the file for a node without text. */
export function rangeOf(node: AstNode): Range {
  return node.$cstNode?.range ?? NOWHERE;
}

/** Where a property's text is, such as `name`, `callee`, `target`, `parameter`; the node's range without it. */
export function rangeOfProperty(node: AstNode, property: string, index?: number): Range {
  return GrammarUtils.findNodeForProperty(node.$cstNode, property, index)?.range ?? rangeOf(node);
}

/** Where a keyword or bracket of a node is; the node's range without it. */
export function rangeOfKeyword(node: AstNode, keyword: string, index?: number): Range {
  return GrammarUtils.findNodeForKeyword(node.$cstNode, keyword, index)?.range ?? rangeOf(node);
}

/** The documentation before a definition or statement: the text of its doc comment without the decoration. */
export function documentationOf(node: AstNode): string | undefined {
  const comment = CstUtils.findCommentNode(node.$cstNode, ["BLOCK_COMMENT"]);
  if (comment?.text.startsWith("/**") !== true) return undefined;
  const lines = comment.text.slice(3, comment.text.endsWith("*/") ? -2 : undefined).split(/\r\n|\r|\n/);
  const text = lines
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim();
  return text === "" ? undefined : text;
}

/** Whether a flow's element is the first one: there, a tensor's name restarts from it. */
export function startsFlow(element: Element): boolean {
  const flow = element.$container as Flow;
  return flow.elements[0] === element && !beginsWithArrow(flow);
}

/** Whether a flow begins with `->`, so that it goes on from the current tensor. */
export function beginsWithArrow(flow: Flow): boolean {
  return (
    flow.arrows.length >= flow.elements.length &&
    flow.targets.length === 0 &&
    flow.$cstNode?.text.startsWith("->") === true
  );
}
