// The contract of a layer type: what Caffe's own LayerSetUp and Reshape do, as a pure function of shapes.
//
// Shapes here are Caffe's, with the batch as axis 0 and 0 axes for a loss; the reader drops the batch.

import * as l10n from "@vscode/l10n";
import type { Count } from "../../../model/exact";
import type { Attributes, Weight } from "../../../model/network";
import type { Shape } from "../../../model/shape";
import type { Message } from "../text/tree";

export interface LayerCall {
  /** The layer itself, for fields that are not in its type's own message. */
  readonly layer: Message;
  /** The message of the type's parameters; empty where the layer has none. */
  readonly parameter: Message;
  /** The bottoms' shapes, the batch first; undefined where unknown. */
  readonly inputs: readonly (Shape | undefined)[];
  /** How many tops the layer has. */
  readonly tops: number;
}

/** Something wrong with a layer. */
export interface LayerIssue {
  readonly code: string;
  readonly message: string;
  readonly severity?: "error" | "warning" | "information";
  /** The field of the parameters that is to blame; the layer's type unless given. */
  readonly field?: string;
  /** The bottom that is to blame. */
  readonly input?: number;
}

export interface LayerResult {
  /** One for each top, the batch first; tops beyond the list are unknown. */
  readonly outputs: readonly (Shape | undefined)[];
  /** The catalogue's operator, with attributes by its parameters' names. */
  readonly operator: string;
  readonly attributes?: Attributes;
  /** In the order of Caffe's blobs, to which `param` refers; none unless given. */
  readonly weights?: readonly Weight[];
  /** Multiply-accumulates for one sample; 0 unless given. */
  readonly macs?: Count;
  readonly issues?: readonly LayerIssue[];
}

export interface LayerType {
  /** Caffe's name: `Convolution`. */
  readonly name: string;
  /** The V1 generation's enum value, the first generation's name, and other spellings. */
  readonly aliases?: readonly string[];
  /** What forks call the same layer. */
  readonly forkNames?: readonly string[];
  /** The field that holds the type's parameters: `convolution_param`. */
  readonly parameter?: string;
  /** How many bottoms it takes, and how many tops it makes. */
  readonly bottoms: Arity;
  readonly tops: Arity;
  /** Its tops are data that enters the net. */
  readonly source?: boolean;
  /** Only measures what the net computed: a deployed net does without the labels that it wants. */
  readonly measures?: boolean;
  /** Only writes its bottoms to a file: they are what the net gives. */
  readonly writes?: boolean;
  /** Runs code of its own: nothing is known of its outputs and costs. */
  readonly opaque?: boolean;
  /** One sentence. */
  readonly documentation: string;
  /** Never throws; called also when shapes are unknown. */
  infer(call: LayerCall): LayerResult;
}

export type Arity = readonly [min: number, max: number];

/** An error at a field of the parameters. */
export function fieldIssue(code: string, field: string, message: string): LayerIssue {
  return { code, field, message };
}

/** The issue of a field that the layer cannot do without. */
export function missingField(type: string, field: string): LayerIssue {
  return fieldIssue("missing-field", field, l10n.t('{0} needs "{1}".', type, field));
}

export function wrongAxis(type: string, operator: string, input: Shape): LayerResult {
  const message = l10n.t("{0}: its bottom has {1} axes, and none of that number.", type, input.length);
  return { outputs: [], operator, issues: [fieldIssue("invalid-axis", "axis", message)] };
}
