// Puts together what exporters spell out in several nodes: a product and its bias.

import { sum } from "../../../model/exact";
import type { Unit } from "./unit";
import type { Value } from "./value";

/** Units with the patterns below merged; `outputs` are values that must stay visible. */
export function fuse(units: readonly Unit[], outputs: ReadonlySet<Value | undefined>): readonly Unit[] {
  const uses = new Map<Value, Unit[]>();
  for (const unit of units) {
    for (const input of unit.inputs) {
      const users = uses.get(input);
      if (users === undefined) uses.set(input, [unit]);
      else users.push(unit);
    }
  }
  const merged = new Map<Unit, Unit | undefined>();
  for (const unit of units) {
    const [output] = unit.outputs;
    const users = output === undefined || outputs.has(output) ? [] : (uses.get(output) ?? []);
    const [next] = users;
    if (next === undefined || users.length !== 1 || !isBiasOf(unit, next)) continue;
    merged.set(unit, undefined);
    merged.set(next, withBias(unit, next));
  }
  return units.flatMap((unit) => (merged.has(unit) ? (merged.get(unit) ?? []) : [unit]));
}

/** A product with constant weights, then the addition of one trained number to each of its features. */
function isBiasOf(unit: Unit, next: Unit): boolean {
  if (unit.operator !== "Linear" || unit.attributes["bias"] !== false || next.operator !== "Bias")
    return false;
  const features = unit.outputs[0]?.tensor.shape?.at(-1);
  const constant = next.steps[0]?.inputs.find((input) => input?.kind !== "data");
  return constant?.tensor.shape?.at(-1) === features && next.inputs.length === 1;
}

function withBias(unit: Unit, next: Unit): Unit {
  return {
    ...unit,
    attributes: { ...unit.attributes, bias: true },
    outputs: next.outputs,
    owned: [...unit.owned, ...next.owned],
    macs: sum([unit.macs, next.macs]),
    steps: [...unit.steps, ...next.steps],
  };
}
