// The registry of Keras' layers: one line for each file of rows.

import { ATTENTIONS } from "./attention";
import { CONVOLUTIONS } from "./convolution";
import { CORE } from "./core";
import { adapted } from "./adapted";
import { KERAS_HUB } from "./keras-hub";
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
  return Object.keys({ ...ALL, ...KERAS_HUB }).sort();
}

function rowIn(rows: KerasLayers, className: string): KerasLayer | undefined {
  return Object.hasOwn(rows, className) ? rows[className] : undefined;
}

/** Modules of Keras' own classes; older files name none. */
const KERAS_MODULE = /^(?:keras|tf_keras|tensorflow|builtins)(?:\.|$)/;
const HUB_MODULE = /^keras_(?:hub|nlp)(?:\.|$)/;

/** The row of a layer class, or of an operation when the module is one of keras.ops; undefined for a class of someone's own. */
export function layerNamed(className: string, module: string | undefined): KerasLayer | undefined {
  if (module !== undefined && HUB_MODULE.test(module)) return rowIn(KERAS_HUB, className);
  if (module !== undefined && !KERAS_MODULE.test(module)) return undefined;
  if (module?.includes(".ops") === true) return operationNamed(className) ?? otherOperation;
  const row = rowIn(ALL, className);
  if (row !== undefined) return (call) => adapted(row(call), call);
  return operationNamed(className);
}
