// What a network is, whatever its file: bodies of layers and groups over tensors whose shapes are known as far as they can be.

import type { Count } from "./exact";
import type { Location, Origin } from "./origin";
import type { DType, Shape } from "./shape";

/** The value of an operator's parameter. */
export type AttributeValue = number | string | boolean | readonly AttributeValue[];

/** An operator's parameters by name, as used: defaults filled in by whoever made the layer. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A tensor's name where it has one, and its shape without the batch axis (undefined: not even the rank is known). */
export interface Tensor {
  readonly name?: string;
  readonly shape: Shape | undefined;
  /** The network's dtype unless given. */
  readonly dtype?: DType;
}

/** A tensor within a body: one of the body's inputs, or an output of one of its nodes. */
export type Source = { readonly input: number } | { readonly node: number; readonly output: number };

/** A tensor that a layer owns. */
export interface Weight {
  readonly name: string;
  readonly shape: Shape;
  /** Learnable (`parameter`) or state such as running means (`buffer`). */
  readonly kind: "parameter" | "buffer";
  /** Frozen: a parameter that training leaves alone (Keras' `trainable=False`). Still counted among the params. */
  readonly frozen?: boolean;
  /** Owned and counted by an earlier layer; this one only uses it. */
  readonly shared?: boolean;
}

/** Figures that a reader knows better than the catalogue's rule; an absent one is computed by the operator's rule. */
export interface KnownCosts {
  /** `undefined` where given: not known, whatever the rule says. */
  readonly weights?: readonly Weight[] | undefined;
  readonly macs?: Count;
  readonly operations?: Count;
}

/** One application of an operator. */
export interface Layer {
  readonly kind: "layer";
  /** Unique within its body. */
  readonly name: string;
  /** True when the file gave the name, false when it was made up from the operator. */
  readonly named: boolean;
  /** The catalogue's name (`Conv`), or the file's own name for an operator that the catalogue does not have. */
  readonly operator: string;
  /** The file's own name for the operator where that differs: `InnerProduct`, `convolutional`, `Gemm`. */
  readonly nativeOperator?: string;
  readonly attributes: Attributes;
  readonly inputs: readonly Source[];
  readonly outputs: readonly Tensor[];
  readonly known?: KnownCosts;
  /** The name of the layer whose weights this one uses. */
  readonly sharedWith?: string;
  /** The output overwrites the input's memory (Caffe's in-place layers). */
  readonly inPlace?: boolean;
  /** Only renames data or computes a shape, so that a picture leaves it out (Constant, shape arithmetic). */
  readonly plumbing?: boolean;
  readonly origin: Origin;
}

export type GroupKind = "stage" | "block" | "repeat" | "auxiliary" | "network" | "scope";

/** A body under a name: a stage, an instance of a block, an iteration of a repeat, an auxiliary head, a module scope. */
export interface Group {
  readonly kind: "group";
  readonly groupKind: GroupKind;
  /** Unique within its body. */
  readonly name: string;
  readonly named: boolean;
  /** The block, network or module class that this is an instance of: `Inception`. */
  readonly definition?: string;
  /** The arguments of the instance, for its label: `64, 96, 128`. */
  readonly arguments?: Attributes;
  readonly body: Body;
  /** One source for each input of the body. */
  readonly inputs: readonly Source[];
  /**
   * How many equal instances stand in a chain here (1 unless repeated): each instance's first output is the next one's first
   * input, whose shape it has; the other inputs are the same for all. Outputs are the last instance's.
   */
  readonly count: number;
  /** The number in the first instance's name where that is not 0. */
  readonly first?: number;
  readonly origin: Origin;
}

export type Node = Layer | Group;

/**
 * A closed straight-line program: nodes in execution order that refer to the body's inputs and to earlier nodes only.
 * Immutable, and the same object wherever a block is instantiated with equal arguments and input shapes.
 */
export interface Body {
  readonly inputs: readonly Tensor[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly Source[];
}

export interface NetworkInput {
  readonly name: string;
  readonly shape: Shape | undefined;
  readonly dtype: DType;
  readonly origin: Origin;
}

/** Published or stated facts about a network, from annotations. Errors are in percent. */
export interface Facts {
  readonly year?: number;
  readonly top1Error?: number;
  readonly top5Error?: number;
  readonly dataset?: string;
  readonly paper?: string;
}

/** Limits that a network states for itself; memory in bytes (activations' peak plus weights). */
export interface Budget {
  readonly params?: number;
  readonly macs?: number;
  readonly memory?: number;
  readonly origin: Location;
}

/** An entry point: its body's inputs are the network's inputs, in order. */
export interface Network {
  readonly name: string;
  readonly documentation?: string;
  readonly dtype: DType;
  readonly inputs: readonly NetworkInput[];
  /** One for each output of the body, in order. */
  readonly outputs: readonly string[];
  readonly body: Body;
  readonly facts: Facts;
  readonly budget?: Budget;
  readonly origin: Origin;
}

/** A block or network that a file defines, whether or not it is instantiated. */
export interface Definition {
  readonly kind: "block" | "network";
  readonly name: string;
  readonly documentation?: string;
  readonly parameters: readonly string[];
  readonly origin: Origin;
}
