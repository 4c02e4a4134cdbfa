// Receptive fields of all layers, for colouring: they differ between instances of the same body, so they go by path.

import { layerInstances } from "../analysis/instances";
import type { NetworkAnalysis } from "../analysis/network-analysis";

/** The greatest size along an axis at each layer's output, null where it sees everything; unknown ones left out. */
export function receptiveFields(
  analysis: NetworkAnalysis,
  most: number,
): readonly (readonly [path: string, size: number | null])[] {
  const fields: (readonly [string, number | null])[] = [];
  for (const { path, receptiveField } of layerInstances(analysis)) {
    if (fields.length >= most) break;
    if (receptiveField === undefined) continue;
    if (receptiveField.global) fields.push([path, null]);
    else if (receptiveField.size.length > 0) fields.push([path, Math.max(...receptiveField.size)]);
  }
  return fields;
}
