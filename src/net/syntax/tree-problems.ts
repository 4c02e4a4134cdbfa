// What a forgiving grammar lets pass and is a mistake all the same: missing pieces, and pieces that are out of place.

import * as l10n from "@vscode/l10n";
import type { AstNode, CstNode } from "langium";
import type { Range } from "../../model/origin";
import type {
  Body,
  Call,
  Choice,
  Definition,
  Element,
  Flow,
  Import,
  NetFile,
  Repeat,
  Stage,
  Statement,
  Stray,
} from "../generated/ast";
import { GrammarUtils, isCompositeCstNode } from "langium";
import { rangeOf, rangeOfKeyword, rangeOfProperty } from "./tree";

/** A mistake at a place of the tree. */
export interface TreeProblem {
  readonly code: string;
  readonly message: string;
  readonly range: Range;
}

type Report = (code: string, message: string, range: Range) => void;

/** Finds the mistakes in statements and definitions; expressions are checked by their tokens (expressions.ts). */
export function treeProblems(file: NetFile): TreeProblem[] {
  const problems: TreeProblem[] = [];
  const report: Report = (code, message, range) => problems.push({ code, message, range });
  let strayed = false;
  for (const item of file.items) {
    if (item.$type === "Import") checkImport(item, report);
    else if (item.$type === "Definition") checkDefinition(item, report);
    else {
      if (!strayed)
        report("unexpected-statement", l10n.t("Expected import, network or block"), firstLineOf(item));
      if (item.$type === "Flow") checkFlow(item, report);
    }
    strayed = item.$type !== "Import" && item.$type !== "Definition";
  }
  return problems;
}

function checkImport(node: Import, report: Report): void {
  if (!node.braced && node.names.length > 0) {
    report(
      "missing-brace",
      l10n.t('Imported names stand in braces: import { … } from "…"'),
      rangeOfProperty(node, "names"),
    );
  } else if (node.path === undefined) {
    report("missing-path", l10n.t('Expected from "…"'), rangeOf(node));
  } else if (!node.braced) {
    report("missing-name", l10n.t("Expected { … } with the names to import"), rangeOfKeyword(node, "import"));
  }
  for (const name of node.names) {
    if (name.renamed && name.name === undefined)
      report("missing-name", l10n.t("Expected a name after as"), rangeOfKeyword(name, "as"));
  }
}

function checkDefinition(node: Definition, report: Report): void {
  for (const annotation of node.annotations) {
    if (annotation.name === undefined)
      report(
        "missing-name",
        l10n.t("Expected the annotation's name after @"),
        rangeOfKeyword(annotation, "@"),
      );
  }
  if (node.name === undefined)
    report("missing-name", l10n.t("Expected the {0}'s name", node.kind), rangeOfProperty(node, "kind"));
  else if (node.body === undefined)
    report(
      "missing-body",
      l10n.t("Expected { with the {0}'s layers", node.kind),
      rangeOfProperty(node, "name"),
    );
  checkSequence(node.body, report);
}

/** Checks a body whose statements run one after the other. */
function checkSequence(body: Body | undefined, report: Report): void {
  if (body === undefined) return;
  checkStatements(body.statements, report);
  for (const [i, branch] of body.branches.entries()) {
    if (i === 0)
      report(
        "unexpected-branch",
        l10n.t("Branches belong into a merge such as concat { } or add { }"),
        rangeOfKeyword(branch, "|"),
      );
    checkStatements(branch.statements, report);
  }
}

function checkStatements(statements: readonly (Statement | Stray)[], report: Report): void {
  let previous: Statement | Stray | undefined;
  for (const statement of statements) {
    const sameLine = previous !== undefined && rangeOf(previous).end.line === rangeOf(statement).start.line;
    if (statement.$type === "Stray") {
      if (!sameLine || previous?.$type !== "Stray")
        report(
          "unexpected-token",
          l10n.t("Unexpected {0}", statement.$cstNode?.text ?? ""),
          rangeOf(statement),
        );
    } else {
      if (sameLine && previous?.$type !== "Stray")
        report("missing-arrow", l10n.t("Expected -> or a new line before this"), firstWordOf(statement));
      checkStatement(statement, report);
    }
    previous = statement;
  }
}

function checkStatement(node: Statement, report: Report): void {
  switch (node.$type) {
    case "InputStatement":
      if (endsWith(node, ",") || node.inputs.length === 0)
        report("missing-name", l10n.t("Expected the input's name"), lastLeafOf(node));
      return;
    case "OutputStatement":
      if (endsWith(node, ",") || node.outputs.length === 0)
        report("missing-name", l10n.t("Expected the name of a tensor"), lastLeafOf(node));
      return;
    case "LetStatement":
      if (node.name === undefined)
        report("missing-name", l10n.t("Expected a name after let"), rangeOfKeyword(node, "let"));
      else if (!node.assigned)
        report(
          "missing-value",
          l10n.t("Expected = and the value of {0}", node.name),
          rangeOfProperty(node, "name"),
        );
      else if (node.value === undefined)
        report("missing-value", l10n.t("{0} has no value", node.name), rangeOfKeyword(node, "="));
      return;
    case "Flow":
      checkFlow(node, report);
  }
}

