// What drawing needs besides the scene.

import type { Measure } from "../layout/measure";
import type { SceneNode } from "../layout/scene";

export interface DrawOptions {
  readonly measure: Measure;
  /** The fill of a node that is coloured by a figure; undefined: its family's. */
  readonly heat?: (node: SceneNode) => string | undefined;
}
