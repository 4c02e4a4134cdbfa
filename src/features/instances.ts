// The instances of a block: which bodies it has, and which of them is looked at.

import * as l10n from "@vscode/l10n";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import { formatOutputs } from "../analysis/format-outputs";
import type { AttributeValue, Body, Definition, Group } from "../model/network";
import { instanceName, joinPath } from "../model/path";
import { formatShape } from "../model/shape";
import { formatValue } from "../operators/parameters";
import { findInstance } from "./find-instance";
import type { Instance } from "./find-instance";

export interface InstanceChoice extends Instance {
  /** `Inception(c1=64, c3r=96)` */
  readonly label: string;
  /** `192×28×28 → 256×28×28` */
  readonly description: string;
  readonly chosen: boolean;
}

export interface BlockUse {
  /** How many instances all networks hold. */
  readonly count: number;
  /** The first instance of each distinct body, in execution order. */
  readonly distinct: readonly InstanceChoice[];
}

/** `1 instance`, `9 instances`. */
export function instanceCount(count: number, format: (count: number) => string): string {
  return count === 1 ? l10n.t("1 instance") : l10n.t("{0} instances", format(count));
}

/** How the networks use a block; `chosen` are the choices so far, the latest first. */
export function usesOf(
  analyses: readonly NetworkAnalysis[],
  definition: Definition,
  chosen: readonly Instance[],
): BlockUse {
  let count = 0;
  const firsts = new Map<Body, { network: string; path: string; group: Group }>();
  for (const { network } of analyses) {
    count += countIn(network.body, definition, new Map());
    collectFirsts(network.body, definition, network.name, "", firsts, new Set());
  }
  const found = [...firsts.values()];
  const choice = chosen
    .map((instance) => chosenWithin(analyses, instance, definition))
    .find((instance) => instance !== undefined && firsts.has(instance.body));
  const lookedAt = choice?.body ?? found[0]?.group.body;
  const distinct = found.map(({ network, path, group }) => ({
    network: group.body === choice?.body ? choice.network : network,
    path: group.body === choice?.body ? choice.path : path,
    label: instanceLabel(group),
    description: instanceShapes(group),
    chosen: group.body === lookedAt,
  }));
  return { count, distinct };
}

/** The instance of the block on a chosen path: the path may lead further in. */
function chosenWithin(
  analyses: readonly NetworkAnalysis[],
  choice: Instance,
  definition: Definition,
): (Instance & { body: Body }) | undefined {
  let parent = "";
  for (const { node, instance } of findInstance(analyses, choice)?.steps ?? []) {
    parent = joinPath(parent, instanceName(node, instance));
    if (node.kind === "group" && isInstanceOf(node, definition)) {
      return { network: choice.network, path: parent, body: node.body };
    }
  }
  return undefined;
}

/** `Inception(c1=64, c3r=96)`; the name alone when it takes no arguments. */
export function instanceLabel({ definition, name, arguments: given }: Group): string {
  const values = Object.entries(given ?? {}).map(([key, value]) => `${key}=${argumentText(value)}`);
  const title = definition ?? name;
  return values.length === 0 ? title : `${title}(${values.join(", ")})`;
}

/** `192×28×28 → 256×28×28` */
export function instanceShapes(group: Group): string {
  const inputs = group.body.inputs.map(({ shape }) => formatShape(shape)).join(", ");
  return `${inputs} → ${formatOutputs(group)}`;
}

function argumentText(value: AttributeValue): string {
  return formatValue(value);
}

/** Blocks of several files may have one name: an instance's body is written where its block is defined. */
function isInstanceOf({ definition, body }: Group, { name, origin }: Definition): boolean {
  if (definition !== name) return false;
  const [first] = body.nodes;
  if (first === undefined) return true;
  const { uri, range } = first.origin;
  return (
    uri === origin.uri &&
    range.start.line >= origin.range.start.line &&
    range.end.line <= origin.range.end.line
  );
}

function countIn(body: Body, definition: Definition, known: Map<Body, number>): number {
  const before = known.get(body);
  if (before !== undefined) return before;
  let count = 0;
  for (const node of body.nodes) {
    if (node.kind === "layer") continue;
    const own = isInstanceOf(node, definition) ? 1 : 0;
    count += node.count * (own + countIn(node.body, definition, known));
  }
  known.set(body, count);
  return count;
}

function collectFirsts(
  body: Body,
  definition: Definition,
  network: string,
  parent: string,
  firsts: Map<Body, { network: string; path: string; group: Group }>,
  seen: Set<Body>,
): void {
  if (seen.has(body)) return;
  seen.add(body);
  for (const node of body.nodes) {
    if (node.kind === "layer" || (seen.has(node.body) && firsts.has(node.body))) continue;
    const path = joinPath(parent, instanceName(node, 0));
    if (isInstanceOf(node, definition) && !firsts.has(node.body)) {
      firsts.set(node.body, { network, path, group: node });
    }
    collectFirsts(node.body, definition, network, path, firsts, seen);
  }
}
