// What reading one file yields, whatever its format.

import type { Definition, Network } from "./network";
import type { Problem } from "./problem";

export interface SourceModel {
  readonly uri: string;
  /** The format's id: `net`, `caffe`, `darknet`, `onnx`, `keras`. */
  readonly format: string;
  /** In the order of the text; empty where the file holds none. */
  readonly networks: readonly Network[];
  readonly definitions: readonly Definition[];
  /** Problems in this file and, for what it instantiates, in the files it imports (each with its own uri). */
  readonly problems: readonly Problem[];
  /** The files that this one was read from besides itself: a change of one makes this model stale. */
  readonly dependencies: readonly string[];
}
