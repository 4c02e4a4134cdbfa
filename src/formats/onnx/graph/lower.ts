// Lowers a traced graph to units: what carries no data is left out, and what exporters spell out is put together again.

import { Sequences } from "./sequences";
import type { Step, Trace } from "./step";
import { fuse } from "../fuse/fuse";
import { deriveScopes } from "./derive-scopes";
import type { Unit } from "./unit";
import { isKept, unitOf } from "./unit";
import type { Value } from "./value";

export interface Lowered {
  readonly units: readonly Unit[];
  readonly inputs: readonly Value[];
  /** The graph's outputs, each as the value that a unit or an input gives; undefined where nothing does. */
  readonly outputs: readonly (Value | undefined)[];
}

/** The units of `trace` in execution order. */
export function lower(trace: Trace): Lowered {
  const aliases = new Map<Value, Value>();
  const resolve = (value: Value): Value => aliases.get(value) ?? value;
  const wanted = new Set(trace.outputs);
  const units: Unit[] = [];
  const sequences = new Sequences();
  for (const step of trace.steps) {
    const wired = sequences.wire(step, resolve);
    const passed = wired?.alias === undefined ? passedOn(step) : { from: wired.alias, to: step.outputs[0] };
    if (passed?.to !== undefined) aliases.set(passed.to, resolve(passed.from));
    else if (wired?.inputs !== undefined)
      units.push({ ...unitOf(step, resolve), inputs: wired.inputs.map(resolve) });
    else if (wired?.outputs !== undefined) units.push({ ...unitOf(step, resolve), outputs: wired.outputs });
    else if (wired === undefined && (isKept(step) || step.outputs.some((output) => wanted.has(output))))
      units.push(unitOf(step, resolve));
  }
  const outputs = trace.outputs.map((output) => output && resolve(output));
  const fused = deriveScopes(fuse(units, new Set(outputs)));
  return { units: withoutUnused(fused, outputs), inputs: trace.inputs, outputs };
}

/** Last outputs that nothing takes (a Dropout's mask, an LSTM's states) need no memory. */
function withoutUnused(units: readonly Unit[], outputs: readonly (Value | undefined)[]): readonly Unit[] {
  const used = new Set(outputs);
  for (const unit of units) for (const input of unit.inputs) used.add(input);
  return units.map((unit) => {
    const last = unit.outputs.findLastIndex((output) => used.has(output));
    return last === unit.outputs.length - 1
      ? unit
      : { ...unit, outputs: unit.outputs.slice(0, Math.max(1, last + 1)) };
  });
}

/** Identity of data only gives it another name. */
function passedOn(step: Step): { from: Value; to: Value } | undefined {
  const [from] = step.inputs;
  const [to] = step.outputs;
  return step.node.op === "Identity" && from?.kind === "data" && to !== undefined ? { from, to } : undefined;
}
