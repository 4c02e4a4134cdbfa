// What a picture of a network needs, as plain JSON: bodies that instances share, labels and figures, nothing about positions.

import type { Family } from "../operators/operator";

/** A sum over layers. */
export interface ViewCount {
  /** Absent when it is unknown or beyond 2^53. */
  readonly value?: number;
  /** True when layers are left out, so that the true figure is at least `value`. */
  readonly partial?: boolean;
}

export interface ViewFigures {
  readonly params: ViewCount;
  /** By the convention that the view was built for. */
  readonly flops: ViewCount;
  readonly activationBytes: ViewCount;
}

interface ViewNodeBase {
  /** Unique within its body; its path is the groups' names and this one, joined by `/`. */
  readonly name: string;
  /** The first line of its label. */
  readonly title: string;
  /** The second: operator and the attributes that matter, or a group's subtotal. */
  readonly detail: string;
  /** `64×56×56`; `?` where nothing is known. */
  readonly shape: string;
  readonly figures: ViewFigures;
}

export type ViewRole = "layer" | "merge" | "input" | "output";

export interface ViewLayer extends ViewNodeBase {
  readonly kind: "layer";
  readonly role: ViewRole;
  readonly operator: string;
  readonly family: Family;
  /** Leaves the shape alone and has no weights worth a line: drawn as one line. */
  readonly small: boolean;
  /** What search looks at besides the title: operator, attributes as written. */
  readonly words: string;
}

export type ViewGroupKind = "stage" | "block" | "repeat" | "auxiliary" | "network" | "scope";

export interface ViewGroup extends ViewNodeBase {
  readonly kind: "group";
  readonly groupKind: ViewGroupKind;
  /** The block that it is an instance of. */
  readonly definition?: string;
  /** The key of its body in {@link ViewGraph.bodies}. */
  readonly body: string;
  /** How many equal instances stand in a chain here. */
  readonly count: number;
  /** The number in the first instance's name where that is not 0. */
  readonly first?: number;
  /** Leaf layers in all instances. */
  readonly layers: number;
  /** What one of the instances costs, for its own box. */
  readonly each?: { readonly detail: string; readonly figures: ViewFigures };
  readonly words: string;
}

export type ViewNode = ViewLayer | ViewGroup;

/** One end of an edge: a node's port, or a port of the body itself. */
export type ViewEnd = { readonly node: number; readonly port: number } | { readonly body: number };

export interface ViewEdge {
  readonly from: ViewEnd;
  readonly to: ViewEnd;
  /** `64×56×56` */
  readonly shape: string;
  /** Elements of the tensor; absent when unknown. */
  readonly size?: number;
  /** The tensor's shape differs from what its producer took, so the edge says it. */
  readonly changed: boolean;
}

export interface ViewBody {
  /** In execution order. */
  readonly nodes: readonly ViewNode[];
  readonly edges: readonly ViewEdge[];
  readonly inputs: number;
  readonly outputs: number;
  /** Groups within groups, 0 without any: how many levels can be opened. */
  readonly height: number;
  /** Leaf layers drawn when everything in it is open. */
  readonly size: number;
}

/** The cost totals, formatted for people. */
export interface ViewTotals {
  readonly params: string;
  readonly flops: string;
  readonly weightMemory: string;
  readonly peakMemory: string;
  /** Weight layers on the longest path; `≥8` where an operator is not known. */
  readonly depth: string;
  readonly layers: number;
  /** `13.0 M with auxiliary heads` and the like; absent without such heads. */
  readonly auxiliaryParams?: string;
  readonly complete: boolean;
}

export interface ViewGraph {
  readonly network: string;
  readonly totals: ViewTotals;
  /** How FLOPs are counted in it. */
  readonly convention: "multiply-add" | "operations";
  /** The key of the network's own body, whose nodes include its inputs and outputs. */
  readonly root: string;
  readonly bodies: Readonly<Record<string, ViewBody>>;
}

/** The name of the n-th of a chain's instances, counted from 0: `Block[0]`. */
export function instanceOf({ name, first }: ViewGroup, instance: number): string {
  return `${name}[${String((first ?? 0) + instance)}]`;
}

/** The name of the node that stands for a network's output; distinct from every layer's. */
export function outputNodeName(output: string): string {
  return `output:${output}`;
}
