// What a layer of a network becomes where it is written in another language: one operation, several, or none.

import type { Attributes, Layer } from "../model/network";
import type { Shape } from "../model/shape";

/** What a layer becomes: operations that follow each other, the first with the layer's inputs. */
export interface Piece {
  readonly operator: string;
  readonly attributes: Attributes;
  /** All of its params are frozen, or those of the named weights. */
  readonly frozen?: true | readonly string[];
  /** Shapes of its outputs. */
  readonly outputs: readonly (Shape | undefined)[];
  /** How many of the layer's inputs it takes; the next one takes its result and the rest. All unless given. */
  readonly takes?: number;
}

/** Rewrites a layer's inputs, and says what operations it becomes; none for one that passes its input on. */
export type Expand = (layer: Layer, inputs: readonly (Shape | undefined)[]) => Expansion;

export interface Expansion {
  /** For each input, what comes between it and the layer. */
  readonly before: readonly (readonly Piece[])[];
  readonly pieces: readonly Piece[];
  /** For each output, what comes after the pieces. */
  readonly after?: readonly (readonly Piece[])[];
  /** Weights that the layer takes as further inputs, each with what comes between. */
  readonly operands?: readonly (readonly Piece[])[];
}
