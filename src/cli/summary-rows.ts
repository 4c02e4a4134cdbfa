// The rows of a summary for people: a tree of groups and layers in execution order, equal instances in a chain once.

import { operatorTitle } from "../operators/custom";
import type { BodyAnalysis, NodeAnalysis } from "../analysis/body-analysis";
import { formatOutputs } from "../analysis/format-outputs";
import type { Figures } from "../analysis/figures";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { Body, Group, Node } from "../model/network";
import { instanceName } from "../model/path";

export interface SummaryRow {
  /** How many groups the row is in. */
  readonly depth: number;
  readonly isGroup: boolean;
  /** The layer's or group's name; `Bottleneck[1…2]` for equal instances in a chain. */
  readonly name: string;
  /** The operator, or the block that the group is an instance of. */
  readonly type: string;
  readonly output: string;
  /** Of one instance for layers, of all instances together for groups. */
  readonly figures: Figures;
  readonly auxiliary: boolean;
}

export function summaryRows({ network, body }: NetworkAnalysis): readonly SummaryRow[] {
  return [...bodyRows(network.body, body, 0, false)];
}

function* bodyRows(
  body: Body,
  analysis: BodyAnalysis,
  depth: number,
  auxiliary: boolean,
): Generator<SummaryRow> {
  for (const [index, node] of body.nodes.entries()) {
    const own = analysis.nodes[index];
    if (own === undefined) continue;
    const isAuxiliary = auxiliary || (node.kind === "group" && node.groupKind === "auxiliary");
    yield {
      depth,
      isGroup: node.kind === "group",
      name: nameOf(node),
      type: typeOf(node),
      output: formatOutputs(node),
      figures: figuresOf(own),
      auxiliary: isAuxiliary,
    };
    if (node.kind === "group" && own.kind === "group") {
      yield* bodyRows(node.body, own.body, depth + 1, isAuxiliary);
    }
  }
}

/** An auxiliary head's own row shows what the head costs. */
function figuresOf(analysis: NodeAnalysis): Figures {
  if (analysis.kind === "layer" || analysis.figures.layers > 0) return analysis.figures;
  return analysis.auxiliary;
}

function nameOf(node: Node): string {
  if (node.kind === "layer" || node.count === 1) return node.name;
  return `${instanceName(node, 0).slice(0, -1)}…${String((node.first ?? 0) + node.count - 1)}]`;
}

function typeOf(node: Node): string {
  if (node.kind === "layer") return operatorTitle(node);
  const times = node.count === 1 ? "" : ` ×${String(node.count)}`;
  return `${KINDS[node.groupKind] ?? node.definition ?? ""}${times}`.trim();
}

/** Groups that are no instance of something with a name of its own. */
const KINDS: Partial<Readonly<Record<Group["groupKind"], string>>> = { auxiliary: "auxiliary head" };
