// Puts together what exporters spell out in several nodes; the registry of patterns is here, one line for each.

import { sum } from "../../../model/exact";
import type { Owned } from "../cost/weights";
import { namedByWeights } from "../graph/path";
import type { Unit } from "../graph/unit";
import type { Value } from "../graph/value";
import { gelu, hardSwish, mish, silu } from "./activations";
import { linearWithBias } from "./bias";
import { frozenNorm, groupNorm, layerNorm, rmsNorm } from "./normalizations";
import type { Match, Pattern, Wiring } from "./pattern";
import { channelShuffle } from "./shuffle";

/** In the order in which they are tried at each unit, from the last unit to the first. */
const PATTERNS: readonly Pattern[] = [
  linearWithBias,
  layerNorm,
  rmsNorm,
  groupNorm,
  frozenNorm,
  gelu,
  silu,
  mish,
  hardSwish,
  channelShuffle,
];

/** Units in execution order with the patterns merged; `outputs` are values that must stay visible. */
export function fuse(units: readonly Unit[], outputs: ReadonlySet<Value | undefined>): readonly Unit[] {
  const makers = new Map<Value, Unit>();
  const users = new Map<Value, Unit[]>();
  for (const unit of units) {
    const [first] = unit.outputs;
    if (first !== undefined) makers.set(first, unit);
    for (const input of unit.inputs) {
      const known = users.get(input);
      if (known === undefined) users.set(input, [unit]);
      else known.push(unit);
    }
  }
  const wiring: Wiring = {
    made(value, ...operators) {
      const maker = value === undefined ? undefined : makers.get(value);
      return maker !== undefined && operators.includes(maker.nativeOperator) ? maker : undefined;
    },
  };
  const merged = new Map<Unit, Unit | undefined>();
  for (const root of units.toReversed()) {
    if (merged.has(root)) continue;
    for (const pattern of PATTERNS) {
      const match = pattern(root, wiring);
      if (match === undefined || !isClosed(match, root, merged, users, outputs)) continue;
      for (const member of match.members) merged.set(member, undefined);
      merged.set(root, unitOf(match, root));
      break;
    }
  }
  return units.flatMap((unit) => (merged.has(unit) ? (merged.get(unit) ?? []) : [unit]));
}

/** True when nothing but the match itself takes what its members give, and none of them is taken by another match. */
function isClosed(
  match: Match,
  root: Unit,
  merged: ReadonlyMap<Unit, Unit | undefined>,
  users: ReadonlyMap<Value, readonly Unit[]>,
  outputs: ReadonlySet<Value | undefined>,
): boolean {
  const members = new Set(match.members);
  return match.members.every(
    (member) =>
      !merged.has(member) &&
      (member === root ||
        member.outputs.every(
          (output) => !outputs.has(output) && (users.get(output) ?? []).every((user) => members.has(user)),
        )),
  );
}

/** The match as one unit, in the scope that its members share. */
function unitOf(match: Match, root: Unit): Unit {
  const { operations: _operations, ...rest } = root;
  const owned = match.owners
    .flatMap((owner) => owner.owned)
    .map((each): Owned => (match.isFrozen === true ? { ...each, role: "buffer" } : each));
  return {
    ...rest,
    path: namedByWeights(sharedPath(match.members, match.operator), match.operator, owned),
    operator: match.operator,
    nativeOperator:
      match.operator === "Linear" ? (match.members[0]?.nativeOperator ?? match.operator) : match.operator,
    attributes: match.attributes,
    inputs: match.inputs,
    owned,
    macs: sum(match.members.map((member) => member.macs)),
    plumbing: false,
    steps: match.members.flatMap((member) => member.steps),
  };
}

function sharedPath(members: readonly Unit[], operator: string): readonly string[] {
  const [first, ...others] = members.map((member) => member.path.slice(0, -1));
  if (first === undefined) return [operator];
  let length = first.length;
  for (const path of others) {
    while (length > 0 && path.slice(0, length).join("/") !== first.slice(0, length).join("/")) length -= 1;
  }
  return [...first.slice(0, length), operator];
}
