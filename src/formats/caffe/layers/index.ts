// The registry of layer types: one line for each family.

import { ACTIVATION_LAYERS } from "./activation";
import { ARRANGEMENT_LAYERS } from "./arrangement";
import { CONVOLUTION_LAYERS } from "./convolution";
import { DATA_LAYERS } from "./data";
import { DETECTION_LAYERS } from "./detection";
import { FLOW_LAYERS } from "./flow";
import { INNER_PRODUCT_LAYERS } from "./inner-product";
import type { LayerType } from "./layer-type";
import { LOSS_LAYERS } from "./loss";
import { NORMALIZATION_LAYERS } from "./normalization";
import { OTHER_LAYERS } from "./other";
import { POOLING_LAYERS } from "./pooling";
import { RECURRENT_LAYERS } from "./recurrent";
import { REDUCTION_LAYERS } from "./reduction";
import { RESAMPLING_LAYERS } from "./resampling";
import { SEQUENCE_LAYERS } from "./sequence";

/** All layer types that are known. */
export const LAYER_TYPES: readonly LayerType[] = [
  ...ACTIVATION_LAYERS,
  ...ARRANGEMENT_LAYERS,
  ...CONVOLUTION_LAYERS,
  ...DATA_LAYERS,
  ...DETECTION_LAYERS,
  ...FLOW_LAYERS,
  ...INNER_PRODUCT_LAYERS,
  ...LOSS_LAYERS,
  ...NORMALIZATION_LAYERS,
  ...OTHER_LAYERS,
  ...POOLING_LAYERS,
  ...RECURRENT_LAYERS,
  ...REDUCTION_LAYERS,
  ...RESAMPLING_LAYERS,
  ...SEQUENCE_LAYERS,
];

const BY_ANY_NAME: ReadonlyMap<string, LayerType> = new Map(
  LAYER_TYPES.flatMap((type) =>
    [type.name, ...(type.aliases ?? []), ...(type.forkNames ?? [])].map((name) => [name, type] as const),
  ),
);

/** The layer type of that name: Caffe's own, a fork's, the V1 generation's in capitals, or the first generation's. */
export function layerTypeNamed(name: string): LayerType | undefined {
  return BY_ANY_NAME.get(name);
}
