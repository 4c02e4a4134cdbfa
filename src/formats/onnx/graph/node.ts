// A node of the flattened graph: functions expanded, its operator looked up, its values named uniquely.

import type { Attributes } from "../infer/contract";
import type { NodeProto } from "../proto/schema";

export interface GraphNode {
  /** As in the file, below the name of the function call that it comes from; may be empty. */
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  /** The name under which rules and costs know the operator; undefined for unknown domains. */
  readonly op: string | undefined;
  readonly opset: number;
  /** Names of values; "" for an absent optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Names of outer values that the node's subgraphs use. */
  readonly captures: readonly string[];
  readonly attributes: Attributes;
  readonly metadata: NodeProto["metadata"];
}