function checkFlow(node: Flow, report: Report): void {
  checkArrows(node, report);
  for (const element of node.elements) checkElement(element, report);
}

function checkArrows(node: Flow, report: Report): void {
  if (node.targets.length > 0 && !node.assigned) {
    report("missing-assignment", l10n.t("Expected = and a layer after these names"), lastLeafOf(node));
  } else if (node.targets.length > 0 && node.elements.length === 0) {
    report("missing-layer", l10n.t("Expected a layer after ="), rangeOfKeyword(node, "="));
  } else if (node.arrows.length >= node.elements.length) {
    reportArrow(node, report);
  }
}

/** Reports the first `->` without a layer; one at the start goes on from the line before. */
function reportArrow(node: Flow, report: Report): void {
  const arrows = GrammarUtils.findNodesForProperty(node.$cstNode, "arrows");
  const starts = node.elements.map(({ $cstNode }) => $cstNode?.offset ?? 0);
  const lonely = arrows.find(({ end }, i) => {
    const next = arrows[i + 1]?.offset ?? Number.POSITIVE_INFINITY;
    return !starts.some((start) => start >= end && start < next);
  });
  if (lonely !== undefined) report("missing-layer", l10n.t("Expected a layer after ->"), lonely.range);
}

function checkElement(node: Element, report: Report): void {
  switch (node.$type) {
    case "Call":
      return checkCall(node, report);
    case "Stage":
      return checkStage(node, report);
    case "Repeat":
      return checkRepeat(node, report);
    case "Choice":
      return checkChoice(node, report);
    case "Braced":
      report("unexpected-bracket", l10n.t("Nothing introduces this {"), rangeOfKeyword(node.body, "{"));
      return checkSequence(node.body, report);
    case "Entering":
  }
}

function checkCall({ body }: Call, report: Report): void {
  if (body === undefined) return;
  const first = body.statements[0];
  if (first !== undefined)
    report("missing-branch", l10n.t("Expected | before the first branch"), firstWordOf(first));
  checkStatements(body.statements, report);
  for (const branch of body.branches) checkStatements(branch.statements, report);
}

function checkStage(node: Stage, report: Report): void {
  if (node.name === undefined)
    report("missing-name", l10n.t("Expected a name after {0}", node.kind), rangeOfProperty(node, "kind"));
  else if (node.body === undefined)
    report(
      "missing-body",
      l10n.t("Expected { with the layers of {0}", node.name),
      rangeOfProperty(node, "name"),
    );
  checkSequence(node.body, report);
}

function checkRepeat(node: Repeat, report: Report): void {
  if (node.count === undefined)
    report("missing-value", l10n.t("Expected how many times to repeat"), rangeOfKeyword(node, "repeat"));
  else if (node.indexed && node.index === undefined)
    report("missing-name", l10n.t("Expected a name after as"), rangeOfKeyword(node, "as"));
  else if (node.body === undefined)
    report("missing-body", l10n.t("Expected { with the layers to repeat"), firstWordOf(node));
  checkSequence(node.body, report);
}

function checkChoice(node: Choice, report: Report): void {
  if (node.condition === undefined)
    report("missing-condition", l10n.t("Expected a condition after if"), rangeOfKeyword(node, "if"));
  else if (node.body === undefined)
    report("missing-body", l10n.t("Expected { with the layers of this case"), rangeOfKeyword(node, "if"));
  checkSequence(node.body, report);
  checkSequence(node.alternative, report);
  if (node.otherwise !== undefined) checkChoice(node.otherwise, report);
}

function endsWith(node: AstNode, text: string): boolean {
  return node.$cstNode?.text.endsWith(text) === true;
}

/** The first word of a node's text. */
function firstWordOf(node: AstNode): Range {
  const { start, end } = rangeOf(node);
  const length = /^(?:[\p{L}\p{M}\p{N}_]+|\S)/u.exec(node.$cstNode?.text ?? "")?.[0].length ?? 0;
  return length === 0
    ? { start, end }
    : { start, end: { line: start.line, character: start.character + length } };
}

function firstLineOf(node: AstNode): Range {
  const { start, end } = rangeOf(node);
  if (start.line === end.line) return { start, end };
  const line = (node.$cstNode?.text ?? "").split(/[\r\n]/, 1)[0] ?? "";
  return { start, end: { line: start.line, character: start.character + line.length } };
}

/** The last token of a node's text. */
function lastLeafOf(node: AstNode): Range {
  let leaf = node.$cstNode;
  while (leaf !== undefined && childrenOf(leaf).length > 0)
    leaf = childrenOf(leaf).findLast(({ hidden }) => !hidden);
  return leaf?.range ?? rangeOf(node);
}

function childrenOf(node: CstNode | undefined): readonly CstNode[] {
  return node !== undefined && isCompositeCstNode(node) ? node.content : [];
}
