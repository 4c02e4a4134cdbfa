// What a change costs: the figures of one side minus those of the other.

import type { Count } from "../../model/exact";
import { sum } from "../../model/exact";
import { isComplete } from "../tally";
import type { Unit } from "./unit";
import { figuresOf } from "./unit";

/** Figures of the right side minus the left side's, undefined where one of them is not known. */
export type Delta = Readonly<Record<DeltaName, Count>>;

export type DeltaName = "layers" | "params" | "buffers" | "macs" | "operations" | "activationBytes";

export const NO_DELTA: Delta = eachName(() => 0);

/** A missing side counts as nothing. */
export function deltaOf(left: Unit | undefined, right: Unit | undefined): Delta {
  return eachName((name) => {
    const [before, after] = [left, right].map((unit) => (unit === undefined ? 0 : figure(unit, name)));
    return before === undefined || after === undefined ? undefined : after - before;
  });
}

/** All of them together. */
export function addDeltas(deltas: readonly Delta[]): Delta {
  return eachName((name) => sum(deltas.map((delta) => delta[name])));
}

function figure(unit: Unit, name: DeltaName): Count {
  const figures = figuresOf(unit);
  if (name === "layers") return figures.layers;
  return isComplete(figures[name]) ? figures[name].value : undefined;
}

function eachName(count: (name: DeltaName) => Count): Delta {
  return {
    layers: count("layers"),
    params: count("params"),
    buffers: count("buffers"),
    macs: count("macs"),
    operations: count("operations"),
    activationBytes: count("activationBytes"),
  };
}
