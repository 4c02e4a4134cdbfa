// The layout of a body: its nodes at their places, with their contents, and the routes of its edges.

import type { ViewEdge, ViewNode } from "../view/view-graph";
import type { Route } from "./geometry";
import type { Size } from "./node-size";

/** One node at its place in its body. Sizes and places have the flow from top to bottom, whatever the direction. */
export interface Part {
  readonly node: ViewNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The content of an open group. */
  readonly inner?: InnerLayout;
}

export interface InnerLayout {
  readonly body: BodyLayout;
  /** Where the content is in the group's box. */
  readonly x: number;
  readonly y: number;
  /** The group is a chain of equal instances, which are the body's nodes. */
  readonly isChain: boolean;
}

export interface BodyLayout {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly Part[];
  readonly edges: readonly ViewEdge[];
  /** One for each edge. */
  readonly routes: readonly Route[];
  /** Where edges enter along the top and leave along the bottom. */
  readonly ins: readonly number[];
  readonly outs: readonly number[];
}

/** A node's size, ports and content, before it has a place. */
export interface BoxLayout extends Size {
  readonly node: ViewNode;
  readonly ins: readonly number[];
  readonly outs: readonly number[];
  readonly inner?: InnerLayout;
}
