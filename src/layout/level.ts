// One level of a picture to lay out: boxes with ports and edges between them, from top to bottom.

export interface Vertex {
  readonly width: number;
  readonly height: number;
  /** Distance of each input's port from the left, along the top; a missing one is in the middle. */
  readonly ins: readonly number[];
  /** The same along the bottom. */
  readonly outs: readonly number[];
  /** The ports, from the left, that line up with the trunk. */
  readonly trunkIn: number;
  readonly trunkOut: number;
  /** Where the level begins or ends: an input or output of the network, or a port of the surrounding box. */
  readonly terminal?: "input" | "output";
  /** A port of the surrounding box: a point at its top or bottom. */
  readonly port?: boolean;
  /** Edges may also leave and enter at its sides, which an open group does not allow. */
  readonly solid: boolean;
  /** Adds its inputs up elementwise: two of them are a trunk and its shortcut. */
  readonly sums: boolean;
}

export interface LevelEdge {
  readonly from: number;
  readonly fromPort: number;
  readonly to: number;
  readonly toPort: number;
  /** The room that a label at the edge's beginning needs; 0 without one. */
  readonly label: number;
}

/** Vertices in execution order: every edge leads from an earlier to a later one. */
export interface Level {
  readonly vertices: readonly Vertex[];
  readonly edges: readonly LevelEdge[];
}

/** Where an edge enters, from the left of its target. */
export function entryOf(vertex: Vertex, port: number): number {
  return vertex.ins[port] ?? vertex.width / 2;
}

/** Where an edge leaves, from the left of its source. */
export function exitOf(vertex: Vertex, port: number): number {
  return vertex.outs[port] ?? vertex.width / 2;
}

/** Distances, in pixels. */
export const SPACE = {
  /** Between two boxes in a chain. */
  chain: 18,
  /** Between columns. */
  column: 28,
  /** Between ports of the surrounding box. */
  port: 10,
  /** From a box to the line that its edges fan out on, and from that line to the boxes behind. */
  fan: 12,
  /** Between a box and a line beside it, and between such lines. */
  lane: 18,
  /** Room for an arrow's head. */
  arrow: 12,
} as const;
