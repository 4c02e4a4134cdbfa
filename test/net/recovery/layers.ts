// Finds the layers of a text and the containers that they are in, for the recovery tests.

import type { AstNode } from "langium";
import { AstUtils } from "langium";
import type { Call } from "../../../src/net/generated/ast";
import { isBranch, isCall, isChoice, isDefinition, isRepeat, isStage } from "../../../src/net/generated/ast";
import { parseNet } from "../../../src/net/syntax/parse";

export interface FoundLayer {
  readonly text: string;
  readonly line: number;
  /** The containers from the outside in: `network A/stage stem/add/1`. */
  readonly container: string;
}

export function layersOf(source: string): FoundLayer[] {
  const { ast } = parseNet(source, "file:///test.net");
  return AstUtils.streamAllContents(ast)
    .filter(isCall)
    .map((call) => ({
      text: source.slice(call.$cstNode?.offset, call.$cstNode?.end).split("\n", 1)[0] ?? "",
      line: call.$cstNode?.range.start.line ?? -1,
      container: containerOf(call),
    }))
    .toArray()
    .sort((a, b) => a.line - b.line);
}

function containerOf(call: Call): string {
  const names: string[] = [];
  for (let node: AstNode | undefined = call.$container; node !== undefined; node = node.$container) {
    const name = containerName(node);
    if (name !== undefined) names.unshift(name);
  }
  return names.join("/");
}

function containerName(node: AstNode): string | undefined {
  if (isDefinition(node)) return `${node.kind} ${node.name ?? "?"}`;
  if (isStage(node)) return `${node.kind} ${node.name ?? "?"}`;
  if (isBranch(node)) return String(node.$containerIndex ?? 0);
  if (isCall(node)) return node.callee.$refText;
  if (isRepeat(node)) return "repeat";
  if (isChoice(node)) return "if";
  return undefined;
}
