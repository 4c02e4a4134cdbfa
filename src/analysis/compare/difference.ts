// The difference of two networks: their layers aligned, block by block.

import type { NetworkAnalysis } from "../network-analysis";
import { alignUnits } from "./align";
import type { Pair } from "./align";
import { attributeChanges, interfaceChanges } from "./attribute-changes";
import type { AttributeChange, Change, Difference, NetworkDifference } from "./change";
import { deltaOf, NO_DELTA } from "./delta";
import { findMoves } from "./moves";
import type { Structures } from "./structure";
import { createStructures, isCommutative } from "./structure";
import type { Level, Ref, Unit } from "./unit";
import { contentsOf, levelOf } from "./unit";
import type { Wiring } from "./wiring";
import { compareWiring } from "./wiring";

/** Aligns two networks. Names and shapes do not count: a renamed layer is the same one. */
export function compareNetworks(left: NetworkAnalysis, right: NetworkAnalysis): NetworkDifference {
  const structures = createStructures();
  const levels = [left, right].map(({ network, body }) =>
    levelOf(
      network.body,
      body,
      "",
      network.inputs.map((_, input): Ref => ({ input })),
      structures,
    ),
  );
  const [a, b] = levels as [Level, Level];
  const level = compareLevels(a, b, structures);
  const differences = findMoves(level.differences);
  const counts: Record<Change, number> = { same: 0, added: 0, removed: 0, changed: 0, moved: 0 };
  for (const difference of leafDifferences(differences)) {
    counts[difference.change] += (difference.right ?? difference.left)?.times ?? 1;
  }
  const outputs = level.outputsChanged ? [namesChange(left.network.outputs, right.network.outputs)] : [];
  const attributes = [...interfaceChanges(left.network, right.network), ...outputs];
  return { left, right, attributes, differences, counts };
}

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
