// The registry of Keras' layers: one line for each file of rows.

import { ATTENTIONS } from "./attention";
import { CONVOLUTIONS } from "./convolution";
import { CORE } from "./core";
import type { KerasLayer, KerasLayers } from "./layer";
import { MERGES } from "./merge";
import { NORMALIZATIONS } from "./normalization";
import { LOCALLY_CONNECTED } from "./locally-connected";
import { operationNamed, otherOperation } from "./operations";
import { POOLS } from "./pooling";
import { PREPROCESSING } from "./preprocessing";
import { RECURRENTS } from "./recurrent";
import { WRAPPERS } from "./wrapper";

const ALL: KerasLayers = {
  ...CONVOLUTIONS,
  ...LOCALLY_CONNECTED,
  ...POOLS,
  ...CORE,
  ...NORMALIZATIONS,
  ...MERGES,
  ...RECURRENTS,
  ...ATTENTIONS,
  ...WRAPPERS,
  ...PREPROCESSING,
};

/** Every class that has a row, in alphabetic order. */
export function layerNames(): readonly string[] {
  return Object.keys(ALL).sort();
}

/** The row of a layer class, or of an operation when the module is one of keras.ops; undefined for a class of someone's own. */
export function layerNamed(className: string, module: string | undefined): KerasLayer | undefined {
  if (module?.includes(".ops") === true) return operationNamed(className) ?? otherOperation;
  if (Object.hasOwn(ALL, className)) return ALL[className];
  return operationNamed(className);
}
