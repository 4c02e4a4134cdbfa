// A traced graph: its nodes in execution order, each with the values it takes and gives.

import type { Count } from "../../../model/exact";
import type { Call, Tensor } from "../infer/contract";
import type { GraphNode } from "./node";
import type { Value } from "./value";

/** A node with what is known around it. */
export interface Step {
  readonly node: GraphNode;
  readonly call: Call;
  readonly inputs: readonly (Value | undefined)[];
  /** Outer values that the node's subgraphs use. */
  readonly captured: readonly Value[];
  readonly outputs: readonly Value[];
  /** The node's subgraphs: the branches of an If, the body of a Loop. */
  readonly inner: Inner;
}

export interface Trace {
  readonly inputs: readonly Value[];
  readonly steps: readonly Step[];
  readonly outputs: readonly (Value | undefined)[];
}

export interface Inner {
  readonly traces: readonly Trace[];
  /** How often each of them runs; undefined where that depends on the data. */
  readonly times: Count;
  /** The node's outputs as far as the subgraphs tell; undefined for nodes without subgraphs. */
  readonly outputs?: readonly Tensor[];
}
