// The additive figures of a layer, a group or a network, and how they are added up.

import type { Count } from "../model/exact";
import type { Tally } from "./tally";
import { addTallies, scaleTally, tallyOf, ZERO } from "./tally";

/** The definitions are those of docs/counting.md. */
export interface Figures {
  /** Leaf layers. */
  readonly layers: number;
  /** Learnable scalars; shared ones where they are owned. */
  readonly params: Tally;
  /** The part of `params` that training leaves alone. */
  readonly frozenParams: Tally;
  /** Scalars of non-learnable state. */
  readonly buffers: Tally;
  /** Multiply-accumulates. */
  readonly macs: Tally;
  /** FLOPs by the `operations` convention: 2 × MACs, bias additions and all else. */
  readonly operations: Tally;
  /** Bytes of the layers' outputs. */
  readonly activationBytes: Tally;
}

/** How FLOPs are counted: one for each multiply-add, or every operation. */
export type FlopsConvention = "multiply-add" | "operations";

/** The FLOPs of these figures by `convention`. */
export function flopsOf(figures: Figures, convention: FlopsConvention): Tally {
  return convention === "operations" ? figures.operations : figures.macs;
}

export const NO_FIGURES: Figures = {
  layers: 0,
  params: ZERO,
  frozenParams: ZERO,
  buffers: ZERO,
  macs: ZERO,
  operations: ZERO,
  activationBytes: ZERO,
};

/** The figures of one layer. */
export function layerFigures(counts: Readonly<Record<TallyName, Count>>): Figures {
  return { layers: 1, ...mapTallies((name) => tallyOf(counts[name])) };
}

/** The figures of both together. */
export function addFigures(a: Figures, b: Figures): Figures {
  return { layers: a.layers + b.layers, ...mapTallies((name) => addTallies(a[name], b[name])) };
}

/** The figures of all of them together, without a sum for each step: a body may have thousands of nodes. */
export function sumFigures(all: readonly Figures[]): Figures {
  const layers = all.reduce((total, figures) => total + figures.layers, 0);
  return { layers, ...mapTallies((name) => sumTallies(all, name)) };
}

function sumTallies(all: readonly Figures[], name: TallyName): Tally {
  let value: Count = 0;
  let uncounted = 0;
  for (const { [name]: tally } of all) {
    value = value === undefined || tally.value === undefined ? undefined : value + tally.value;
    if (!Number.isSafeInteger(value)) value = undefined;
    uncounted += tally.uncounted;
  }
  return value === 0 && uncounted === 0 ? ZERO : { value, uncounted };
}

/** The figures of `times` equal parts. */
export function scaleFigures(figures: Figures, times: number): Figures {
  if (times === 1) return figures;
  return { layers: figures.layers * times, ...mapTallies((name) => scaleTally(figures[name], times)) };
}

export type TallyName = Exclude<keyof Figures, "layers">;

function mapTallies(tally: (name: TallyName) => Tally): Record<TallyName, Tally> {
  return {
    params: tally("params"),
    frozenParams: tally("frozenParams"),
    buffers: tally("buffers"),
    macs: tally("macs"),
    operations: tally("operations"),
    activationBytes: tally("activationBytes"),
  };
}
