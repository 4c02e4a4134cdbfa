// The difference of two networks: their layers aligned, block by block.

import type { NetworkAnalysis } from "../network-analysis";
import type { Body } from "../../model/network";
import { alignUnits } from "./align";
import type { Pair } from "./align";
import { attributeChanges, interfaceChanges } from "./attribute-changes";
import type { AttributeChange, Change, Difference, NetworkDifference } from "./change";
import { deltaOf, NO_DELTA } from "./delta";
import { flatten } from "./flatten";
import { findMoves } from "./moves";
import type { Structures } from "./structure";
import { createStructures, isCommutative } from "./structure";
import type { Level, Ref, Unit } from "./unit";
import { contentsOf, figuresOf, levelOf } from "./unit";
import type { Wiring } from "./wiring";
import { compareWiring } from "./wiring";

/** Aligns two networks. Names and shapes do not count: a renamed layer is the same one. */
export function compareNetworks(left: NetworkAnalysis, right: NetworkAnalysis): NetworkDifference {
  const structures = createStructures();
  const level = compareTops(left, right, structures);
  const differences = findMoves(level.differences);
  const counts: Record<Change, number> = { same: 0, added: 0, removed: 0, changed: 0, moved: 0 };
  for (const difference of leafDifferences(differences)) {
    counts[difference.change] += (difference.right ?? difference.left)?.times ?? 1;
  }
  const outputs = level.outputsChanged ? [namesChange(left.network.outputs, right.network.outputs)] : [];
  const attributes = [...interfaceChanges(left.network, right.network), ...outputs];
  return { left, right, attributes, differences, counts };
}

function topLevel({ network, body }: NetworkAnalysis, structures: Structures): Level {
  const inputs = network.inputs.map((_, input): Ref => ({ input }));
  return levelOf(network.body, body, "", inputs, structures);
}

/**
 * By groups; but by single layers where one network gathers in blocks what the other one lists, and most of the smaller
 * one is found so: groups then say nothing.
 */
function compareTops(left: NetworkAnalysis, right: NetworkAnalysis, structures: Structures): LevelDifference {
  const tops = (): readonly [Level, Level] => [topLevel(left, structures), topLevel(right, structures)];
  const layers = [left, right].map(({ totals }) => totals.layers + totals.auxiliary.layers);
  const isUneven = isListed(left.network) !== isListed(right.network);
  if (!isUneven || Math.max(...layers) > MOST_SINGLE_LAYERS) return compareLevels(...tops(), structures);
  const [a, b] = tops();
  const single = compareLevels(flatten(a, structures), flatten(b, structures), structures);
  const found = layersInCommon(single);
  if (found >= MUCH * Math.min(...layers)) return single;
  const grouped = compareLevels(...tops(), structures);
  return layersInCommon(grouped) >= found ? grouped : single;
}

/** The share of the smaller network's layers that is enough to be found on the other side. */
const MUCH = 0.4;

/** True where layers stand one after another, in no groups but what their names give. */
function isListed({ body }: { readonly body: Body }): boolean {
  return body.nodes.every((node) => node.kind === "layer" || (node.groupKind === "scope" && isListed(node)));
}

/** Networks of more layers are compared by groups alone. */
const MOST_SINGLE_LAYERS = 20_000;

function layersInCommon({ differences }: LevelDifference): number {
  let layers = 0;
  for (const { change, right } of leafDifferences(differences)) {
    if (right !== undefined && change === "same") layers += figuresOf(right).layers;
    else if (right?.node.kind === "layer" && change === "changed") layers += CHANGED;
  }
  return layers;
}

/** What a changed layer counts as. */
const CHANGED = 0.5;

/** The differences with groups that were opened replaced by what is in them, after what changed in the group itself, if anything. */
export function* leafDifferences(differences: readonly Difference[]): Generator<Difference> {
  for (const difference of differences) {
    if (difference.children.length === 0) yield difference;
    else {
      if (difference.attributes.length > 0) yield { ...difference, cost: NO_DELTA, children: [] };
      yield* leafDifferences(difference.children);
    }
  }
}

interface LevelDifference {
  readonly differences: readonly Difference[];
  /** The level's outputs come from other units than before. */
  readonly outputsChanged: boolean;
}

function compareLevels(left: Level, right: Level, structures: Structures): LevelDifference {
  const pairs = alignUnits(left.units, right.units, structures);
  const wiring = compareWiring(pairs);
  const differences = pairs.flatMap((pair) => differencesOf(pair, structures, wiring.same));
  return { differences, outputsChanged: !wiring.same(left.outputs, right.outputs) };
}

type SameInputs = Wiring["same"];

function differencesOf(
  { left, right }: Pair,
  structures: Structures,
  same: SameInputs,
): readonly Difference[] {
  if (left === undefined) return right === undefined ? [] : [alone("added", { right })];
  if (right === undefined) return [alone("removed", { left })];
  const ordered = !isCommutative(left.node) || !isCommutative(right.node);
  const inputs = same(left.inputs, right.inputs, ordered) ? [] : [inputChange(left, right)];
  if (left.structure === right.structure) return samePair(left, right, inputs);
  if (left.node.kind === "layer" || right.node.kind === "layer") {
    const attributes = [...inputs, ...attributeChanges(left.node, right.node)];
    return [{ change: "changed", left, right, attributes, cost: deltaOf(left, right), children: [] }];
  }
  const inner = compareLevels(contentsOf(left, structures), contentsOf(right, structures), structures);
  const outputs = inner.outputsChanged ? [outputChange(left, right)] : [];
  return [
    {
      change: "changed",
      left,
      right,
      attributes: [...inputs, ...outputs],
      cost: deltaOf(left, right),
      children: inner.differences,
    },
  ];
}

function alone(change: "added" | "removed", sides: Pick<Difference, "left" | "right">): Difference {
  return { change, ...sides, attributes: [], cost: deltaOf(sides.left, sides.right), children: [] };
}

/** Equal structures; of runs of different lengths, the rest is added or removed. */
function samePair(left: Unit, right: Unit, attributes: readonly AttributeChange[]): readonly Difference[] {
  const times = Math.min(left.times, right.times);
  const [a, b] = [left, right].map((unit) => ({ ...unit, times })) as [Unit, Unit];
  const change = attributes.length > 0 ? "changed" : "same";
  const both: Difference = { change, left: a, right: b, attributes, cost: deltaOf(a, b), children: [] };
  if (left.times > times) return [both, alone("removed", { left: { ...left, times: left.times - times } })];
  if (right.times > times) return [both, alone("added", { right: { ...right, times: right.times - times } })];
  return [both];
}

function inputChange(left: Unit, right: Unit): AttributeChange {
  return { name: "inputs", left: left.inputs.map(refName), right: right.inputs.map(refName) };
}

function outputChange(left: Unit, right: Unit): AttributeChange {
  const outputs = (unit: Unit): readonly string[] => {
    if (unit.node.kind === "layer") return [];
    const { nodes, outputs: sources } = unit.node.body;
    return sources.map((source) => ("input" in source ? "input" : (nodes[source.node]?.name ?? "")));
  };
  return namesChange(outputs(left), outputs(right));
}

function namesChange(left: readonly string[], right: readonly string[]): AttributeChange {
  return { name: "outputs", left, right };
}

function refName(ref: Ref): string {
  if ("input" in ref) return "input";
  return ref.output === 0 ? ref.unit.path : `${ref.unit.path}:${String(ref.output)}`;
}
