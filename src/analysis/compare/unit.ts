// The units that two networks are compared by: layers, and single instances of groups, in execution order.

import type { Body, Node, Source } from "../../model/network";
import { instanceName, joinPath } from "../../model/path";
import type { Shape } from "../../model/shape";
import type { BodyAnalysis, NodeAnalysis } from "../body-analysis";
import { outputShapes } from "../body-analysis";
import type { Figures } from "../figures";
import { addFigures, scaleFigures } from "../figures";
import { scaledNormalizations } from "./scaled-normalization";
import type { Structures } from "./structure";

/** A tensor of a level: one of its inputs, or an output of one of its units. */
export type Ref = { readonly input: number } | { readonly unit: Unit; readonly output: number };

export interface Unit {
  readonly path: string;
  readonly node: Node;
  readonly analysis: NodeAnalysis;
  /** Equal for equal structures. */
  readonly structure: number;
  readonly inputs: readonly Ref[];
  /** Instances that it stands for: 1, or all of a group's where there are too many to look at one by one. */
  readonly times: number;
  /** Set when it was replaced by its contents: what its outputs are. */
  replaced?: readonly Ref[];
}

export interface Level {
  readonly units: readonly Unit[];
  readonly outputs: readonly Ref[];
}

/** Instances of one body beyond this many are compared as one run for each group. */
const MOST_UNITS = 20_000;

/** The units of a body whose inputs come from `inputs`. */
export function levelOf(
  body: Body,
  analysis: BodyAnalysis,
  parent: string,
  inputs: readonly Ref[],
  structures: Structures,
): Level {
  const total = body.nodes.reduce((sum, node) => sum + countOf(node), 0);
  const oneByOne = total <= MOST_UNITS;
  const units: Unit[] = [];
  /** The unit whose outputs are those of each node: of a chain, the last. */
  const last: Unit[] = [];
  const refOf = (source: Source): Ref => {
    if ("input" in source) return inputs[source.input] ?? { input: source.input };
    const unit = last[source.node];
    return unit === undefined ? { input: -1 } : { unit, output: source.output };
  };
  const scaled = scaledNormalizations(body, analysis);
  for (const [index, own] of body.nodes.entries()) {
    const both = scaled.get(index);
    const node = both?.layer ?? own;
    const nodeAnalysis = both?.analysis ?? analysis.nodes[index];
    // What scales is part of the unit of what it scales.
    if (nodeAnalysis === undefined || last[index] !== undefined) continue;
    const structure = structures.of(node);
    const instances = oneByOne ? countOf(node) : 1;
    let refs = node.inputs.map(refOf);
    for (let instance = 0; instance < instances; instance++) {
      const path = joinPath(parent, instanceName(node, instance));
      const times = oneByOne ? 1 : countOf(node);
      const unit: Unit = { path, node, analysis: nodeAnalysis, structure, inputs: refs, times };
      units.push(unit);
      last[index] = unit;
      if (both !== undefined) last[both.scale] = unit;
      refs = [{ unit, output: 0 }, ...refs.slice(1)];
    }
  }
  return { units, outputs: body.outputs.map(refOf) };
}

function countOf(node: Node): number {
  return node.kind === "group" ? node.count : 1;
}

/** The level inside a group's unit, its inputs being those of the level around it. */
export function contentsOf(unit: Unit, structures: Structures): Level {
  if (unit.node.kind === "layer" || unit.analysis.kind === "layer") return { units: [unit], outputs: [] };
  return levelOf(unit.node.body, unit.analysis.body, unit.path, unit.inputs, structures);
}

/** True for what may be replaced by its contents: gathering layers in a stage or a block is no change. */
export function canOpen({ node, times }: Unit): boolean {
  return node.kind === "group" && node.groupKind !== "auxiliary" && times === 1;
}

/** Figures of all instances that the unit stands for, auxiliary heads included. */
export function figuresOf({ analysis, times }: Unit): Figures {
  const { figures } = analysis.kind === "layer" ? analysis : analysis.body;
  const auxiliary = analysis.kind === "layer" ? undefined : analysis.body.auxiliary;
  return scaleFigures(auxiliary === undefined ? figures : addFigures(figures, auxiliary), times);
}

/** The shapes that the unit leaves. */
export function shapesOf(unit: Unit): readonly (Shape | undefined)[] {
  return outputShapes(unit.node);
}
