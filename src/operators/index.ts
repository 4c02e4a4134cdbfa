// The registry of operators: one line for each file of the catalogue.

import type { Layer } from "../model/network";
import type { Operator } from "./operator";
import { ACTIVATIONS } from "./activation";
import { ARITHMETIC } from "./arithmetic";
import { ATTENTIONS } from "./attention";
import { BORDERS } from "./border";
import { CONV_LSTM } from "./conv-lstm";
import { CONVOLUTIONS } from "./convolution";
import { CUSTOM } from "./custom";
import { DETECTIONS } from "./detection";
import { EMBEDDINGS } from "./embedding";
import { GLOBAL_POOLS } from "./global-pooling";
import { INDEX } from "./indexing";
import { withLayouts } from "./layout";
import { LINEAR_LAYERS } from "./linear";
import { LOCALLY_CONNECTED } from "./locally-connected";
import { LOSSES } from "./loss";
import { MATRIX_PRODUCTS } from "./matrix";
import { MERGES } from "./merge";
import { NORMALIZATIONS } from "./normalization";
import { POOLS } from "./pooling";
import { RECURRENTS } from "./recurrent";
import { REDUCTIONS } from "./reduction";
import { REGULARIZATIONS } from "./regularization";
import { RESAMPLINGS } from "./resampling";
import { RESHAPINGS } from "./reshaping";
import { SELECTIONS } from "./selection";
import { SEPARABLE_CONV } from "./separable-convolution";
import { SLICINGS } from "./slicing";
import { CONV_TRANSPOSE } from "./transposed-convolution";

const ALL: readonly Operator[] = [
  ...withLayouts(CONVOLUTIONS),
  ...withLayouts([CONV_TRANSPOSE, SEPARABLE_CONV, LOCALLY_CONNECTED]),
  ...LINEAR_LAYERS,
  ...withLayouts(POOLS),
  ...withLayouts(GLOBAL_POOLS),
  ...NORMALIZATIONS,
  ...ACTIVATIONS,
  ...REGULARIZATIONS,
  ...MERGES,
  ...MATRIX_PRODUCTS,
  ...ATTENTIONS,
  ...RECURRENTS,
  CONV_LSTM,
  ...EMBEDDINGS,
  ...RESHAPINGS,
  ...SLICINGS,
  INDEX,
  ...withLayouts(BORDERS),
  ...withLayouts(RESAMPLINGS),
  ...REDUCTIONS,
  ...ARITHMETIC,
  ...SELECTIONS,
  ...DETECTIONS,
  ...LOSSES,
  CUSTOM,
];

const BY_NAME: ReadonlyMap<string, Operator> = new Map(ALL.map((operator) => [operator.name, operator]));

const BY_ANY_NAME: ReadonlyMap<string, Operator> = new Map(
  ALL.flatMap((operator) =>
    [operator.name, ...(operator.aliases ?? [])].map((name) => [name, operator] as const),
  ),
);

/** All operators, in the order of the catalogue. */
export function allOperators(): readonly Operator[] {
  return ALL;
}

/** The operator of exactly that name. */
export function operatorNamed(name: string): Operator | undefined {
  return BY_NAME.get(name);
}

/** The operator of that name or alias (`Dense` finds `Linear`). */
export function operatorWithAlias(name: string): Operator | undefined {
  return BY_ANY_NAME.get(name);
}

/**
 * How many weight layers a layer adds to the depth: what its operator says, once for each of the layers that a recurrent one
 * stacks, or what one that the catalogue does not have states.
 */
export function weightLayersOf({ operator, attributes }: Pick<Layer, "operator" | "attributes">): number {
  const { depth, layers } = attributes;
  const known = operatorNamed(operator);
  if (known === undefined || known === CUSTOM) return typeof depth === "number" ? depth : 0;
  return (known.weightLayers ?? 0) * (typeof layers === "number" ? layers : 1);
}
