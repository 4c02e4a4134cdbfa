// What a fork is made of: its branches, and the columns that they stand in.

import type { Block } from "./block";
import type { Level, Vertex } from "./level";
import type { Link, Region } from "./structure";

/** A part of its own, or an edge that leads straight from the source to the sink. */
export type Branch =
  | { readonly kind: "part"; readonly block: Block; readonly region: Region; readonly order: number }
  | { readonly kind: "link"; readonly link: Link; readonly order: number };

export type PartBranch = Extract<Branch, { kind: "part" }>;

export interface Fork {
  readonly level: Level;
  /** In the order from left to right. */
  readonly branches: readonly Branch[];
  /** Absent: the branches begin on their own. */
  readonly source: Vertex | undefined;
  /** Absent: the branches end on their own. */
  readonly sink: Vertex | undefined;
  readonly sourceIndex: number;
  readonly sinkIndex: number;
}

/** A branch at its place: where it enters, along x. */
export interface Column {
  readonly branch: Branch;
  readonly x: number;
  /** Beside the trunk: its edges may use the sides of the source and the sink. */
  readonly beside: boolean;
}
