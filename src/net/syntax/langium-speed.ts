// Keeps Langium's parser linear in the text: two of its steps are not.

import type { CompositeCstNode, CstNode } from "langium";
import type { Token } from "./token";
import { AbstractParserErrorMessageProvider, CstNodeBuilder } from "langium";

/** The parser's own messages are never shown (problems.ts), so they need no work. */
export class BriefErrors extends AbstractParserErrorMessageProvider {
  override buildMismatchTokenMessage(): string {
    return "mismatch";
  }

  override buildNotAllInputParsedMessage(): string {
    return "redundant";
  }

  override buildNoViableAltMessage(): string {
    return "alternatives";
  }

  override buildEarlyExitMessage(): string {
    return "early exit";
  }
}

/**
 * Langium searches all children of a node from the start for where hidden tokens belong, even when there are none:
 * quadratic in the statements of a body. The place is at the end, so this looks there first.
 */
export class LinearCstNodeBuilder extends CstNodeBuilder {
  override addHiddenNodes(tokens: Token[]): void {
    if (tokens.length === 0) return;
    const nodes = tokens.map((token) => this.createLeafNode(token, true) as CstNode);
    let current = this.current as CompositeCstNode;
    if (current.content.length > 0) {
      this.appendChildren(current, nodes);
      return;
    }
    for (let parent = current.container; parent !== undefined; parent = current.container) {
      const index = parent.content.lastIndexOf(current);
      if (index > 0) {
        this.insertChildren(parent, index, nodes);
        return;
      }
      current = parent;
    }
    this.insertChildren(current, 0, nodes);
  }

  override removeNode(node: CstNode): void {
    const siblings = node.container?.content as CstNode[] | undefined;
    const index = siblings?.lastIndexOf(node) ?? -1;
    if (index >= 0) siblings?.splice(index, 1);
  }
}
