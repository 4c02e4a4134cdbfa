// The contract of a pattern: several units that exporters write for one operator of the catalogue.

import type { Attributes } from "../../../model/network";
import type { Unit } from "../graph/unit";
import type { Value } from "../graph/value";
import { scalarOf } from "../map/contract";

/** Who gives and who takes each value. */
export interface Wiring {
  /** The unit of that operator type (or one of several) whose first output the value is. */
  made(value: Value | undefined, ...operators: readonly string[]): Unit | undefined;
}

/** What the members become; they must take nothing but `inputs` from outside. */
export interface Match {
  /** In any order; the last one's outputs are the match's. */
  readonly members: readonly Unit[];
  readonly operator: string;
  readonly attributes: Attributes;
  readonly inputs: readonly Value[];
  /** Members whose constants are the operator's weights. */
  readonly owners: readonly Unit[];
  /** What the owners hold is state rather than trained. */
  readonly isFrozen?: boolean;
}

/** Recognizes its operator by the last of its units. */
export type Pattern = (root: Unit, wiring: Wiring) => Match | undefined;

/** The number that a unit's only constant input holds everywhere. */
export function constantOf(unit: Unit): number | undefined {
  const [step] = unit.steps;
  if (step === undefined) return undefined;
  const at = step.inputs.findIndex((input) => input !== undefined && input.kind !== "data");
  return at < 0 ? undefined : scalarOf(step, at);
}

/** True when the unit takes one tensor of data, and combines it with trained numbers. */
export function isLearnt(unit: Unit | undefined): unit is Unit {
  return unit?.inputs.length === 1 && unit.owned.some(({ role }) => role === "parameter");
}

/** Equal up to a float's precision. */
export function isAbout(value: number | undefined, wanted: number): boolean {
  return value !== undefined && Math.abs(value - wanted) <= 1e-3 * Math.abs(wanted);
}
