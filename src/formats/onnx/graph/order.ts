// Puts nodes into an order in which each follows those whose values it takes, and reports what stands in the way.

import * as l10n from "@vscode/l10n";
import type { Report } from "../report";
import { quoted } from "../report";
import type { GraphNode } from "./node";

/**
 * The nodes in execution order (the file's where that is one); `known` says what exists before the first. In a partial file
 * missing values are no news.
 */
export function orderNodes(
  nodes: readonly GraphNode[],
  known: (name: string) => boolean,
  report: Report,
  isPartial: boolean,
): readonly GraphNode[] {
  const producer = new Map<string, number>();
  for (const [index, node] of nodes.entries()) {
    for (const name of node.outputs) {
      if (name === "") continue;
      if (producer.has(name) || known(name)) {
        report.add(
          "duplicate-name",
          l10n.t("Two nodes or tensors are named {0}; the first is used.", quoted(name)),
        );
      } else producer.set(name, index);
    }
  }
  if (!isPartial) reportMissing(nodes, producer, known, report);
  return inOrder(nodes, producer) ? nodes : sorted(nodes, producer, report);
}

function reportMissing(
  nodes: readonly GraphNode[],
  producer: ReadonlyMap<string, number>,
  known: (name: string) => boolean,
  report: Report,
): void {
  for (const node of nodes) {
    for (const name of needs(node)) {
      if (name === "" || producer.has(name) || known(name)) continue;
      const message = l10n.t("{0} takes {1}, which nothing in the graph gives.", titleOf(node), quoted(name));
      report.add("missing-producer", message);
    }
  }
}

/** How a node is named in messages. */
export function titleOf(node: GraphNode): string {
  return node.name === ""
    ? l10n.t("A {0} node", quoted(node.opType))
    : `${quoted(node.opType)} ${quoted(node.name)}`;
}

function needs(node: GraphNode): readonly string[] {
  return node.captures.length === 0 ? node.inputs : [...node.inputs, ...node.captures];
}

function inOrder(nodes: readonly GraphNode[], producer: ReadonlyMap<string, number>): boolean {
  return nodes.every((node, index) => needs(node).every((name) => (producer.get(name) ?? -1) < index));
}

/** Depth-first by need, iterative; nodes of a cycle come where they are first needed, and are reported. */
function sorted(
  nodes: readonly GraphNode[],
  producer: ReadonlyMap<string, number>,
  report: Report,
): readonly GraphNode[] {
  const state = new Uint8Array(nodes.length);
  const result: GraphNode[] = [];
  for (let root = 0; root < nodes.length; root++) {
    const stack: { index: number; next: number }[] = state[root] === 0 ? [{ index: root, next: 0 }] : [];
    while (stack.length > 0) {
      const frame = stack[stack.length - 1];
      const node = frame && nodes[frame.index];
      if (frame === undefined || node === undefined) break;
      state[frame.index] = 1;
      const names = needs(node);
      const need = producer.get(names[frame.next] ?? "");
      if (frame.next >= names.length) {
        state[frame.index] = 2;
        result.push(node);
        stack.pop();
      } else {
        frame.next += 1;
        if (need !== undefined && state[need] === 0) stack.push({ index: need, next: 0 });
        else if (need !== undefined && state[need] === 1) {
          report.add("cycle", l10n.t("{0} depends on its own result.", titleOf(node)));
        }
      }
    }
  }
  return result;
}
